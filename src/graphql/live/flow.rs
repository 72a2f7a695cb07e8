//! A reader of the feed that waits where it ends.

use super::Live;
use crate::access::act::Act;
use crate::features::feed::{Entry, Filter, store};
use crate::graphql::connection::args;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::page::{self, Position, SortKey, Window};
use futures_util::stream::{Stream, unfold};
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Entries read at once.
const ROWS: u32 = 20;
/// For so long what was read is told without asking again.
const FRESH: Duration = Duration::from_secs(1);
/// How long a flow waits before it asks a database again that was away.
const AGAIN: Duration = Duration::from_millis(500);
/// Failures one after the other, of a database that is not known to be away, before a flow gives up.
const FAULTS: u32 = 5;

/// Something to tell of.
pub struct Happened {
    pub entry: Entry,
    /// With which to come back.
    pub cursor: String,
    /// On whose behalf: the viewer as of now.
    pub act: Act,
}

/// One subscription's way through the feed.
struct Flow {
    live: Live,
    filter: Filter,
    fingerprint: u64,
    end: watch::Receiver<i64>,
    /// Up to where everything was told, or is none of the viewer's.
    position: i64,
    read: Read,
    faults: u32,
    is_over: bool,
}

/// What was read and is not told yet.
#[derive(Default)]
struct Read {
    entries: VecDeque<Entry>,
    /// How far the reading looked.
    until: i64,
    by: Option<(Act, Instant, u64)>,
}

/// What happens from now on, or after a cursor, and fits.
///
/// # Errors
/// BAD_INPUT for a cursor of something else; a failure of the first look at the feed.
pub async fn flow(
    live: Live,
    filter: Filter,
    after: Option<String>,
) -> Outcome<impl Stream<Item = Outcome<Happened>> + Send> {
    let fingerprint = filter.identity();
    let window = Window::new(&args(None, None, after, None), fingerprint)?;
    let end = live.hub.end();
    let position = match window.after {
        Some(Position { key: SortKey::At(position), .. }) => position.max(0),
        _ => live.caller.act().await?.read(|r| store::end(r.conn)).await?,
    };
    live.hub.ring();
    let flow = Flow { live, filter, fingerprint, end, position, read: Read::default(), faults: 0, is_over: false };
    Ok(unfold(flow, |mut flow| async { Some((flow.next().await?, flow)) }))
}

impl Flow {
    async fn next(&mut self) -> Option<Outcome<Happened>> {
        if self.is_over {
            return None;
        }
        match self.find().await {
            Ok(found) => found.map(Ok),
            Err(failure) => {
                self.is_over = true;
                Some(Err(failure))
            }
        }
    }

    /// The next thing to tell of, however long that takes; `None` when there will be none.
    async fn find(&mut self) -> Outcome<Option<Happened>> {
        loop {
            if let Some(happened) = self.take() {
                return Ok(Some(happened));
            }
            let position = self.position;
            if self.end.wait_for(|end| *end > position).await.is_err() {
                return Ok(None);
            }
            let end = *self.end.borrow_and_update();
            if self.live.hub.may_have(&self.filter, position) {
                self.look().await?;
            } else {
                self.position = end;
            }
        }
    }

    /// The next of what was read, if it may still be told without asking again.
    fn take(&mut self) -> Option<Happened> {
        let (act, since, rights) = self.read.by.as_ref()?;
        let is_fresh = since.elapsed() < FRESH && *rights == self.live.caller.core().rights_version();
        let found = if is_fresh { self.read.entries.pop_front() } else { None };
        let Some(entry) = found else {
            // Nothing is left of it, or too old to be told: then it is read once more from where the client stands.
            if self.read.entries.is_empty() {
                self.position = self.read.until;
            }
            self.read = Read::default();
            return None;
        };
        let act = act.clone();
        self.position = entry.position;
        let cursor = page::cursor(self.fingerprint, entry.place());
        Some(Happened { entry, cursor, act })
    }

    /// Reads on, as whoever the viewer is now.
    async fn look(&mut self) -> Outcome<()> {
        let rights = self.live.caller.core().rights_version();
        let mut window = Window::head(ROWS, self.fingerprint);
        window.after = Some(Entry::at(self.position));
        let filter = self.filter.clone();
        let read = async {
            let act = self.live.caller.act().await?;
            let passage = act.read(move |r| store::page(r.conn, &r.sight, &filter, &window)).await?;
            Ok((act, passage))
        };
        match read.await {
            Ok((act, passage)) => {
                let by = Some((act, Instant::now(), rights));
                self.faults = 0;
                self.read = Read { entries: passage.page.rows.into(), until: passage.last, by };
                Ok(())
            }
            // Nothing is lost meanwhile: it stands in the table.
            Err(Failure::Fault(fault)) if fault.unavailable || self.faults < FAULTS => {
                self.faults += u32::from(!fault.unavailable);
                tracing::debug!(what = fault.what, "a subscription could not be looked after");
                tokio::time::sleep(AGAIN).await;
                Ok(())
            }
            Err(failure) => Err(failure),
        }
    }
}
