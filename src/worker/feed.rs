//! The event feed: what was committed gets its position as soon as it was.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::feed::{self, Hub};
use std::sync::Arc;
use std::time::Duration;

/// What other instances committed is found by then, and embargoes end.
const TICK: Duration = Duration::from_secs(1);
/// Events of one transaction, which on SQLite holds up every other writer.
const EVENTS: i64 = 200;

/// Starts giving positions.
pub fn start(core: &Arc<Core>, hub: &Arc<Hub>) {
    let (core, hub) = (Arc::clone(core), Arc::clone(hub));
    tokio::spawn(async move {
        let mut failed = false;
        loop {
            // Registered before the look, so that a commit between the look and the wait is not slept through.
            let committed = core.committed.notified();
            while placed(&core, &mut failed).await > 0 {
                hub.ring();
            }
            let _ = tokio::time::timeout(TICK, committed).await;
        }
    });
}

/// A failure that repeats is worth an operator's look: what cannot be placed holds up what comes after it.
async fn placed(core: &Arc<Core>, failed: &mut bool) -> usize {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    let placed = tokio::task::spawn_blocking(move || feed::place::place(&act, EVENTS)).await;
    let again = std::mem::replace(failed, !matches!(placed, Ok(Ok(_))));
    match placed {
        Ok(Ok(events)) => return events,
        Ok(Err(failure)) if again => tracing::warn!(?failure, "events could not be placed, once more"),
        // Not migrated yet, or the database is away: the next look tries again.
        Ok(Err(failure)) => tracing::debug!(?failure, "events could not be placed"),
        Err(error) => tracing::error!(%error, "the feed worker"),
    }
    0
}
