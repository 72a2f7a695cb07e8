//! Batched loads of polls and of what hangs on them. None of them reads secret choices.

use crate::access::act::Reading;
use crate::features::polls::model;
use crate::features::polls::store::{self, Entry};
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DissentId, MeetingId, PollId, RecusalId, ReviewId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Polls by id.
pub struct PollById;

impl Loader for PollById {
    type Key = PollId;
    type Value = Arc<model::Poll>;

    fn load(r: &mut Reading<'_>, keys: &[PollId]) -> Outcome<HashMap<PollId, Self::Value>> {
        Ok(store::by_ids(r.conn, &r.sight, keys)?.into_iter().map(|poll| (poll.id, Arc::new(poll))).collect())
    }
}

/// The newest polls of reviews; the key says of which review and how many.
pub struct PollsOfReview;

impl Loader for PollsOfReview {
    type Key = (ReviewId, i64);
    type Value = Arc<Vec<Arc<model::Poll>>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for (limit, reviews) in by_limit(keys) {
            let polls = store::of_reviews(r.conn, &reviews, limit)?;
            found.extend(grouped(polls, |poll| (poll.review_id, limit)));
        }
        Ok(found)
    }
}

/// The newest polls of councils, as far as the viewer may see them; the key says of which council and how many.
pub struct PollsOfCouncil;

impl Loader for PollsOfCouncil {
    type Key = (CouncilId, i64);
    type Value = Arc<Vec<Arc<model::Poll>>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for (limit, councils) in by_limit(keys) {
            let polls = store::of_councils(r.conn, &r.sight, &councils, limit)?;
            found.extend(grouped(polls, |poll| (poll.council_id, limit)));
        }
        Ok(found)
    }
}

/// The newest polls opened in meetings, as far as the viewer may see them; the key says in which meeting and how many.
pub struct PollsOfMeeting;

impl Loader for PollsOfMeeting {
    type Key = (MeetingId, i64);
    type Value = Arc<Vec<Arc<model::Poll>>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for (limit, meetings) in by_limit(keys) {
            let mut sorted: HashMap<Self::Key, Vec<Arc<model::Poll>>> = HashMap::new();
            for poll in store::of_meetings(r.conn, &r.sight, &meetings, limit)? {
                let Some(meeting) = poll.meeting_id else { continue };
                sorted.entry((meeting, limit)).or_default().push(Arc::new(poll));
            }
            found.extend(sorted.into_iter().map(|(key, polls)| (key, Arc::new(polls))));
        }
        Ok(found)
    }
}

/// How many polls opened in a meeting the viewer may see.
pub struct PollCountOfMeeting;

impl Loader for PollCountOfMeeting {
    type Key = MeetingId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, i64>> {
        Ok(store::counts_of_meetings(r.conn, &r.sight, keys)?.into_iter().collect())
    }
}

/// How many polls a review has had.
pub struct PollCountOfReview;

impl Loader for PollCountOfReview {
    type Key = ReviewId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[ReviewId]) -> Outcome<HashMap<ReviewId, i64>> {
        Ok(store::counts_of_reviews(r.conn, keys)?.into_iter().collect())
    }
}

/// How many polls of a council the viewer may see.
pub struct PollCountOfCouncil;

impl Loader for PollCountOfCouncil {
    type Key = CouncilId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[CouncilId]) -> Outcome<HashMap<CouncilId, i64>> {
        Ok(store::counts_of_councils(r.conn, &r.sight, keys)?.into_iter().collect())
    }
}

/// The electorate of a poll with its ballots, by name.
pub struct ElectorsOfPoll;

impl Loader for ElectorsOfPoll {
    type Key = PollId;
    type Value = Arc<Vec<Arc<Entry>>>;

    fn load(r: &mut Reading<'_>, keys: &[PollId]) -> Outcome<HashMap<PollId, Self::Value>> {
        Ok(grouped(store::electors_of(r.conn, keys)?, |entry| entry.elector.poll_id))
    }
}

/// How the viewer stands in the electorate of a poll; missing where they do not.
pub struct ViewerInPoll;

impl Loader for ViewerInPoll {
    type Key = PollId;
    type Value = Arc<Entry>;

    fn load(r: &mut Reading<'_>, keys: &[PollId]) -> Outcome<HashMap<PollId, Self::Value>> {
        let Some(person) = r.viewer.account() else { return Ok(HashMap::new()) };
        let entries = store::entry_of(r.conn, keys, person)?;
        Ok(entries.into_iter().map(|entry| (entry.elector.poll_id, Arc::new(entry))).collect())
    }
}

/// The changes of choice in a roll call, by member, the latest first.
pub struct ChangesOfPoll;

impl Loader for ChangesOfPoll {
    type Key = PollId;
    type Value = Arc<Vec<Arc<model::BallotChange>>>;

    fn load(r: &mut Reading<'_>, keys: &[PollId]) -> Outcome<HashMap<PollId, Self::Value>> {
        Ok(grouped(store::changes_of(r.conn, keys)?, |change| change.poll_id))
    }
}

/// The dissenting opinions on a poll, oldest first.
pub struct DissentsOfPoll;

impl Loader for DissentsOfPoll {
    type Key = PollId;
    type Value = Arc<Vec<Arc<model::Dissent>>>;

    fn load(r: &mut Reading<'_>, keys: &[PollId]) -> Outcome<HashMap<PollId, Self::Value>> {
        Ok(grouped(store::dissents_of(r.conn, keys)?, |dissent| dissent.poll_id))
    }
}

/// Dissenting opinions by id, as far as the viewer may see the decision.
pub struct DissentById;

impl Loader for DissentById {
    type Key = DissentId;
    type Value = Arc<model::Dissent>;

    fn load(r: &mut Reading<'_>, keys: &[DissentId]) -> Outcome<HashMap<DissentId, Self::Value>> {
        let found = store::dissents_by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|dissent| (dissent.id, Arc::new(dissent))).collect())
    }
}

/// Recusals by id, as far as the viewer may see the decision.
pub struct RecusalById;

impl Loader for RecusalById {
    type Key = RecusalId;
    type Value = Arc<model::Recusal>;

    fn load(r: &mut Reading<'_>, keys: &[RecusalId]) -> Outcome<HashMap<RecusalId, Self::Value>> {
        let found = store::recusals_by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|recusal| (recusal.id, Arc::new(recusal))).collect())
    }
}

/// The recusals of a review, oldest first.
pub struct RecusalsOfReview;

impl Loader for RecusalsOfReview {
    type Key = ReviewId;
    type Value = Arc<Vec<Arc<model::Recusal>>>;

    fn load(r: &mut Reading<'_>, keys: &[ReviewId]) -> Outcome<HashMap<ReviewId, Self::Value>> {
        Ok(grouped(store::recusals_of(r.conn, keys)?, |recusal| recusal.review_id))
    }
}

/// Rows sorted to their parents, in the order they came.
fn grouped<T, K: Eq + Hash>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Arc<Vec<Arc<T>>>> {
    let mut sorted: HashMap<K, Vec<Arc<T>>> = HashMap::new();
    for row in rows {
        sorted.entry(key(&row)).or_default().push(Arc::new(row));
    }
    sorted.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect()
}
