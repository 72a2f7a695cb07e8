//! What is written about reviews, always with a permit.

use super::rows::Row;
use crate::access::permit::Permit;
use crate::access::policy::{Can, can};
use crate::db::AnyConn;
use crate::db::schema::reviews::dsl;
use crate::db::uow::is_unique_violation;
use crate::features::reviews::model::{Review, ReviewState};
use crate::features::transitions::{self, Transition};
use crate::kernel::failure::Outcome;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use diesel::prelude::*;

/// Enters a review. One running review per decision and council: the unique index is the arbiter.
///
/// # Errors
/// REVIEW_EXISTS.
pub fn insert(
    conn: &mut AnyConn,
    permit: &Permit<can::OpenReview>,
    review: &Review,
    first: &Transition,
) -> Outcome<()> {
    match diesel::insert_into(dsl::reviews).values(Row::from(review)).execute(conn) {
        Ok(_) => transitions::store::insert(conn, permit, first),
        Err(error) if is_unique_violation(&error) => Err(Refusal::new(Code::ReviewExists).into()),
        Err(error) => Err(error.into()),
    }
}

/// Moves a review to a state, as [`Review::after`] allowed, with the transition that says who, when and why.
/// Reaching CONCLUDED sets `concluded_at`. Returns the review as it is now.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_state<A: Can>(
    conn: &mut AnyConn,
    permit: &Permit<A>,
    review: &Review,
    to: ReviewState,
    transition: &Transition,
) -> Outcome<Review> {
    let concluded_at = match to {
        ReviewState::Concluded => Some(transition.occurred_at),
        _ => review.concluded_at,
    };
    diesel::update(dsl::reviews.find(review.id))
        .set((dsl::state.eq(to), dsl::concluded_at.eq(concluded_at)))
        .execute(conn)?;
    transitions::store::insert(conn, permit, transition)?;
    Ok(Review { state: to, concluded_at, ..review.clone() })
}
