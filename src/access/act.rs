//! The only door to the data: one blocking hop per unit of work, one transaction per write.
//!
//! ```text
//! resolver ── act.read(|r| …)  ──▶ blocking thread ── connection ── statements
//! resolver ── act.write(|tx| …) ─▶ blocking thread ── BEGIN … use case … events … COMMIT ── caches told ── bus told
//! ```
//!
//! Inside, the time is the request's, ids come from [`Writing::id`], and what happened is said with
//! [`Writing::record`]: the event row lands in the same transaction or nothing does.

mod batch;

pub use batch::Batch;

use super::core::Core;
use super::permit::{Permit, authorize};
use super::policy::{Can, Place};
use super::sight::Sight;
use super::viewer::Viewer;
use crate::db::conn::statements_of_this_thread;
use crate::db::{AnyConn, log, uow};
use crate::kernel::clock::Timestamp;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::failure::{Failure, Fault, Outcome};
use crate::kernel::id::Id;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// How long a unit of work waits for its turn before it answers UNAVAILABLE.
const TURN: Duration = Duration::from_secs(5);

/// One request's access to the data.
#[derive(Clone)]
pub struct Act {
    pub core: Arc<Core>,
    pub viewer: Arc<Viewer>,
    statements: Arc<AtomicU64>,
    writes: Arc<AtomicU64>,
}

impl Act {
    pub fn new(core: Arc<Core>, viewer: Viewer) -> Self {
        Self { core, viewer: Arc::new(viewer), statements: Arc::default(), writes: Arc::default() }
    }

    /// Transactions this request has tried so far: what was read before the latest may be stale.
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::SeqCst)
    }

    /// SQL statements this request has sent so far, transaction control included.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// One read, off the async threads.
    ///
    /// # Errors
    /// What `work` returns; UNAVAILABLE when no connection is free in time.
    pub async fn read<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> Outcome<T> + Send + 'static,
    {
        self.hop(move |act| act.read_now(work)).await
    }

    /// One write transaction, off the async threads.
    ///
    /// # Errors
    /// What `work` returns, and then nothing is written.
    pub async fn write<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Writing<'_>) -> Outcome<T> + Send + 'static,
    {
        self.hop(move |act| act.write_now(work)).await
    }

    async fn hop<T, F>(&self, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> Outcome<T> + Send + 'static,
    {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.core.turns).acquire_owned()).await;
        let turn = turn.ok().and_then(Result::ok).ok_or_else(|| Fault::unavailable("all connections are busy"))?;
        let act = self.clone();
        // The turn is the work's, not the asker's: who ceases to wait does not make room for more before it is done.
        let held = move || {
            let _turn = turn;
            work(&act)
        };
        tokio::task::spawn_blocking(held).await.map_err(|e| Failure::fault(format!("worker thread: {e}")))?
    }

    /// A read on this thread: for the command line, workers and demonstrations.
    ///
    /// # Errors
    /// What `work` returns.
    pub fn read_now<T>(&self, work: impl FnOnce(&mut Reading<'_>) -> Outcome<T>) -> Outcome<T> {
        let before = statements_of_this_thread();
        let result = uow::read(&self.core.db, |conn| {
            work(&mut Reading { conn, viewer: &self.viewer, sight: Sight::of(&self.viewer), core: &self.core })
        });
        self.statements.fetch_add(statements_of_this_thread() - before, Ordering::Relaxed);
        result
    }

    /// A write on this thread: for the command line, workers and demonstrations.
    ///
    /// # Errors
    /// What `work` returns, and then nothing is written.
    pub fn write_now<T>(&self, mut work: impl FnMut(&mut Writing<'_>) -> Outcome<T>) -> Outcome<T> {
        let before = statements_of_this_thread();
        let result = self.core.batch(|batch| batch.act(&self.viewer, &mut work));
        self.writes.fetch_add(1, Ordering::SeqCst);
        self.statements.fetch_add(statements_of_this_thread() - before, Ordering::Relaxed);
        result
    }
}

/// What a read may use.
pub struct Reading<'a> {
    pub conn: &'a mut AnyConn,
    pub viewer: &'a Viewer,
    pub sight: Sight,
    pub core: &'a Core,
}

/// What a write may use.
pub struct Writing<'a> {
    pub conn: &'a mut AnyConn,
    pub viewer: &'a Viewer,
    pub sight: Sight,
    pub now: Timestamp,
    pub core: &'a Core,
    events: Vec<NewEvent>,
}

impl Writing<'_> {
    /// A new id, sortable by the transaction's time.
    pub fn id<K>(&self) -> Id<K> {
        Id::from_uuid(time_ordered(self.now))
    }

    /// Asks the policy.
    ///
    /// # Errors
    /// The policy's denial.
    pub fn authorize<A: Can>(&self, place: Place) -> Outcome<Permit<A>> {
        Ok(authorize(self.viewer, place)?)
    }

    /// Says what happened; written with the transaction.
    pub fn record(&mut self, event: NewEvent) {
        self.events.push(event);
    }

    fn flush(&mut self) -> Outcome<Vec<(EventKind, Uuid)>> {
        if self.events.is_empty() {
            return Ok(Vec::new());
        }
        let (mut rows, mut secrets) = (Vec::new(), Vec::new());
        for event in &self.events {
            let mut salt = [0_u8; 16];
            if event.private.is_some() {
                getrandom::fill(&mut salt).map_err(|e| Failure::fault(format!("randomness: {e}")))?;
            }
            let id = Id::from_uuid(time_ordered(self.now));
            let (row, secret) = log::seal(id, event, self.viewer.account(), self.now, salt)?;
            rows.push(row);
            secrets.extend(secret);
        }
        log::append(self.conn, &rows, &secrets)?;
        Ok(self.events.iter().map(|event| (event.kind, event.subject.1)).collect())
    }
}

/// A UUIDv7 of an instant: milliseconds, the microseconds within them, a count of this process, and 40 random bits.
/// So ids made at one instant sort in the order in which they were made.
pub fn time_ordered(at: Timestamp) -> Uuid {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let micros = u64::try_from(at.micros()).unwrap_or(0);
    let [within_high, within_low] = u16::try_from(micros % 1000).unwrap_or(0).to_be_bytes();
    let [_, high, middle, low] = MADE.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    let [a, b, c, d, e, ..] = Uuid::new_v4().into_bytes();
    let rest = [within_high, within_low, high & 0x3f, middle, low, a, b, c, d, e];
    uuid::Builder::from_unix_timestamp_millis(micros / 1000, &rest).into_uuid()
}

/// An id that tells nothing, neither time nor order: for what must not be linked to anybody.
pub fn unlinked<K>() -> Id<K> {
    Id::from_uuid(Uuid::new_v4())
}
