//! The bodies that owe answers. They exist only for documents that were sent, so whoever sees the decision sees them.

use crate::access::permit::Permit;
use crate::access::policy::Can;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::recommendation_addressees::{self, dsl};
use crate::features::decisions::store::visible_through;
use crate::features::documents::model::{Addressee, AddresseeState};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, CouncilId, DecisionId, FinalDocumentId, RecommendationId, ReviewId, StateBodyId};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = recommendation_addressees, treat_none_as_default_value = false)]
pub(super) struct AddresseeRow {
    id: AddresseeId,
    recommendation_id: RecommendationId,
    document_id: FinalDocumentId,
    review_id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    body_id: StateBodyId,
    state: AddresseeState,
    sent_at: Timestamp,
}

impl From<AddresseeRow> for Addressee {
    fn from(row: AddresseeRow) -> Self {
        let AddresseeRow {
            id,
            recommendation_id,
            document_id,
            review_id,
            decision_id,
            council_id,
            body_id,
            state,
            sent_at,
        } = row;
        Self { id, recommendation_id, document_id, review_id, decision_id, council_id, body_id, state, sent_at }
    }
}

impl From<&Addressee> for AddresseeRow {
    fn from(addressee: &Addressee) -> Self {
        let Addressee {
            id,
            recommendation_id,
            document_id,
            review_id,
            decision_id,
            council_id,
            body_id,
            state,
            sent_at,
        } = addressee.clone();
        Self { id, recommendation_id, document_id, review_id, decision_id, council_id, body_id, state, sent_at }
    }
}

fn columns() -> <AddresseeRow as Selectable<MultiBackend>>::SelectExpression {
    <AddresseeRow as Selectable<MultiBackend>>::construct_selection()
}

const DECISION: &str = "recommendation_addressees.decision_id";

/// An addressee of a recommendation on a decision that the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_addressee(conn: &mut AnyConn, sight: &Sight, id: AddresseeId) -> Outcome<Option<Addressee>> {
    Ok(addressees_by_ids(conn, sight, &[id])?.pop())
}

/// The same, held until the end of the transaction: whoever answers must be alone with it. Who needs the review too
/// locks it **first**.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock_addressee(conn: &mut AnyConn, sight: &Sight, id: AddresseeId) -> Outcome<Option<Addressee>> {
    let query = dsl::recommendation_addressees.filter(dsl::id.eq(id)).filter(visible_through(DECISION, sight));
    let row: Option<AddresseeRow> =
        Lock(query.select(columns()), LockMode::UpdateOf("recommendation_addressees")).get_result(conn).optional()?;
    Ok(row.map(Addressee::from))
}

/// The addressees of these ids on decisions that the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn addressees_by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[AddresseeId]) -> Outcome<Vec<Addressee>> {
    let query = dsl::recommendation_addressees.filter(any(dsl::id, ids)).filter(visible_through(DECISION, sight));
    let rows: Vec<AddresseeRow> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Addressee::from).collect())
}

/// The addressees of recommendations already read under a sight, in the order in which the document names them.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn addressees_of(conn: &mut AnyConn, recommendations: &[RecommendationId]) -> Outcome<Vec<Addressee>> {
    let query = dsl::recommendation_addressees.filter(any(dsl::recommendation_id, recommendations)).order(dsl::id);
    let rows: Vec<AddresseeRow> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Addressee::from).collect())
}

/// How many answers a review that was itself read under a sight still waits for.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn pending_of_review(conn: &mut AnyConn, review: ReviewId) -> Outcome<i64> {
    let pending = dsl::recommendation_addressees.filter(dsl::review_id.eq(review));
    Ok(pending.filter(dsl::state.eq(AddresseeState::Pending)).count().get_result(conn)?)
}

/// Stores whether a body has answered, with the permit of the verb that decided it.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_addressee_state<A: Can>(
    conn: &mut AnyConn,
    _permit: &Permit<A>,
    id: AddresseeId,
    state: AddresseeState,
) -> Outcome<()> {
    diesel::update(dsl::recommendation_addressees.find(id)).set(dsl::state.eq(state)).execute(conn)?;
    Ok(())
}
