//! An officer records that the body adopted a published decision.

use super::model::{Decision, Step};
use super::{event, load, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::features::transitions::Transition;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DecisionId;

/// Which decision was adopted.
#[derive(Clone, Debug)]
pub struct Adoption {
    pub decision: DecisionId,
    /// Number and date of the act.
    pub reason: String,
}

/// Records the adoption of a published decision. The body need not wait for its council, whose word is advice: a running
/// poll goes on, and that the body did not wait for it stays on record. (A withdrawal waits: it would leave the council
/// to vote on nothing.)
///
/// # Errors
/// WRONG_STATE, BODY_NOT_IN_FORCE; BLANK or TOO_LONG of the reason.
pub fn adopt(tx: &mut Writing<'_>, input: &Adoption) -> Outcome<Decision> {
    // load
    let published = load::held(tx, input.decision)?;
    // authorize
    let permit = tx.authorize::<can::AdoptDecision>(Place::body(published.body_id))?;
    // admit
    load::admit_body(tx, published.body_id)?;
    let (from, state) = (published.state, published.after(Step::Adopt)?);
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    // write
    let decision = Decision { state, ..published };
    let step = Transition::made_in(tx, decision.id, Some(from.as_str()), state.as_str(), Some(reason));
    store::set_state(tx.conn, &permit, &decision, &step)?;
    // record
    tx.record(event::adopted(&decision));
    Ok(decision)
}
