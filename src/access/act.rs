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

use super::password::Passwords;
use super::frozen::Frozen;
use super::policy::{Can, Place};
use super::permit::{Permit, authorize};
use super::sight::Sight;
use super::token::Keys;
use super::viewer::{Standing, Viewer};
use crate::db::conn::statements_of_this_thread;
use crate::db::{AnyConn, Db, log, uow};
use crate::kernel::clock::{Clock, Timestamp};
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::failure::{Failure, Fault, Outcome};
use crate::kernel::id::{Id, SessionId};
use moka::sync::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use uuid::Uuid;

/// How long a unit of work waits for its turn before it answers UNAVAILABLE.
const TURN: Duration = Duration::from_secs(5);
/// Signed-in viewers remembered per instance.
const VIEWERS: u64 = 20_000;
/// A remembered viewer is asked for anew after this long, whatever the bus says.
const VIEWER_SECONDS: u64 = 300;

/// Settings of the features, from the configuration.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Whether citizens may register themselves.
    pub self_registration: bool,
    /// The deepest reply: 0 is a comment on the review itself.
    pub comment_depth: u32,
    /// Longest comment, in characters.
    pub comment_chars: usize,
    /// Longest title, summary and text of a decision, in characters per language.
    pub title_chars: usize,
    pub summary_chars: usize,
    pub text_chars: usize,
    /// The farthest deadline of a poll, in days.
    pub poll_days: i64,
    /// Days a refresh token and an invitation are good for.
    pub session_days: i64,
    pub invitation_days: i64,
    /// A total is counted exactly up to here; beyond, it says AT_LEAST.
    pub count_cap: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            self_registration: false,
            comment_depth: 4,
            comment_chars: 10_000,
            title_chars: 500,
            summary_chars: 5_000,
            text_chars: 100_000,
            poll_days: 90,
            session_days: 30,
            invitation_days: 14,
            count_cap: 10_000,
        }
    }
}

/// What one instance of the server shares between its requests.
pub struct Core {
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    pub passwords: Passwords,
    pub rules: Rules,
    /// Facts that never change once they are committed, such as the electorate of a poll.
    pub frozen: Frozen,
    viewers: Cache<SessionId, Arc<Standing>>,
    /// Grows whenever rights may have changed: a viewer loaded before is not remembered after.
    rights: AtomicU64,
    /// Grows whenever the registry changed: the reference tables are read anew.
    registry: AtomicU64,
    /// Whether changes made by other instances reach us. While not, nothing is answered from memory.
    hearing: AtomicBool,
    turns: Semaphore,
    /// Rung after each commit with events; the bus and the workers wait for it.
    pub committed: Notify,
}

impl Core {
    pub fn new(db: Db, clock: Clock, keys: Keys, passwords: Passwords, rules: Rules) -> Self {
        let turns = usize::try_from(db.size()).unwrap_or(1);
        let viewers = Cache::builder().max_capacity(VIEWERS).time_to_live(Duration::from_secs(VIEWER_SECONDS)).build();
        Self {
            db,
            clock,
            keys,
            passwords,
            rules,
            frozen: Frozen::default(),
            viewers,
            rights: AtomicU64::new(0),
            registry: AtomicU64::new(0),
            hearing: AtomicBool::new(true),
            turns: Semaphore::new(turns),
            committed: Notify::new(),
        }
    }

    /// An event was committed, here or elsewhere: forget what it made untrue.
    pub fn heard(&self, kind: EventKind, subject: Uuid) {
        if kind.ends_session() {
            self.rights.fetch_add(1, Ordering::SeqCst);
            self.viewers.invalidate(&Id::from_uuid(subject));
        }
        if kind.changes_rights() {
            self.forget_viewers();
        }
        if kind.changes_registry() {
            self.registry.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Whether the bus is up. Going down and coming back both forget everything.
    pub fn set_hearing(&self, hearing: bool) {
        self.hearing.store(hearing, Ordering::SeqCst);
        self.forget_viewers();
        self.registry.fetch_add(1, Ordering::SeqCst);
    }

    pub fn is_hearing(&self) -> bool {
        self.hearing.load(Ordering::SeqCst)
    }

    /// The version of the registry; `None` while it cannot be known, so that nothing is answered from memory.
    pub fn registry_version(&self) -> Option<u64> {
        self.is_hearing().then(|| self.registry.load(Ordering::SeqCst))
    }

    fn forget_viewers(&self) {
        self.rights.fetch_add(1, Ordering::SeqCst);
        self.viewers.invalidate_all();
    }

    /// The standing of a session, from memory where that is safe.
    ///
    /// # Errors
    /// A fault when the database is away.
    pub async fn standing(self: &Arc<Self>, session: SessionId, now: Timestamp) -> Outcome<Option<Arc<Standing>>> {
        let hearing = self.is_hearing();
        if hearing && let Some(found) = self.viewers.get(&session) {
            return Ok((now < found.session_expires).then_some(found));
        }
        let before = self.rights.load(Ordering::SeqCst);
        let act = Act::new(Arc::clone(self), Viewer::anonymous(now));
        let loaded = act.read(move |r| super::grants::standing(r.conn, session, now)).await?.map(Arc::new);
        if let (true, Some(standing)) = (hearing, &loaded) {
            self.viewers.insert(session, Arc::clone(standing));
            // Somebody changed rights while we read: what we just remembered may be the old state.
            if self.rights.load(Ordering::SeqCst) != before {
                self.viewers.invalidate(&session);
            }
        }
        Ok(loaded)
    }
}

/// One request's access to the data.
#[derive(Clone)]
pub struct Act {
    pub core: Arc<Core>,
    pub viewer: Arc<Viewer>,
    statements: Arc<AtomicU64>,
}

impl Act {
    pub fn new(core: Arc<Core>, viewer: Viewer) -> Self {
        Self { core, viewer: Arc::new(viewer), statements: Arc::new(AtomicU64::new(0)) }
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
        let turn = tokio::time::timeout(TURN, self.core.turns.acquire()).await;
        let _turn = turn.ok().and_then(Result::ok).ok_or_else(|| Fault::unavailable("all connections are busy"))?;
        let act = self.clone();
        tokio::task::spawn_blocking(move || work(&act)).await.map_err(|e| Failure::fault(format!("worker thread: {e}")))?
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

/// A UUIDv7 of an instant: 48 bits of milliseconds, the rest random.
pub fn time_ordered(at: Timestamp) -> Uuid {
    let micros = u64::try_from(at.micros()).unwrap_or(0);
    let nanos = u32::try_from((micros % 1_000_000) * 1000).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, micros / 1_000_000, nanos))
}

/// An id that tells nothing, neither time nor order: for what must not be linked to anybody.
pub fn unlinked<K>() -> Id<K> {
    Id::from_uuid(Uuid::new_v4())
}
