//! The event feed: what was committed gets its position as soon as it was.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::feed;
use std::sync::Arc;
use std::time::Duration;

/// What other instances committed is found by then, and embargoes end.
const TICK: Duration = Duration::from_secs(1);
/// Events of one transaction, which on SQLite holds up every other writer.
const EVENTS: i64 = 200;

/// Starts giving positions.
pub fn start(core: &Arc<Core>) {
    let core = Arc::clone(core);
    tokio::spawn(async move {
        loop {
            // Registered before the look, so that a commit between the look and the wait is not slept through.
            let committed = core.committed.notified();
            while placed(&core).await > 0 {}
            let _ = tokio::time::timeout(TICK, committed).await;
        }
    });
}

async fn placed(core: &Arc<Core>) -> usize {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    match tokio::task::spawn_blocking(move || feed::place::place(&act, EVENTS)).await {
        Ok(Ok(events)) => events,
        // Not migrated yet, or the database is away: the next look tries again.
        Ok(Err(failure)) => {
            tracing::debug!(?failure, "events could not be placed");
            0
        }
        Err(error) => {
            tracing::error!(%error, "the feed worker");
            0
        }
    }
}
