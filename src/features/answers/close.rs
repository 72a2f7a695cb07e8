//! Those who preside close a review: all is answered, and what was promised is done.

use super::store;
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::reviews::{self, Review, ReviewState, Step};
use crate::features::transitions::Transition;
use crate::features::{check, documents};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::ReviewId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Which review, and what its chair says to it.
#[derive(Clone, Debug)]
pub struct Closing {
    pub review: ReviewId,
    pub reason: Option<String>,
}

/// Closes a review. An answer that was rated as not to the point does not keep it open: the rating stays on record, and
/// a body that does not give in must not be able to keep the council busy for ever.
///
/// # Errors
/// ANSWERS_MISSING, WRONG_STATE unless it is answered, POLL_RUNNING, MILESTONES_OPEN, TOO_LONG of the reason.
pub fn close(tx: &mut Writing<'_>, input: &Closing) -> Outcome<Review> {
    // load
    let review = reviews::store::lock(tx.conn, &tx.sight, input.review)?.ok_or(Denied::NotFound("review"))?;
    // authorize
    let permit = tx.authorize::<can::CloseReview>(Place::council(review.council_id))?;
    // admit
    let (from, to) = (review.state, admit(tx, &review)?);
    let reason = check::optional(input.reason.as_deref(), "reason", check::REASON_CHARS)?;
    // write
    let step = Transition::made_in(tx, review.id, Some(from.as_str()), to.as_str(), reason);
    let review = reviews::store::set_state(tx.conn, &permit, &review, to, &step)?;
    // record
    tx.record(reviews::event::closed(&review, from));
    Ok(review)
}

/// The state it is closed to, if nothing is left to do. What is missing is said before the state that follows from it.
fn admit(tx: &mut Writing<'_>, review: &Review) -> Outcome<ReviewState> {
    let missing = documents::store::pending_of_review(tx.conn, review.id)?;
    if missing > 0 {
        return Err(Refusal::new(Code::AnswersMissing).with("count", missing).into());
    }
    let to = review.after(Step::Close)?;
    if reviews::store::is_voting(tx.conn, &[review.id])? {
        return Err(Refusal::new(Code::PollRunning).into());
    }
    let open = store::unfinished_of_review(tx.conn, review.id)?;
    if open > 0 {
        return Err(Refusal::new(Code::MilestonesOpen).with("count", open).into());
    }
    Ok(to)
}
