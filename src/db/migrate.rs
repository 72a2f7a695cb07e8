//! Migrations: embedded, the same names on both sides, forwards and backwards.

use super::conn::AnyConn;
use crate::kernel::failure::Fault;
use crate::on_each;
use diesel::connection::SimpleConnection;
use diesel::migration::{MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// One migration and whether it is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    pub applied: bool,
}

type Boxed = Box<dyn std::error::Error + Send + Sync>;

fn fault(error: Boxed) -> Fault {
    Fault::new(format!("migration: {error}"))
}

/// Every migration, oldest first, and whether it is applied.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn status(conn: &mut AnyConn) -> Result<Vec<Step>, Fault> {
    let applied: Vec<String> =
        on_each!(&mut *conn, c => c.applied_migrations()).map_err(fault)?.iter().map(ToString::to_string).collect();
    let names = match conn {
        AnyConn::Pg(_) => names::<diesel::pg::Pg>(POSTGRES),
        AnyConn::Sqlite(_) => names::<diesel::sqlite::Sqlite>(SQLITE),
    }
    .map_err(fault)?;
    Ok(names.into_iter().map(|(name, version)| Step { applied: applied.contains(&version), name }).collect())
}

fn names<DB: diesel::backend::Backend>(source: EmbeddedMigrations) -> Result<Vec<(String, String)>, Boxed> {
    let mut names: Vec<(String, String)> = MigrationSource::<DB>::migrations(&source)?
        .iter()
        .map(|migration| (migration.name().to_string(), migration.name().version().to_string()))
        .collect();
    names.sort();
    Ok(names)
}

/// One number that all instances agree on: who holds it migrates, the others wait and find nothing left to do.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(7305809155173281)";
const MIGRATION_UNLOCK: &str = "SELECT pg_advisory_unlock(7305809155173281)";
const ALONE_UNTIL_THE_END: &str = "SELECT pg_advisory_xact_lock(7305809155173281)";

/// Applies what is missing; returns the names. Several instances may start at once: one does it, the others wait.
///
/// # Errors
/// A fault with the database's words; a failed migration leaves nothing behind.
pub fn up(conn: &mut AnyConn) -> Result<Vec<String>, Fault> {
    let done = match conn {
        AnyConn::Pg(c) => {
            // A migration may take its time, and so may waiting for another instance's.
            c.batch_execute("SET statement_timeout = 0").map_err(|error| fault(error.into()))?;
            c.batch_execute(MIGRATION_LOCK).map_err(|error| fault(error.into()))?;
            let done = c.run_pending_migrations(POSTGRES).map(|versions| named(&versions));
            // Should this fail the connection is gone, and its lock with it.
            c.batch_execute(MIGRATION_UNLOCK).map_err(|error| fault(error.into()))?;
            c.batch_execute(super::conn::POSTGRES_SETUP).map_err(|error| fault(error.into()))?;
            done
        }
        // The write lock is taken before it is looked what is missing.
        AnyConn::Sqlite(c) => {
            c.immediate_transaction(|c| c.run_pending_migrations(SQLITE).map(|versions| named(&versions)))
        }
    };
    done.map_err(fault)
}

/// Makes the transaction the only one that migrates or enters what a new database begins with, until it ends. On SQLite
/// a write transaction is alone anyway.
///
/// # Errors
/// A fault with the database's words.
pub fn alone(conn: &mut AnyConn) -> Result<(), Fault> {
    match conn {
        AnyConn::Pg(c) => c.batch_execute(ALONE_UNTIL_THE_END).map_err(|error| fault(error.into())),
        AnyConn::Sqlite(_) => Ok(()),
    }
}

fn named(versions: &[MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

/// Reverts the newest migration; returns its name.
///
/// # Errors
/// A fault when there is none or it cannot be reverted.
pub fn down(conn: &mut AnyConn) -> Result<String, Fault> {
    let undone = match conn {
        AnyConn::Pg(c) => c.revert_last_migration(POSTGRES),
        AnyConn::Sqlite(c) => c.revert_last_migration(SQLITE),
    };
    undone.map(|version| version.to_string()).map_err(fault)
}

/// Writes a consistent copy of a SQLite database that may be in use (`VACUUM INTO`: one read transaction).
///
/// # Errors
/// A fault on PostgreSQL, or with the database's words.
pub fn copy_sqlite(conn: &mut AnyConn, to: &std::path::Path) -> Result<(), Fault> {
    use diesel::RunQueryDsl;
    match conn {
        AnyConn::Pg(_) => Err(Fault::new("not a SQLite database")),
        // SQLite fills an empty file; made here first, it belongs to its owner's eyes only.
        AnyConn::Sqlite(c) => {
            crate::db::private::create(to).map_err(|error| Fault::new(format!("copy: {error}"))).and_then(|()| {
                diesel::sql_query("VACUUM INTO ?")
                    .bind::<diesel::sql_types::Text, _>(to.to_string_lossy().into_owned())
                    .execute(c)
                    .map(|_| ())
                    .map_err(|error| Fault::new(format!("copy: {error}")))
            })
        }
    }
}
