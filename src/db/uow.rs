//! Units of work: one read, or one write transaction that also carries its events.

use super::conn::AnyConn;
use super::pool::{Db, Pooled};
use crate::kernel::failure::{Failure, Fault, Outcome};
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::result::{DatabaseErrorKind, Error};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

type Transactions = <AnyConn as Connection>::TransactionManager;

/// How often a write that PostgreSQL broke off (deadlock, serialisation) is tried again.
const RETRIES: u32 = 3;

/// Reads outside a transaction: each statement sees what is committed when it starts.
///
/// # Errors
/// What `work` returns, or a fault when there is no connection.
pub fn read<T>(db: &Db, work: impl FnOnce(&mut AnyConn) -> Outcome<T>) -> Outcome<T> {
    let mut conn = db.get()?;
    let result = work(&mut conn);
    suspect(db, &mut conn, &result);
    result
}

/// A failure that says the database is away may be the connection's.
fn suspect<T>(db: &Db, conn: &mut Pooled, result: &Outcome<T>) {
    if matches!(result, Err(Failure::Fault(fault)) if fault.unavailable) {
        db.suspect(conn);
    }
}

/// Runs `work` in one write transaction: BEGIN IMMEDIATE on SQLite, READ COMMITTED with row locks on PostgreSQL.
/// `work` may run again after a deadlock, so it must not have effects outside the transaction.
///
/// # Errors
/// What `work` returns; then nothing was written.
pub fn write<T>(db: &Db, mut work: impl FnMut(&mut AnyConn) -> Outcome<T>) -> Outcome<T> {
    let mut tries = 0;
    loop {
        let _gate = db.enter_as_writer();
        let mut conn = db.get()?;
        let mut broken_off = false;
        let result = in_transaction(&mut conn, |conn| work(conn), &mut broken_off);
        suspect(db, &mut conn, &result);
        tries += 1;
        if !broken_off || tries > RETRIES {
            return result;
        }
    }
}

fn in_transaction<T>(
    conn: &mut AnyConn,
    work: impl FnOnce(&mut AnyConn) -> Outcome<T>,
    broken_off: &mut bool,
) -> Outcome<T> {
    begin(conn).map_err(fault)?;
    // A panic must roll back too: the connection would go back to the pool inside a transaction.
    let result = catch_unwind(AssertUnwindSafe(|| work(conn)));
    match result {
        Ok(Ok(value)) => match Transactions::commit_transaction(conn) {
            Ok(()) => Ok(value),
            Err(error) => {
                *broken_off = is_serialization(&error);
                Err(fault(error).into())
            }
        },
        Ok(Err(failure)) => {
            *broken_off = matches!(&failure, Failure::Fault(fault) if fault.what.starts_with(BROKEN_OFF));
            roll_back(conn);
            Err(failure)
        }
        Err(panic) => {
            roll_back(conn);
            resume_unwind(panic)
        }
    }
}

fn begin(conn: &mut AnyConn) -> Result<(), Error> {
    match conn {
        AnyConn::Pg(_) => Transactions::begin_transaction(conn),
        AnyConn::Sqlite(lite) => AnsiTransactionManager::begin_transaction_sql(lite, "BEGIN IMMEDIATE"),
    }
}

fn roll_back(conn: &mut AnyConn) {
    if let Err(error) = Transactions::rollback_transaction(conn) {
        tracing::warn!(%error, "rollback failed; the pool drops the connection");
    }
}

const BROKEN_OFF: &str = "transaction broken off: ";

fn is_serialization(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Error::DatabaseError(_, info) => info.message().contains("deadlock detected"),
        _ => false,
    }
}

/// A database error as a fault: the store's border, where it stops being diesel's. Never "not found".
pub fn fault(error: Error) -> Fault {
    let unavailable = match &error {
        Error::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _) => true,
        Error::BrokenTransactionManager => true,
        Error::DatabaseError(_, info) => away(info.message()),
        _ => false,
    };
    let prefix = if is_serialization(&error) { BROKEN_OFF } else { "" };
    Fault { what: format!("{prefix}{error}"), unavailable }
}

/// Messages by which the databases say that they are away or full, not that we asked wrongly.
fn away(message: &str) -> bool {
    [
        "server closed the connection",
        "terminating connection",
        "connection to server",
        "database is locked",
        "disk is full",
        "disk I/O error",
        "No space left on device",
        "could not extend file",
        "too many clients",
        "the database system is",
    ]
    .iter()
    .any(|sign| message.contains(sign))
}

/// Which constraint said no, where the caller can turn it into a refusal.
pub fn is_unique_violation(error: &Error) -> bool {
    matches!(error, Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Fault(fault(error))
    }
}
