//! The pool: a bounded number of connections, and the gate that lets one writer at a time into SQLite.
//!
//! A database that goes away and comes back leaves a pool full of connections that lead nowhere. Whoever finds out by a
//! failure gives the connection up, and from then on every other is asked once whether it still answers before it is
//! used again: so one request in a pool learns of it, and not one for each connection.

use super::conn::{AnyConn, DatabaseUrl, establish};
use crate::kernel::failure::Fault;
use diesel::r2d2::{self, ManageConnection, R2D2Connection};
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

struct Manager {
    url: DatabaseUrl,
    losses: Arc<AtomicU64>,
}

/// A connection as the pool keeps it.
struct Kept {
    conn: AnyConn,
    /// How many connections had been lost when it last answered.
    losses: u64,
    is_lost: bool,
}

impl ManageConnection for Manager {
    type Connection = Kept;
    type Error = r2d2::Error;

    fn connect(&self) -> Result<Kept, r2d2::Error> {
        let losses = self.losses.load(Ordering::SeqCst);
        let conn = establish(&self.url).map_err(r2d2::Error::ConnectionError)?;
        Ok(Kept { conn, losses, is_lost: false })
    }

    fn is_valid(&self, kept: &mut Kept) -> Result<(), r2d2::Error> {
        kept.conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, kept: &mut Kept) -> bool {
        kept.is_lost || kept.conn.is_broken()
    }
}

/// A connection in somebody's hands.
pub struct Pooled(diesel::r2d2::PooledConnection<Manager>);

impl Deref for Pooled {
    type Target = AnyConn;

    fn deref(&self) -> &AnyConn {
        &self.0.conn
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut AnyConn {
        &mut self.0.conn
    }
}

/// The database of this installation.
pub struct Db {
    url: DatabaseUrl,
    pool: diesel::r2d2::Pool<Manager>,
    /// SQLite has one writer. Waiting here is fair and wakes at once; SQLite's own waiting is polling.
    writer: Option<Mutex<()>>,
    size: u32,
    /// Connections that were given up.
    losses: Arc<AtomicU64>,
}

/// How long a unit of work waits for a connection before it answers UNAVAILABLE.
const CHECKOUT: Duration = Duration::from_secs(5);

impl Db {
    /// Opens the pool lazily: the first connection is made when it is needed, so that a server can start
    /// (and say so in `/readyz`) while PostgreSQL is still away.
    pub fn open(url: DatabaseUrl, size: u32) -> Self {
        let losses = Arc::<AtomicU64>::default();
        let writer = matches!(url, DatabaseUrl::Sqlite(_)).then(|| Mutex::new(()));
        let pool = diesel::r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(0))
            .connection_timeout(CHECKOUT)
            .test_on_check_out(false)
            .error_handler(Box::new(LogPoolErrors))
            .build_unchecked(Manager { url: url.clone(), losses: Arc::clone(&losses) });
        Self { url, pool, writer, size, losses }
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
        loop {
            let taken = self.pool.get();
            let taken = taken.map_err(|error| Fault::unavailable(format!("no database connection: {error}")))?;
            let mut conn = Pooled(taken);
            let losses = self.losses.load(Ordering::SeqCst);
            if conn.0.losses == losses || conn.answers() {
                conn.0.losses = losses;
                return Ok(conn);
            }
            conn.0.is_lost = true;
        }
    }

    /// Something failed that may be the connection's fault: one that does not answer any more is given up.
    pub fn suspect(&self, conn: &mut Pooled) {
        if !conn.answers() {
            conn.0.is_lost = true;
            self.losses.fetch_add(1, Ordering::SeqCst);
        }
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
