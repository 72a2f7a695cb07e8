//! What a database was made for. Only one that says DEMONSTRATION is ever reset, and only an empty one is filled.

use super::conn::{AnyConn, MultiBackend};
use super::schema::installation::{self, dsl};
use super::schema::{organizations, people, regions};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::{on_each, text_enum};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

text_enum! {
    /// What a database was made for.
    pub enum Purpose { Demonstration = "DEMONSTRATION", Production = "PRODUCTION" }
}

text_enum! {
    /// Whether it holds what it was made to hold. One found FILLING at a start broke off half-way.
    pub enum Stage { Filling = "FILLING", Ready = "READY" }
}

/// The row that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = installation)]
pub struct Installation {
    pub purpose: Purpose,
    pub stage: Stage,
    pub created_at: Timestamp,
}

/// What stands in a database, seen without changing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// No tables, or Kenes's own without a row in them.
    Empty,
    /// Kenes's tables, with a row that says what for.
    Declared(Installation),
    /// Kenes's tables with data of unknown purpose, or somebody else's tables.
    Unknown,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

const TABLES_SQLITE: &str = "SELECT name FROM sqlite_master WHERE type = 'table'";
const TABLES_POSTGRES: &str = "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()";
/// What the migrations leave behind when all are reverted.
const MIGRATIONS: &str = "__diesel_schema_migrations";

/// Looks what a database holds.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn contents(conn: &mut AnyConn) -> Outcome<Contents> {
    let text = match conn {
        AnyConn::Pg(_) => TABLES_POSTGRES,
        AnyConn::Sqlite(_) => TABLES_SQLITE,
    };
    let tables: Vec<Name> = on_each!(&mut *conn, c => diesel::sql_query(text).load(c))?;
    let ours = |table: &Name| table.name != MIGRATIONS && !table.name.starts_with("sqlite_");
    let tables: Vec<&str> = tables.iter().filter(|table| ours(table)).map(|table| table.name.as_str()).collect();
    if tables.is_empty() {
        return Ok(Contents::Empty);
    }
    if !tables.contains(&"installation") || !tables.contains(&"decision_versions") {
        return Ok(Contents::Unknown);
    }
    let selection = <Installation as Selectable<MultiBackend>>::construct_selection();
    // PRODUCTION comes first: where both were ever written, nothing is a demonstration.
    let declared = dsl::installation.order(dsl::purpose.desc()).select(selection);
    let declared: Option<Installation> = declared.first(conn).optional()?;
    match declared {
        Some(declared) => Ok(Contents::Declared(declared)),
        None if is_empty(conn)? => Ok(Contents::Empty),
        None => Ok(Contents::Unknown),
    }
}

#[derive(QueryableByName)]
struct Claimed {
    #[diesel(sql_type = Bool)]
    claimed: bool,
}

/// One number that all demonstrations agree on: who holds it fills, resets and serves.
const CLAIM: &str = "SELECT pg_try_advisory_lock(7305809155173282) AS claimed";

/// Claims a PostgreSQL database for this process's demonstration, until the connection is closed. Of a SQLite file,
/// which is one machine's, a lock in its folder says the same.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn claim(conn: &mut AnyConn) -> Outcome<bool> {
    match conn {
        AnyConn::Sqlite(_) => Ok(true),
        AnyConn::Pg(pg) => Ok(diesel::sql_query(CLAIM).get_result::<Claimed>(pg)?.claimed),
    }
}

/// Nobody and nothing was entered yet; everything else hangs on one of these three.
fn is_empty(conn: &mut AnyConn) -> Outcome<bool> {
    let people: i64 = people::table.count().get_result(conn)?;
    let regions: i64 = regions::table.count().get_result(conn)?;
    let organizations: i64 = organizations::table.count().get_result(conn)?;
    Ok(people + regions + organizations == 0)
}

/// Declares what an empty database is about to be filled for.
///
/// # Errors
/// A fault when the database refuses.
pub fn begin(conn: &mut AnyConn, purpose: Purpose, now: Timestamp) -> Outcome<()> {
    let row = Installation { purpose, stage: Stage::Filling, created_at: now };
    diesel::insert_into(dsl::installation).values(row).execute(conn)?;
    Ok(())
}

/// Says that the filling is complete.
///
/// # Errors
/// A fault when the database refuses.
pub fn finish(conn: &mut AnyConn, purpose: Purpose) -> Outcome<()> {
    diesel::update(dsl::installation.find(purpose)).set(dsl::stage.eq(Stage::Ready)).execute(conn)?;
    Ok(())
}
