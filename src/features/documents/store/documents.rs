//! One final document, as a row and as a model.

use super::visible::seen;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::final_documents::{self, dsl};
use crate::features::documents::model::{Basis, DocumentState, FinalDocument, Number};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{
    CouncilId, DecisionId, DocumentVersionId, FinalDocumentId, PersonId, PollId, ProtocolId, ReviewId, StateBodyId,
};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = final_documents, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: FinalDocumentId,
    review_id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    body_id: StateBodyId,
    poll_id: Option<PollId>,
    protocol_id: Option<ProtocolId>,
    year: i64,
    number: i64,
    state: DocumentState,
    version_id: DocumentVersionId,
    revision: i64,
    adopted_by_id: PersonId,
    adopted_by_name: String,
    adopted_at: Timestamp,
    sent_at: Option<Timestamp>,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

/// Rows as models.
pub(super) fn models(rows: Vec<Row>) -> Outcome<Vec<FinalDocument>> {
    rows.into_iter().map(FinalDocument::try_from).collect()
}

impl TryFrom<Row> for FinalDocument {
    type Error = Failure;

    fn try_from(row: Row) -> Outcome<Self> {
        let basis = match (row.poll_id, row.protocol_id) {
            (Some(poll), None) => Basis::Poll(poll),
            (None, Some(protocol)) => Basis::Protocol(protocol),
            _ => return Err(Failure::fault("a final document that rests on nothing, or on too much")),
        };
        Ok(Self {
            id: row.id,
            review_id: row.review_id,
            decision_id: row.decision_id,
            council_id: row.council_id,
            body_id: row.body_id,
            basis,
            number: Number { year: row.year, number: row.number },
            state: row.state,
            version_id: row.version_id,
            revision: row.revision,
            adopted_by_id: row.adopted_by_id,
            adopted_by_name: row.adopted_by_name,
            adopted_at: row.adopted_at,
            sent_at: row.sent_at,
        })
    }
}

impl From<&FinalDocument> for Row {
    fn from(document: &FinalDocument) -> Self {
        let document = document.clone();
        Self {
            id: document.id,
            review_id: document.review_id,
            decision_id: document.decision_id,
            council_id: document.council_id,
            body_id: document.body_id,
            poll_id: document.basis.poll(),
            protocol_id: document.basis.protocol(),
            year: document.number.year,
            number: document.number.number,
            state: document.state,
            version_id: document.version_id,
            revision: document.revision,
            adopted_by_id: document.adopted_by_id,
            adopted_by_name: document.adopted_by_name,
            adopted_at: document.adopted_at,
            sent_at: document.sent_at,
        }
    }
}

/// A final document, if the viewer may see it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, sight: &Sight, id: FinalDocumentId) -> Outcome<Option<FinalDocument>> {
    let query = dsl::final_documents.filter(dsl::id.eq(id)).filter(seen(sight)).select(columns());
    let row: Option<Row> = query.first(conn).optional()?;
    row.map(FinalDocument::try_from).transpose()
}

/// The same, held until the end of the transaction: whoever revises or sends must be alone with it. Who needs the
/// review too locks it **first**.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, sight: &Sight, id: FinalDocumentId) -> Outcome<Option<FinalDocument>> {
    let query = dsl::final_documents.filter(dsl::id.eq(id)).filter(seen(sight)).select(columns());
    let row: Option<Row> = Lock(query, LockMode::UpdateOf("final_documents")).get_result(conn).optional()?;
    row.map(FinalDocument::try_from).transpose()
}

/// The documents of these ids that the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[FinalDocumentId]) -> Outcome<Vec<FinalDocument>> {
    let query = dsl::final_documents.filter(any(dsl::id, ids)).filter(seen(sight)).select(columns());
    let rows: Vec<Row> = query.load(conn)?;
    models(rows)
}

/// The documents of these reviews that the viewer may see, at most one each, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_reviews(conn: &mut AnyConn, sight: &Sight, reviews: &[ReviewId]) -> Outcome<Vec<FinalDocument>> {
    let query = dsl::final_documents.filter(any(dsl::review_id, reviews)).filter(seen(sight)).select(columns());
    let rows: Vec<Row> = query.load(conn)?;
    models(rows)
}

/// The last number a council has given in a year; 0 before the first. Hold the council, or it may be given twice.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn last_number(conn: &mut AnyConn, council: CouncilId, year: i64) -> Outcome<i64> {
    let query = dsl::final_documents.filter(dsl::council_id.eq(council)).filter(dsl::year.eq(year));
    let last: Option<i64> = query.order(dsl::number.desc()).select(dsl::number).first(conn).optional()?;
    Ok(last.unwrap_or(0))
}
