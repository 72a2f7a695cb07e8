//! What an instance remembers of the end of the feed, so that those who wait for something look into the database only when
//! there may be something for them.
//!
//! Nothing is sent into the hub that is not in the feed's table: whoever reads on from a position misses nothing, also when
//! this instance was away while others went on. The newest entries are remembered only to say quickly that none of them is of
//! interest. Who may know of an entry is never asked here.

use super::model::{Entry, Filter};
use super::store;
use crate::access::act::Act;
use crate::kernel::failure::Outcome;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};

/// Entries that are remembered.
const REMEMBERED: usize = 2_000;

/// The end of the feed, as one instance knows it.
pub struct Hub {
    /// The newest entries, without a gap, oldest first.
    recent: Mutex<VecDeque<Entry>>,
    /// The last position that is known.
    end: watch::Sender<i64>,
    /// How often somebody may have been told something.
    told: watch::Sender<u64>,
    /// Rung when the feed may have grown.
    rung: Notify,
}

impl Default for Hub {
    fn default() -> Self {
        Self { recent: Mutex::default(), end: watch::Sender::new(0), told: watch::Sender::new(0), rung: Notify::new() }
    }
}

impl Hub {
    /// The feed may have grown: whoever looks for the others looks now.
    pub fn ring(&self) {
        self.rung.notify_one();
    }

    /// Waits until somebody rings.
    pub async fn rung(&self) {
        self.rung.notified().await;
    }

    /// Inboxes may have grown.
    pub fn tell(&self) {
        self.told.send_modify(|times| *times = times.wrapping_add(1));
    }

    /// The last position, for whoever waits for it to move.
    pub fn end(&self) -> watch::Receiver<i64> {
        self.end.subscribe()
    }

    /// Changes whenever inboxes may have grown.
    pub fn told(&self) -> watch::Receiver<u64> {
        self.told.subscribe()
    }

    /// Whether anybody waits for the feed.
    pub fn is_watched(&self) -> bool {
        self.end.receiver_count() > 0
    }

    /// Reads what is new, and says where the feed ends to all who wait. Whether there is more to read at once.
    ///
    /// # Errors
    /// A fault when the database cannot be read; the next look reads it.
    pub fn look(&self, act: &Act) -> Outcome<bool> {
        let known = *self.end.borrow();
        let fresh = act.read_now(|r| store::newest(r.conn, known, REMEMBERED))?;
        let Some(end) = fresh.last().map(|entry| entry.position) else { return Ok(false) };
        let is_full = fresh.len() >= REMEMBERED;
        self.remember(fresh);
        self.end.send_replace(end);
        Ok(is_full)
    }

    fn remember(&self, fresh: Vec<Entry>) {
        let mut recent = self.recent();
        let follows = |last: &Entry, first: &Entry| last.position + 1 == first.position;
        if !recent.back().zip(fresh.first()).is_some_and(|(last, first)| follows(last, first)) {
            recent.clear();
        }
        recent.extend(fresh);
        let surplus = recent.len().saturating_sub(REMEMBERED);
        recent.drain(..surplus);
    }

    /// Whether something of interest may stand after a position: surely not, where all since is remembered and none fits.
    pub fn may_have(&self, filter: &Filter, after: i64) -> bool {
        let recent = self.recent();
        let reaches_back = recent.front().is_some_and(|oldest| oldest.position <= after.saturating_add(1));
        !reaches_back || recent.iter().rev().take_while(|entry| entry.position > after).any(|entry| filter.fits(entry))
    }

    fn recent(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::Showing;
    use super::*;
    use crate::kernel::clock::Timestamp;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    fn entry(position: i64) -> Entry {
        Entry {
            position,
            event_id: Id::from_uuid(Uuid::nil()),
            kind: if position % 2 == 0 { "POLL_OPENED".into() } else { "COMMENT_ADDED".into() },
            subject: ("poll".into(), Uuid::nil()),
            occurred_at: Timestamp::EPOCH,
            decision_id: None,
            council_id: None,
            body_id: None,
            showing: Showing::Plain,
        }
    }

    fn polls() -> Filter {
        Filter { kinds: vec!["POLL_OPENED"], subject: None }
    }

    #[test]
    fn what_is_not_remembered_may_be_there() {
        let hub = Hub::default();
        assert!(hub.may_have(&polls(), 0), "nothing is known yet");
        hub.remember(vec![entry(7), entry(8), entry(9)]);
        assert!(hub.may_have(&polls(), 5), "6 may be a poll");
        assert!(hub.may_have(&polls(), 7), "8 is one");
        assert!(!hub.may_have(&polls(), 8), "9 is none");
        assert!(!hub.may_have(&polls(), 9), "nothing is after it");
        hub.remember(vec![entry(13)]);
        assert!(hub.may_have(&polls(), 9), "10 to 12 were passed by");
        assert!(!hub.may_have(&polls(), 12));
    }

    #[test]
    fn only_the_newest_are_remembered() {
        let hub = Hub::default();
        let many = i64::try_from(REMEMBERED).expect("small") + 10;
        (1..=many).for_each(|position| hub.remember(vec![entry(position)]));
        assert_eq!(hub.recent().len(), REMEMBERED);
        assert_eq!(hub.recent().front().map(|oldest| oldest.position), Some(11));
    }
}
