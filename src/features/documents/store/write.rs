//! What is written about final documents, always with a permit.

use super::addressees::AddresseeRow;
use super::documents::Row;
use super::receipts::ReceiptRow;
use super::recommendations::RecommendationRow;
use super::versions::VersionRow;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::schema::{
    document_receipts, document_versions, final_documents, final_documents::dsl, recommendation_addressees,
    recommendations,
};
use crate::db::uow::is_unique_violation;
use crate::features::documents::content::DocumentVersion;
use crate::features::documents::model::{Addressee, FinalDocument, Receipt, Recommendation};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::on_each;
use diesel::prelude::*;

/// Enters a document with its first version. One per review: the unique key is the arbiter.
///
/// # Errors
/// DOCUMENT_EXISTS; a fault when the database refuses otherwise.
pub fn adopt(
    conn: &mut AnyConn,
    _permit: &Permit<can::AdoptFinalDocument>,
    document: &FinalDocument,
    first: &DocumentVersion,
) -> Outcome<()> {
    match diesel::insert_into(final_documents::table).values(Row::from(document)).execute(conn) {
        Ok(_) => {}
        Err(error) if is_unique_violation(&error) => return Err(Refusal::new(Code::DocumentExists).into()),
        Err(error) => return Err(Failure::from(error)),
    }
    diesel::insert_into(document_versions::table).values(VersionRow::from(first)).execute(conn)?;
    Ok(())
}

/// Enters a further version and makes it the current one.
///
/// # Errors
/// A fault when the database refuses.
pub fn revise(
    conn: &mut AnyConn,
    _permit: &Permit<can::ReviseFinalDocument>,
    document: &FinalDocument,
    version: &DocumentVersion,
) -> Outcome<()> {
    diesel::insert_into(document_versions::table).values(VersionRow::from(version)).execute(conn)?;
    diesel::update(dsl::final_documents.find(document.id))
        .set((
            dsl::version_id.eq(version.id),
            dsl::revision.eq(version.number),
            dsl::poll_id.eq(document.basis.poll()),
            dsl::protocol_id.eq(document.basis.protocol()),
        ))
        .execute(conn)?;
    Ok(())
}

/// What comes to be when a document is sent.
#[derive(Clone, Debug, Default)]
pub struct Dispatch {
    pub recommendations: Vec<Recommendation>,
    pub addressees: Vec<Addressee>,
    pub receipts: Vec<Receipt>,
}

/// Enters what comes to be with the sending, and then closes the document for good.
///
/// # Errors
/// A fault when the database refuses.
pub fn send(
    conn: &mut AnyConn,
    _permit: &Permit<can::SendFinalDocument>,
    document: &FinalDocument,
    dispatch: &Dispatch,
) -> Outcome<()> {
    if !dispatch.recommendations.is_empty() {
        let rows: Vec<_> = dispatch.recommendations.iter().map(RecommendationRow::from).collect();
        on_each!(&mut *conn, c => diesel::insert_into(recommendations::table).values(&rows).execute(c))?;
        let rows: Vec<_> = dispatch.addressees.iter().map(AddresseeRow::from).collect();
        on_each!(&mut *conn, c => diesel::insert_into(recommendation_addressees::table).values(&rows).execute(c))?;
    }
    let rows: Vec<_> = dispatch.receipts.iter().map(ReceiptRow::from).collect();
    on_each!(&mut *conn, c => diesel::insert_into(document_receipts::table).values(&rows).execute(c))?;
    diesel::update(dsl::final_documents.find(document.id))
        .set((dsl::state.eq(document.state), dsl::sent_at.eq(document.sent_at)))
        .execute(conn)?;
    Ok(())
}
