//! Where rights on a review hang.

use super::model::Review;
use super::store;
use crate::access::act::Writing;
use crate::access::policy::Place;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::ReviewId;

/// The review, held, and the place its rights hang on. Those of chairs and secretaries hang on the council alone.
pub(super) fn held(tx: &mut Writing<'_>, id: ReviewId) -> Outcome<(Review, Place)> {
    let review = store::lock(tx.conn, &tx.sight, id)?.ok_or(Denied::NotFound("review"))?;
    let place = Place::council(review.council_id);
    Ok((review, place))
}
