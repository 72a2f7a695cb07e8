//! An officer withdraws a published decision. It stays readable, with the reason.

use super::model::{Decision, Step};
use super::{event, load, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::features::reviews;
use crate::features::transitions::Transition;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DecisionId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Which decision is withdrawn, and why.
#[derive(Clone, Debug)]
pub struct Withdrawal {
    pub decision: DecisionId,
    pub reason: String,
}

/// Withdraws a published decision.
///
/// # Errors
/// WRONG_STATE; POLL_RUNNING while a council votes on it; BODY_NOT_IN_FORCE; BLANK or TOO_LONG of the reason.
pub fn withdraw(tx: &mut Writing<'_>, input: &Withdrawal) -> Outcome<Decision> {
    // load: the reviews first, in the order in which opening a poll takes its locks
    let votes = reviews::store::hold_of_decision(tx.conn, input.decision)?;
    let published = load::held(tx, input.decision)?;
    // authorize
    let permit = tx.authorize::<can::WithdrawDecision>(Place::body(published.body_id))?;
    // admit
    load::admit_body(tx, published.body_id)?;
    let (from, state) = (published.state, published.after(Step::Withdraw)?);
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    if reviews::store::is_voting(tx.conn, &votes)? {
        return Err(Refusal::new(Code::PollRunning).into());
    }
    // write
    let decision = Decision { state, ..published };
    let step = Transition::made_in(tx, decision.id, Some(from.as_str()), state.as_str(), Some(reason));
    store::set_state(tx.conn, &permit, &decision, &step)?;
    // record
    tx.record(event::withdrawn(&decision));
    Ok(decision)
}
