//! Those who preside dispute that a milestone was reached.

use super::milestone::{Judgement, JudgementVerdict, Milestone, Step};
use super::{event, hold, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::Outcome;
use crate::kernel::id::MilestoneId;

/// Which milestone, and what is wrong with its report.
#[derive(Clone, Debug)]
pub struct Objection {
    pub milestone: MilestoneId,
    pub reason: String,
}

/// Disputes the report of a milestone. The body reports again; its promised day stays.
///
/// # Errors
/// WRONG_STATE unless it is reported; BLANK or TOO_LONG of the reason.
pub fn dispute(tx: &mut Writing<'_>, input: &Objection) -> Outcome<Milestone> {
    // load
    let milestone = hold::milestone(tx, input.milestone)?;
    // authorize
    let permit = tx.authorize::<can::DisputeMilestone>(Place::council(milestone.council_id))?;
    let (by_id, by_name) = hold::actor(tx)?;
    // admit
    let state = milestone.after(Step::Dispute)?;
    let reason = Some(check::text(&input.reason, "reason", check::REASON_CHARS)?);
    let report = hold::reported(tx, milestone.id)?;
    // write
    let judgement = Judgement { verdict: JudgementVerdict::Disputed, by_id, by_name, at: tx.now, reason };
    let milestone = Milestone { state, ..milestone };
    store::judge(tx.conn, &permit, &milestone, &report, &judgement)?;
    // record
    tx.record(event::disputed(&milestone, &report));
    Ok(milestone)
}
