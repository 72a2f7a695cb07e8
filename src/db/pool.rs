//! The pool: a bounded number of connections, and the gate that lets one writer at a time into SQLite.

use super::conn::{AnyConn, DatabaseUrl, establish};
use crate::kernel::failure::Fault;
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub struct Manager(DatabaseUrl);

impl ManageConnection for Manager {
    type Connection = AnyConn;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<AnyConn, r2d2::Error> {
        establish(&self.0).map_err(r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut AnyConn) -> Result<(), r2d2::Error> {
        conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut AnyConn) -> bool {
        conn.is_broken()
    }
}

pub type Pooled = diesel::r2d2::PooledConnection<Manager>;

/// The database of this installation.
pub struct Db {
    url: DatabaseUrl,
    pool: diesel::r2d2::Pool<Manager>,
    /// SQLite has one writer. Waiting here is fair and wakes at once; SQLite's own waiting is polling.
    writer: Option<Mutex<()>>,
    size: u32,
}

/// How long a unit of work waits for a connection before it answers UNAVAILABLE.
const CHECKOUT: Duration = Duration::from_secs(5);

impl Db {
    /// Opens the pool lazily: the first connection is made when it is needed, so that a server can start
    /// (and say so in `/readyz`) while PostgreSQL is still away.
    pub fn open(url: DatabaseUrl, size: u32) -> Self {
        let writer = matches!(url, DatabaseUrl::Sqlite(_)).then(|| Mutex::new(()));
        let pool = diesel::r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(0))
            .connection_timeout(CHECKOUT)
            .test_on_check_out(false)
            .error_handler(Box::new(LogPoolErrors))
            .build_unchecked(Manager(url.clone()));
        Self { url, pool, writer, size }
    }

    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Connections at most.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Takes a connection from the pool.
    ///
    /// # Errors
    /// A fault marked unavailable when there is none in time.
    pub fn get(&self) -> Result<Pooled, Fault> {
        self.pool.get().map_err(|error| Fault::unavailable(format!("no database connection: {error}")))
    }

    /// Waits until this is the only writer of this process (SQLite); at once on PostgreSQL.
    pub fn enter_as_writer(&self) -> Option<MutexGuard<'_, ()>> {
        self.writer.as_ref().map(|gate| gate.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[derive(Debug)]
struct LogPoolErrors;

impl<E: std::error::Error> diesel::r2d2::HandleError<E> for LogPoolErrors {
    fn handle_error(&self, error: E) {
        tracing::warn!(%error, "the database cannot be reached");
    }
}
