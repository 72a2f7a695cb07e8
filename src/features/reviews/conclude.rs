//! The chair concludes a review: no more comments, no more polls.

use super::model::{Review, Step};
use super::{event, place, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::features::transitions::Transition;
use crate::features::{check, documents};
use crate::kernel::failure::Outcome;
use crate::kernel::id::ReviewId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Which review ends, and what its chair says to it.
#[derive(Clone, Debug)]
pub struct Conclusion {
    pub review: ReviewId,
    pub reason: Option<String>,
}

/// Concludes a review.
///
/// # Errors
/// WRONG_STATE once it is concluded, POLL_RUNNING while a poll is open, TOO_LONG of the reason.
pub fn conclude(tx: &mut Writing<'_>, input: &Conclusion) -> Outcome<Review> {
    // load
    let (review, place) = place::held(tx, input.review)?;
    // authorize
    let permit = tx.authorize::<can::ConcludeReview>(place)?;
    // admit
    let (from, to) = (review.state, review.after(Step::Conclude)?);
    let reason = check::optional(input.reason.as_deref(), "reason", check::REASON_CHARS)?;
    if store::is_voting(tx.conn, &[review.id])? {
        return Err(Refusal::new(Code::PollRunning).into());
    }
    // write
    let step = Transition::made_in(tx, review.id, Some(from.as_str()), to.as_str(), reason);
    let review = store::set_state(tx.conn, &permit, &review, to, &step)?;
    // record
    tx.record(event::concluded(&review, from));
    // What the council adopted must now reach the body in time.
    documents::clocks::concluded(tx, &review)?;
    Ok(review)
}
