//! The rows of `councils`; those of `memberships` stand in `store/memberships.rs`.

mod memberships;

pub use memberships::*;

use super::charter::Charter;
use super::model::{Council, Kind};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::councils;
use crate::db::uow::is_unique_violation;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, StateBodyId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = councils)]
struct Row {
    id: CouncilId,
    body_id: StateBodyId,
    kind: Kind,
    name: Localized,
    term_starts_on: NaiveDate,
    term_ends_on: NaiveDate,
    charter: Charter,
    created_at: Timestamp,
}

impl From<Row> for Council {
    fn from(row: Row) -> Self {
        let Row { id, body_id, kind, name, term_starts_on, term_ends_on, charter, created_at } = row;
        Self { id, body_id, kind, name, term_starts_on, term_ends_on, charter, created_at }
    }
}

/// Every council, whatever its term.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn all(conn: &mut AnyConn) -> Outcome<Vec<Council>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = councils::table.select(selection).load(conn)?;
    Ok(rows.into_iter().map(Council::from).collect())
}

/// One council.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, id: CouncilId) -> Outcome<Option<Council>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let row: Option<Row> = councils::table.find(id).select(selection).first(conn).optional()?;
    Ok(row.map(Council::from))
}

/// One council, held until the transaction ends: whoever changes its seats does so alone.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, id: CouncilId) -> Outcome<Option<Council>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let query = Lock(councils::table.find(id).select(selection), LockMode::Update);
    let row: Option<Row> = query.get_result(conn).optional()?;
    Ok(row.map(Council::from))
}

/// The councils of a body, earliest term first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_body(conn: &mut AnyConn, body: StateBodyId) -> Outcome<Vec<Council>> {
    let rows: Vec<Row> = councils::table
        .filter(councils::body_id.eq(body))
        .order((councils::term_starts_on, councils::id))
        .select(<Row as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Council::from).collect())
}

/// At which body each of these councils is.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn bodies_of(conn: &mut AnyConn, ids: &[CouncilId]) -> Outcome<HashMap<CouncilId, StateBodyId>> {
    let query = councils::table.filter(any(councils::id, ids)).select((councils::id, councils::body_id));
    let rows: Vec<(CouncilId, StateBodyId)> = query.load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Enters a council. The unique key on body and first day is the arbiter.
///
/// # Errors
/// COUNCIL_EXISTS; a fault when the database refuses otherwise.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::CreateCouncil>, council: &Council) -> Outcome<()> {
    let values = (
        councils::id.eq(council.id),
        councils::body_id.eq(council.body_id),
        councils::kind.eq(council.kind),
        councils::name.eq(&council.name),
        councils::term_starts_on.eq(council.term_starts_on),
        councils::term_ends_on.eq(council.term_ends_on),
        councils::charter.eq(&council.charter),
        councils::created_at.eq(council.created_at),
    );
    match diesel::insert_into(councils::table).values(values).execute(conn) {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Refusal::new(Code::CouncilExists).at("termStartsOn").into()),
        Err(error) => Err(Failure::from(error)),
    }
}
