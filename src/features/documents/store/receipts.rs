//! Which bodies a document was sent to, and which of them have acknowledged it.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::document_receipts::{self, dsl};
use crate::features::documents::model::{Acknowledgement, Receipt};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{FinalDocumentId, PersonId, StateBodyId};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = document_receipts, treat_none_as_default_value = false)]
pub(super) struct ReceiptRow {
    document_id: FinalDocumentId,
    body_id: StateBodyId,
    received_at: Timestamp,
    acknowledged_by_id: Option<PersonId>,
    acknowledged_by_name: Option<String>,
    acknowledged_at: Option<Timestamp>,
}

impl From<ReceiptRow> for Receipt {
    fn from(row: ReceiptRow) -> Self {
        let who = row.acknowledged_by_id.zip(row.acknowledged_by_name);
        let acknowledgement =
            who.zip(row.acknowledged_at).map(|((by_id, by_name), at)| Acknowledgement { by_id, by_name, at });
        Self { document_id: row.document_id, body_id: row.body_id, received_at: row.received_at, acknowledgement }
    }
}

impl From<&Receipt> for ReceiptRow {
    fn from(receipt: &Receipt) -> Self {
        let acknowledgement = receipt.acknowledgement.as_ref();
        Self {
            document_id: receipt.document_id,
            body_id: receipt.body_id,
            received_at: receipt.received_at,
            acknowledged_by_id: acknowledgement.map(|given| given.by_id),
            acknowledged_by_name: acknowledgement.map(|given| given.by_name.clone()),
            acknowledged_at: acknowledgement.map(|given| given.at),
        }
    }
}

fn columns() -> <ReceiptRow as Selectable<MultiBackend>>::SelectExpression {
    <ReceiptRow as Selectable<MultiBackend>>::construct_selection()
}

/// The receipt of a body, of a document already read under a sight, held until the end of the transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock_receipt(conn: &mut AnyConn, document: FinalDocumentId, body: StateBodyId) -> Outcome<Option<Receipt>> {
    let query = dsl::document_receipts.filter(dsl::document_id.eq(document)).filter(dsl::body_id.eq(body));
    let row: Option<ReceiptRow> = Lock(query.select(columns()), LockMode::Update).get_result(conn).optional()?;
    Ok(row.map(Receipt::from))
}

/// The receipts of documents already read under a sight, in the order of the bodies' ids.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn receipts_of(conn: &mut AnyConn, documents: &[FinalDocumentId]) -> Outcome<Vec<Receipt>> {
    let query = dsl::document_receipts.filter(any(dsl::document_id, documents));
    let rows: Vec<ReceiptRow> = query.order((dsl::document_id, dsl::body_id)).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Receipt::from).collect())
}

/// Stores who acknowledged a receipt.
///
/// # Errors
/// A fault when the database refuses.
pub fn acknowledge(
    conn: &mut AnyConn,
    _permit: &Permit<can::AcknowledgeDocument>,
    receipt: &Receipt,
    given: &Acknowledgement,
) -> Outcome<()> {
    let row = dsl::document_receipts.find((receipt.document_id, receipt.body_id));
    diesel::update(row)
        .set((
            dsl::acknowledged_by_id.eq(given.by_id),
            dsl::acknowledged_by_name.eq(given.by_name.as_str()),
            dsl::acknowledged_at.eq(given.at),
        ))
        .execute(conn)?;
    Ok(())
}
