//! What is written about answers and milestones, always with a permit.

use super::milestones::Row as MilestoneRow;
use super::ratings::Row as RatingRow;
use super::rows::Row;
use crate::access::permit::Permit;
use crate::access::policy::{Can, can};
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::schema::{answer_ratings, answers, milestone_reports, milestones, rating_motions};
use crate::db::uow::is_unique_violation;
use crate::features::answers::milestone::{Judgement, Milestone, MilestoneReport, MilestoneState, Step};
use crate::features::answers::model::{Answer, Motion, Rating};
use crate::kernel::failure::Outcome;
use crate::kernel::id::MilestoneId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::on_each;
use diesel::prelude::*;

/// Enters an answer with its plan: the first of an addressee, or a correction. The unique keys are the arbiters of one
/// first answer, and of one correction of each.
///
/// # Errors
/// ALREADY_ANSWERED or ANSWER_NOT_LATEST when somebody was faster.
pub fn insert<A: Can>(conn: &mut AnyConn, _permit: &Permit<A>, answer: &Answer, plan: &[Milestone]) -> Outcome<()> {
    match diesel::insert_into(answers::table).values(Row::from(answer.clone())).execute(conn) {
        Ok(_) => {}
        Err(error) if is_unique_violation(&error) => {
            let faster = match answer.corrects_id {
                None => Refusal::new(Code::AlreadyAnswered).at("addresseeId"),
                Some(_) => Refusal::new(Code::AnswerNotLatest).at("answerId"),
            };
            return Err(faster.into());
        }
        Err(error) => return Err(error.into()),
    }
    if !plan.is_empty() {
        let rows: Vec<MilestoneRow> = plan.iter().cloned().map(MilestoneRow::from).collect();
        on_each!(conn, c => diesel::insert_into(milestones::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Ends those of the milestones of a corrected answer that nobody had confirmed. Says which those were.
///
/// # Errors
/// A fault when the database refuses.
pub fn supersede<'m>(
    conn: &mut AnyConn,
    _permit: &Permit<can::CorrectAnswer>,
    plan: impl Iterator<Item = &'m Milestone>,
) -> Outcome<Vec<MilestoneId>> {
    let open = plan.filter(|milestone| milestone.after(Step::Supersede).is_ok());
    let ids: Vec<MilestoneId> = open.map(|milestone| milestone.id).collect();
    if !ids.is_empty() {
        diesel::update(milestones::table.filter(any(milestones::id, &ids)))
            .set(milestones::state.eq(MilestoneState::Superseded))
            .execute(conn)?;
    }
    Ok(ids)
}

/// Enters a rating. The caller holds the review, and has looked that no other stands.
///
/// # Errors
/// ALREADY_RATED by the same poll.
pub fn rate<A: Can>(conn: &mut AnyConn, _permit: &Permit<A>, rating: &Rating) -> Outcome<()> {
    match diesel::insert_into(answer_ratings::table).values(RatingRow::from(rating)).execute(conn) {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Refusal::new(Code::AlreadyRated).at("answerId").into()),
        Err(error) => Err(error.into()),
    }
}

/// Enters what a poll moves to say of an answer.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert_motion(conn: &mut AnyConn, _permit: &Permit<can::OpenPoll>, motion: &Motion) -> Outcome<()> {
    let values = (
        rating_motions::poll_id.eq(motion.poll_id),
        rating_motions::answer_id.eq(motion.answer_id),
        rating_motions::verdict.eq(motion.verdict),
        rating_motions::reason.eq(motion.reason.as_str()),
    );
    diesel::insert_into(rating_motions::table).values(values).execute(conn)?;
    Ok(())
}

/// Enters a report and stores how the milestone stands after it.
///
/// # Errors
/// A fault when the database refuses.
pub fn report(
    conn: &mut AnyConn,
    _permit: &Permit<can::ReportMilestone>,
    milestone: &Milestone,
    report: &MilestoneReport,
) -> Outcome<()> {
    let values = (
        milestone_reports::id.eq(report.id),
        milestone_reports::milestone_id.eq(report.milestone_id),
        milestone_reports::number.eq(report.number),
        milestone_reports::evidence.eq(report.evidence.as_str()),
        milestone_reports::url.eq(report.url.as_deref()),
        milestone_reports::author_id.eq(report.author_id),
        milestone_reports::author_name.eq(report.author_name.as_str()),
        milestone_reports::reported_at.eq(report.reported_at),
    );
    diesel::insert_into(milestone_reports::table).values(values).execute(conn)?;
    diesel::update(milestones::table.find(milestone.id))
        .set((milestones::state.eq(milestone.state), milestones::reported_on.eq(milestone.reported_on)))
        .execute(conn)?;
    Ok(())
}

/// Keeps what the council said to a report and stores how the milestone stands after it.
///
/// # Errors
/// A fault when the database refuses.
pub fn judge<A: Can>(
    conn: &mut AnyConn,
    _permit: &Permit<A>,
    milestone: &Milestone,
    report: &MilestoneReport,
    judgement: &Judgement,
) -> Outcome<()> {
    diesel::update(milestone_reports::table.find(report.id))
        .set((
            milestone_reports::judgement.eq(Some(judgement.verdict)),
            milestone_reports::judged_by_id.eq(Some(judgement.by_id)),
            milestone_reports::judged_by_name.eq(Some(judgement.by_name.as_str())),
            milestone_reports::judged_at.eq(Some(judgement.at)),
            milestone_reports::judged_reason.eq(judgement.reason.as_deref()),
        ))
        .execute(conn)?;
    diesel::update(milestones::table.find(milestone.id)).set(milestones::state.eq(milestone.state)).execute(conn)?;
    Ok(())
}
