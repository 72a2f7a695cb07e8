//! A member declares a conflict of interest and leaves the electorate of a review.

use super::model::Recusal;
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::reviews::{self, Step};
use crate::features::{check, decisions};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::ReviewId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The declaration.
#[derive(Clone, Debug)]
pub struct Declaration {
    pub review_id: ReviewId,
    /// Public.
    pub reason: String,
}

/// Declares the viewer's own recusal. It holds for every poll of the review opened afterwards and cannot be taken back.
///
/// # Errors
/// ALREADY_RECUSED; POLL_RUNNING, because the electorate of an open poll is frozen; WRONG_STATE, BLANK, TOO_LONG.
pub fn declare_recusal(tx: &mut Writing<'_>, input: &Declaration) -> Outcome<Recusal> {
    // load: locked, so that no poll is opened between the check and the recusal
    let review = reviews::store::lock(tx.conn, &tx.sight, input.review_id)?.ok_or(Denied::NotFound("review"))?;
    let decision = decisions::store::find(tx.conn, &tx.sight, review.decision_id)?.ok_or(Denied::NotFound("review"))?;
    // authorize
    let permit = tx.authorize::<can::DeclareRecusal>(Place::review(decision.body_id, review.council_id))?;
    let seat = tx.viewer.seat_in(review.council_id).ok_or(Denied::Forbidden)?;
    let (person_id, name) =
        tx.viewer.standing.as_ref().map(|who| (who.account, who.name.clone())).ok_or(Denied::Forbidden)?;
    // admit
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    review.after(Step::Vote)?;
    if store::running(tx.conn, review.id)?.is_some() {
        return Err(Refusal::new(Code::PollRunning).into());
    }
    // write
    let recusal = Recusal {
        id: tx.id(),
        review_id: review.id,
        membership_id: seat.membership,
        person_id,
        name,
        reason,
        declared_at: tx.now,
    };
    store::declare(tx.conn, &permit, &recusal)?;
    // record
    tx.record(event::recusal_declared(&recusal));
    Ok(recusal)
}
