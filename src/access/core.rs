//! What one instance of the server shares between its requests: the database, the clock, the keys, the settings, and
//! what it remembers. Whatever it remembers is forgotten when an event says that it may have become untrue.

use super::frozen::Frozen;
use super::password::Passwords;
use super::token::Keys;
use super::viewer::Standing;
use crate::blobs::Blobs;
use crate::db::Db;
use crate::kernel::clock::Clock;
use crate::kernel::event::EventKind;
use crate::kernel::id::{Id, SessionId};
use crate::mail::Post;
use crate::outbound::Outbound;
use moka::sync::Cache;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use uuid::Uuid;

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
    /// The largest attachment, in bytes.
    pub attachment_bytes: u64,
    /// Minutes a one-time address for an upload is good for.
    pub upload_minutes: i64,
    /// The longest an upload may take, and the longest its sender may be silent, in seconds.
    pub upload_seconds: u32,
    pub upload_silence_seconds: u32,
    /// The most files one account may bring at once, to one instance.
    pub uploads_at_once: u32,
    /// The most things one person may follow.
    pub follow_limit: i64,
    /// The most programs of one owner, and the days their tokens are good for, at most.
    pub service_accounts: i64,
    pub service_token_days: i64,
    /// The most webhooks of one account, and the days that what became of deliveries is kept; 0 means for ever.
    pub webhooks: i64,
    pub webhook_days: i64,
    /// The hour of the day, in Kazakhstan, at which digests are made.
    pub digest_hour: u32,
    /// The longest a mail server may take for a step, in seconds.
    pub smtp_seconds: i64,
    /// Days that notices, and mails that were settled, are kept; 0 means for ever.
    pub notice_days: i64,
    pub mail_days: i64,
    /// The public address of this installation, without a slash at its end.
    pub public_url: String,
    /// The address of a page about a thing, with `{id}` in it, for links in mails; empty where there is none.
    pub notice_link: String,
}

impl Rules {
    /// The longest an upload may take.
    pub fn upload_time(&self) -> Duration {
        Duration::from_secs(self.upload_seconds.into())
    }

    /// The longest its sender may be silent.
    pub fn upload_silence(&self) -> Duration {
        Duration::from_secs(self.upload_silence_seconds.into())
    }
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
            attachment_bytes: 256 * 1024 * 1024,
            upload_minutes: 60,
            upload_seconds: 900,
            upload_silence_seconds: 30,
            uploads_at_once: 4,
            follow_limit: 1_000,
            service_accounts: 20,
            service_token_days: 366,
            webhooks: 20,
            webhook_days: 30,
            digest_hour: 8,
            smtp_seconds: 30,
            notice_days: 730,
            mail_days: 90,
            public_url: "http://localhost:8080".into(),
            notice_link: String::new(),
        }
    }
}

/// What an instance has outside the database.
pub struct Outside {
    pub blobs: Blobs,
    pub post: Post,
    pub outbound: Outbound,
}

/// What one instance of the server shares between its requests.
pub struct Core {
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    pub passwords: Passwords,
    pub rules: Rules,
    /// The contents of attachments.
    pub blobs: Blobs,
    /// Where mails go.
    pub post: Post,
    /// Where webhooks go.
    pub outbound: Outbound,
    /// Facts that never change once they are committed, such as the electorate of a poll.
    pub frozen: Frozen,
    viewers: Cache<SessionId, Arc<Standing>>,
    /// Grows whenever rights may have changed: a viewer loaded before is not remembered after. Held while a viewer is
    /// remembered or forgotten, so that nobody meets, even for an instant, one that should have been forgotten.
    rights: Mutex<u64>,
    /// Grows whenever the registry changed: the reference tables are read anew.
    registry: AtomicU64,
    /// Whether changes made by other instances reach us. While not, nothing is answered from memory.
    hearing: AtomicBool,
    pub(super) turns: Arc<Semaphore>,
    /// Rung after each commit with events; the bus and the workers wait for it.
    pub committed: Notify,
}

impl Core {
    pub fn new(db: Db, clock: Clock, keys: Keys, passwords: Passwords, rules: Rules, outside: Outside) -> Self {
        let Outside { blobs, post, outbound } = outside;
        let turns = usize::try_from(db.size()).unwrap_or(1);
        let viewers = Cache::builder().max_capacity(VIEWERS).time_to_live(Duration::from_secs(VIEWER_SECONDS)).build();
        Self {
            db,
            clock,
            keys,
            passwords,
            rules,
            blobs,
            post,
            outbound,
            frozen: Frozen::default(),
            viewers,
            rights: Mutex::new(0),
            registry: AtomicU64::new(0),
            hearing: AtomicBool::new(true),
            turns: Arc::new(Semaphore::new(turns)),
            committed: Notify::new(),
        }
    }

    /// An event was committed, here or elsewhere: forget what it made untrue.
    pub fn heard(&self, kind: EventKind, subject: Uuid) {
        if kind.ends_session() {
            let mut rights = self.rights();
            *rights += 1;
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
        let mut rights = self.rights();
        *rights += 1;
        self.viewers.invalidate_all();
    }

    fn rights(&self) -> MutexGuard<'_, u64> {
        self.rights.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A remembered viewer; `None` when it is not, or when memory cannot be trusted because the bus is down.
    pub(super) fn remembered(&self, session: SessionId) -> Option<Arc<Standing>> {
        self.is_hearing().then(|| self.viewers.get(&session)).flatten()
    }

    /// The version of all rights, to be taken before a viewer is read and given back with it. Whoever remembers somebody
    /// asks anew when it has changed.
    pub fn rights_version(&self) -> u64 {
        *self.rights()
    }

    /// Remembers a viewer, unless somebody changed rights since: then what was read may be the old state.
    pub(super) fn remember(&self, session: SessionId, standing: &Arc<Standing>, read_at: u64) {
        let rights = self.rights();
        if self.is_hearing() && *rights == read_at {
            self.viewers.insert(session, Arc::clone(standing));
        }
    }
}
