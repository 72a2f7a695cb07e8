//! One review, as a row and as a model. A review is seen by whoever sees its decision.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{decisions, reviews};
use crate::features::decisions::store::visible;
use crate::features::reviews::model::{Review, ReviewForm, ReviewState};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, PersonId, ReviewId};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reviews, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    form: ReviewForm,
    state: ReviewState,
    opened_by_id: PersonId,
    opened_at: Timestamp,
    concluded_at: Option<Timestamp>,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl From<Row> for Review {
    fn from(row: Row) -> Self {
        let Row { id, decision_id, council_id, form, state, opened_by_id, opened_at, concluded_at } = row;
        Self { id, decision_id, council_id, form, state, opened_by_id, opened_at, concluded_at }
    }
}

impl From<&Review> for Row {
    fn from(review: &Review) -> Self {
        let Review { id, decision_id, council_id, form, state, opened_by_id, opened_at, concluded_at } = *review;
        Self { id, decision_id, council_id, form, state, opened_by_id, opened_at, concluded_at }
    }
}

/// A review, if the viewer may see its decision.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, sight: &Sight, id: ReviewId) -> Outcome<Option<Review>> {
    let query = reviews::table
        .inner_join(decisions::table.on(decisions::id.eq(reviews::decision_id)))
        .filter(reviews::id.eq(id))
        .filter(visible(sight))
        .select(columns());
    let row: Option<Row> = query.first(conn).optional()?;
    Ok(row.map(Review::from))
}

/// The same, held until the end of the transaction: whoever opens a poll or concludes must be alone with it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, sight: &Sight, id: ReviewId) -> Outcome<Option<Review>> {
    let query = reviews::table
        .inner_join(decisions::table.on(decisions::id.eq(reviews::decision_id)))
        .filter(reviews::id.eq(id))
        .filter(visible(sight))
        .select(columns());
    let row: Option<Row> = Lock(query, LockMode::UpdateOf("reviews")).get_result(conn).optional()?;
    Ok(row.map(Review::from))
}
