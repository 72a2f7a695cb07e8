//! Batched loads of answers, ratings, milestones and reports.

use crate::access::act::Reading;
use crate::features::answers::store::{self, Parents};
use crate::features::answers::{Answer, Milestone, MilestoneReport, Motion, Rating};
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, AnswerId, MilestoneId, PollId};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Answers by id, as far as the viewer may see their decisions.
pub(super) struct AnswerById;

impl Loader for AnswerById {
    type Key = AnswerId;
    type Value = Arc<Answer>;

    fn load(r: &mut Reading<'_>, keys: &[AnswerId]) -> Outcome<HashMap<AnswerId, Arc<Answer>>> {
        let found = store::by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|answer| (answer.id, Arc::new(answer))).collect())
    }
}

/// The first answers below parents that the viewer sees; the key says below which parent, and how many.
pub(super) struct FirstBelow;

impl Loader for FirstBelow {
    type Key = ((Parents, Uuid), i64);
    type Value = Arc<Vec<Answer>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted: HashMap<Self::Key, Vec<Answer>> = HashMap::new();
        for (limit, parents) in by_limit(keys) {
            for (by, parents) in by_kind(&parents) {
                for answer in store::first_below(r.conn, by, &parents, limit)? {
                    sorted.entry(((by, by.of(&answer)), limit)).or_default().push(answer);
                }
            }
        }
        Ok(sorted.into_iter().map(|(key, answers)| (key, Arc::new(answers))).collect())
    }
}

/// How many answers there are below each parent.
pub(super) struct CountBelow;

impl Loader for CountBelow {
    type Key = (Parents, Uuid);
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, i64>> {
        let mut counts = HashMap::new();
        for (by, parents) in by_kind(keys) {
            let counted = store::counts_of(r.conn, by, &parents)?;
            counts.extend(counted.into_iter().map(|(parent, count)| ((by, parent), count)));
        }
        Ok(counts)
    }
}

fn by_kind(keys: &[(Parents, Uuid)]) -> HashMap<Parents, Vec<Uuid>> {
    let mut groups: HashMap<Parents, Vec<Uuid>> = HashMap::new();
    for (by, parent) in keys {
        groups.entry(*by).or_default().push(*parent);
    }
    groups
}

/// The answers that hold, by addressees that the viewer sees.
pub(super) struct LatestOfAddressee;

impl Loader for LatestOfAddressee {
    type Key = AddresseeId;
    type Value = Arc<Answer>;

    fn load(r: &mut Reading<'_>, keys: &[AddresseeId]) -> Outcome<HashMap<AddresseeId, Arc<Answer>>> {
        let found = store::latest_of(r.conn, keys)?;
        Ok(found.into_iter().map(|(addressee, answer)| (addressee, Arc::new(answer))).collect())
    }
}

/// What corrects answers that the viewer sees.
pub(super) struct CorrectionOf;

impl Loader for CorrectionOf {
    type Key = AnswerId;
    type Value = Arc<Answer>;

    fn load(r: &mut Reading<'_>, keys: &[AnswerId]) -> Outcome<HashMap<AnswerId, Arc<Answer>>> {
        let found = store::correction_of(r.conn, keys)?;
        Ok(found.into_iter().map(|(corrected, answer)| (corrected, Arc::new(answer))).collect())
    }
}

/// The ratings of answers that the viewer sees.
pub(super) struct RatingOf;

impl Loader for RatingOf {
    type Key = AnswerId;
    type Value = Arc<Rating>;

    fn load(r: &mut Reading<'_>, keys: &[AnswerId]) -> Outcome<HashMap<AnswerId, Arc<Rating>>> {
        let found = store::ratings_of(r.conn, keys)?;
        Ok(found.into_iter().map(|rating| (rating.answer_id, Arc::new(rating))).collect())
    }
}

/// What polls that the viewer sees move to say of answers.
pub(super) struct MotionOfPoll;

impl Loader for MotionOfPoll {
    type Key = PollId;
    type Value = Arc<Motion>;

    fn load(r: &mut Reading<'_>, keys: &[PollId]) -> Outcome<HashMap<PollId, Arc<Motion>>> {
        let found = store::motions_of(r.conn, keys)?;
        Ok(found.into_iter().map(|motion| (motion.poll_id, Arc::new(motion))).collect())
    }
}

/// The plans of answers that the viewer sees, each in its own order.
pub(super) struct PlanOf;

impl Loader for PlanOf {
    type Key = AnswerId;
    type Value = Arc<Vec<Arc<Milestone>>>;

    fn load(r: &mut Reading<'_>, keys: &[AnswerId]) -> Outcome<HashMap<AnswerId, Self::Value>> {
        let mut sorted: HashMap<AnswerId, Vec<Arc<Milestone>>> = HashMap::new();
        for milestone in store::plans_of(r.conn, keys)? {
            sorted.entry(milestone.answer_id).or_default().push(Arc::new(milestone));
        }
        Ok(sorted.into_iter().map(|(answer, plan)| (answer, Arc::new(plan))).collect())
    }
}

/// Milestones by id, as far as the viewer may see their decisions.
pub(super) struct MilestoneById;

impl Loader for MilestoneById {
    type Key = MilestoneId;
    type Value = Arc<Milestone>;

    fn load(r: &mut Reading<'_>, keys: &[MilestoneId]) -> Outcome<HashMap<MilestoneId, Arc<Milestone>>> {
        let found = store::milestones_by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|milestone| (milestone.id, Arc::new(milestone))).collect())
    }
}

/// The first reports of milestones that the viewer sees; the key says of which, and how many.
pub(super) struct FirstReports;

impl Loader for FirstReports {
    type Key = (MilestoneId, i64);
    type Value = Arc<Vec<MilestoneReport>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted: HashMap<Self::Key, Vec<MilestoneReport>> = HashMap::new();
        for (limit, milestones) in by_limit(keys) {
            for report in store::first_reports(r.conn, &milestones, limit)? {
                sorted.entry((report.milestone_id, limit)).or_default().push(report);
            }
        }
        Ok(sorted.into_iter().map(|(key, reports)| (key, Arc::new(reports))).collect())
    }
}

/// How many reports each milestone has.
pub(super) struct CountReports;

impl Loader for CountReports {
    type Key = MilestoneId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[MilestoneId]) -> Outcome<HashMap<MilestoneId, i64>> {
        store::counts_of_reports(r.conn, keys)
    }
}
