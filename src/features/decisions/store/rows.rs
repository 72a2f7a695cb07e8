//! One decision, as a row and as a model.

use super::visible::visible;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::decisions::{self, dsl};
use crate::features::decisions::details::DecisionKind;
use crate::features::decisions::model::{Access, Decision, DecisionState};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, DecisionVersionId, PersonId, StateBodyId};
use crate::kernel::localized::Localized;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: DecisionId,
    body_id: StateBodyId,
    kind: DecisionKind,
    state: DecisionState,
    access: Access,
    author_id: PersonId,
    author_name: String,
    version_id: DecisionVersionId,
    revision: i64,
    title: Localized,
    summary: Localized,
    drafted_at: Timestamp,
    published_at: Option<Timestamp>,
    embargoed_until: Option<Timestamp>,
    public_from: Option<Timestamp>,
    superseded_by_id: Option<DecisionId>,
    listed_at: Timestamp,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl From<Row> for Decision {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            body_id: row.body_id,
            kind: row.kind,
            state: row.state,
            access: row.access,
            author_id: row.author_id,
            author_name: row.author_name,
            version_id: row.version_id,
            revision: row.revision,
            title: row.title,
            summary: row.summary,
            drafted_at: row.drafted_at,
            published_at: row.published_at,
            embargoed_until: row.embargoed_until,
            public_from: row.public_from,
            superseded_by_id: row.superseded_by_id,
            listed_at: row.listed_at,
        }
    }
}

impl From<&Decision> for Row {
    fn from(decision: &Decision) -> Self {
        let decision = decision.clone();
        Self {
            id: decision.id,
            body_id: decision.body_id,
            kind: decision.kind,
            state: decision.state,
            access: decision.access,
            author_id: decision.author_id,
            author_name: decision.author_name,
            version_id: decision.version_id,
            revision: decision.revision,
            title: decision.title,
            summary: decision.summary,
            drafted_at: decision.drafted_at,
            published_at: decision.published_at,
            embargoed_until: decision.embargoed_until,
            public_from: decision.public_from,
            superseded_by_id: decision.superseded_by_id,
            listed_at: decision.listed_at,
        }
    }
}

/// A decision, if the viewer may see it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, sight: &Sight, id: DecisionId) -> Outcome<Option<Decision>> {
    let query = dsl::decisions.filter(dsl::id.eq(id)).filter(visible(sight)).select(columns());
    let row: Option<Row> = query.first(conn).optional()?;
    Ok(row.map(Decision::from))
}

/// The same, held until the end of the transaction: whoever decides on a state must be alone with it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, sight: &Sight, id: DecisionId) -> Outcome<Option<Decision>> {
    let query = dsl::decisions.filter(dsl::id.eq(id)).filter(visible(sight)).select(columns());
    let row: Option<Row> = Lock(query, LockMode::Update).get_result(conn).optional()?;
    Ok(row.map(Decision::from))
}

/// The same, held so that nobody changes its state meanwhile, while others may hold it too.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn hold(conn: &mut AnyConn, sight: &Sight, id: DecisionId) -> Outcome<Option<Decision>> {
    let query = dsl::decisions.filter(dsl::id.eq(id)).filter(visible(sight)).select(columns());
    let row: Option<Row> = Lock(query, LockMode::Share).get_result(conn).optional()?;
    Ok(row.map(Decision::from))
}
