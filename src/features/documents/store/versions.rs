//! The versions of final documents.

use super::visible::seen;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::{document_versions, final_documents};
use crate::features::documents::content::DocumentVersion;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{DocumentVersionId, FinalDocumentId, PersonId};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = document_versions)]
pub(super) struct VersionRow {
    id: DocumentVersionId,
    document_id: FinalDocumentId,
    number: i64,
    content: String,
    sha256: Vec<u8>,
    author_id: PersonId,
    created_at: Timestamp,
}

impl VersionRow {
    fn model(self) -> Outcome<DocumentVersion> {
        let Self { id, document_id, number, content: canonical, sha256, author_id, created_at } = self;
        let content = serde_json::from_str(&canonical)
            .map_err(|error| Failure::fault(format!("the content of a final document: {error}")))?;
        Ok(DocumentVersion { id, document_id, number, content, canonical, sha256, author_id, created_at })
    }
}

impl From<&DocumentVersion> for VersionRow {
    fn from(version: &DocumentVersion) -> Self {
        Self {
            id: version.id,
            document_id: version.document_id,
            number: version.number,
            content: version.canonical.clone(),
            sha256: version.sha256.clone(),
            author_id: version.author_id,
            created_at: version.created_at,
        }
    }
}

fn columns() -> <VersionRow as Selectable<MultiBackend>>::SelectExpression {
    <VersionRow as Selectable<MultiBackend>>::construct_selection()
}

fn models(rows: Vec<VersionRow>) -> Outcome<Vec<DocumentVersion>> {
    rows.into_iter().map(VersionRow::model).collect()
}

/// The versions of these ids whose documents the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn versions_by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[DocumentVersionId]) -> Outcome<Vec<DocumentVersion>> {
    let rows: Vec<VersionRow> = document_versions::table
        .inner_join(final_documents::table.on(final_documents::id.eq(document_versions::document_id)))
        .filter(any(document_versions::id, ids))
        .filter(seen(sight))
        .select(columns())
        .load(conn)?;
    models(rows)
}

/// All versions of documents already read under a sight, newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn versions_of(conn: &mut AnyConn, documents: &[FinalDocumentId]) -> Outcome<Vec<DocumentVersion>> {
    let rows: Vec<VersionRow> = document_versions::table
        .filter(any(document_versions::document_id, documents))
        .order((document_versions::document_id, document_versions::number.desc()))
        .select(columns())
        .load(conn)?;
    models(rows)
}

/// One version of a document already read under a sight.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn version_of(conn: &mut AnyConn, id: DocumentVersionId) -> Outcome<Option<DocumentVersion>> {
    let row: Option<VersionRow> = document_versions::table.find(id).select(columns()).first(conn).optional()?;
    row.map(VersionRow::model).transpose()
}
