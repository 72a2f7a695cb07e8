//! The versions of decisions. They are read by the ids of decisions that were themselves read under a sight, or under
//! a sight of their own.

use super::visible::visible;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::{decision_versions, decisions};
use crate::features::decisions::details::Details;
use crate::features::decisions::version::{Content, DecisionVersion};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, DecisionVersionId, PersonId};
use crate::kernel::localized::Localized;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = decision_versions)]
pub(super) struct VersionRow {
    id: DecisionVersionId,
    decision_id: DecisionId,
    number: i64,
    title: Localized,
    summary: Localized,
    text: Localized,
    details: Details,
    sha256: Vec<u8>,
    author_id: PersonId,
    created_at: Timestamp,
}

impl From<VersionRow> for DecisionVersion {
    fn from(row: VersionRow) -> Self {
        let VersionRow { id, decision_id, number, title, summary, text, details, sha256, author_id, created_at } = row;
        Self {
            id,
            decision_id,
            number,
            content: Content { title, summary, text, details },
            sha256,
            author_id,
            created_at,
        }
    }
}

impl From<&DecisionVersion> for VersionRow {
    fn from(version: &DecisionVersion) -> Self {
        let DecisionVersion { id, decision_id, number, content, sha256, author_id, created_at } = version.clone();
        let Content { title, summary, text, details } = content;
        Self { id, decision_id, number, title, summary, text, details, sha256, author_id, created_at }
    }
}

fn columns() -> <VersionRow as Selectable<MultiBackend>>::SelectExpression {
    <VersionRow as Selectable<MultiBackend>>::construct_selection()
}

/// The versions of these ids whose decisions the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn versions_by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[DecisionVersionId]) -> Outcome<Vec<DecisionVersion>> {
    let rows: Vec<VersionRow> = decision_versions::table
        .inner_join(decisions::table.on(decisions::id.eq(decision_versions::decision_id)))
        .filter(any(decision_versions::id, ids))
        .filter(visible(sight))
        .select(columns())
        .load(conn)?;
    Ok(rows.into_iter().map(DecisionVersion::from).collect())
}

/// All versions of decisions already read under a sight, newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn versions_of(conn: &mut AnyConn, decisions: &[DecisionId]) -> Outcome<Vec<DecisionVersion>> {
    let rows: Vec<VersionRow> = decision_versions::table
        .filter(any(decision_versions::decision_id, decisions))
        .order((decision_versions::decision_id, decision_versions::number.desc()))
        .select(columns())
        .load(conn)?;
    Ok(rows.into_iter().map(DecisionVersion::from).collect())
}

/// One version of a decision already read under a sight.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn version_of(conn: &mut AnyConn, id: DecisionVersionId) -> Outcome<Option<DecisionVersion>> {
    let query = decision_versions::table.find(id).select(columns());
    let row: Option<VersionRow> = query.first(conn).optional()?;
    Ok(row.map(DecisionVersion::from))
}
