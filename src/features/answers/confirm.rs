//! Those who preside confirm that a milestone was reached.

use super::milestone::{Judgement, JudgementVerdict, Milestone, Step};
use super::{event, hold, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::Outcome;
use crate::kernel::id::MilestoneId;

/// Which milestone, and what the council says to it.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub milestone: MilestoneId,
    pub reason: Option<String>,
}

/// Confirms the report of a milestone. It is final.
///
/// # Errors
/// WRONG_STATE unless it is reported; TOO_LONG of the reason.
pub fn confirm(tx: &mut Writing<'_>, input: &Confirmation) -> Outcome<Milestone> {
    // load
    let milestone = hold::milestone(tx, input.milestone)?;
    // authorize
    let permit = tx.authorize::<can::ConfirmMilestone>(Place::council(milestone.council_id))?;
    let (by_id, by_name) = hold::actor(tx)?;
    // admit
    let state = milestone.after(Step::Confirm)?;
    let reason = check::optional(input.reason.as_deref(), "reason", check::REASON_CHARS)?;
    let report = hold::reported(tx, milestone.id)?;
    // write
    let judgement = Judgement { verdict: JudgementVerdict::Confirmed, by_id, by_name, at: tx.now, reason };
    let milestone = Milestone { state, ..milestone };
    store::judge(tx.conn, &permit, &milestone, &report, &judgement)?;
    // record
    tx.record(event::confirmed(&milestone, &report));
    Ok(milestone)
}
