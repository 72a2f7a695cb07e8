//! The council ends the gathering of comments and deliberates.

use super::model::{Review, Step};
use super::{event, place, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::features::transitions::Transition;
use crate::kernel::failure::Outcome;
use crate::kernel::id::ReviewId;

/// Moves an open review to deliberation.
///
/// # Errors
/// WRONG_STATE unless it is open.
pub fn advance(tx: &mut Writing<'_>, review: ReviewId) -> Outcome<Review> {
    // load
    let (review, place) = place::held(tx, review)?;
    // authorize
    let permit = tx.authorize::<can::AdvanceReview>(place)?;
    // admit
    let (from, to) = (review.state, review.after(Step::Deliberate)?);
    // write
    let step = Transition::made_in(tx, review.id, Some(from.as_str()), to.as_str(), None);
    let review = store::set_state(tx.conn, &permit, &review, to, &step)?;
    // record
    tx.record(event::moved(&review, from));
    Ok(review)
}
