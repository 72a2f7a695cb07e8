//! Those who wait at the end of the feed learn that it has moved: looked at once for all of them.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::feed::Hub;
use std::sync::Arc;
use std::time::Duration;

/// What nobody rang for is found by then.
const TICK: Duration = Duration::from_secs(1);

/// Starts looking.
pub fn start(core: &Arc<Core>, hub: &Arc<Hub>) {
    let (core, hub) = (Arc::clone(core), Arc::clone(hub));
    tokio::spawn(async move {
        loop {
            if hub.is_watched() {
                while looked(&core, &hub).await {}
            }
            let _ = tokio::time::timeout(TICK, hub.rung()).await;
        }
    });
}

async fn looked(core: &Arc<Core>, hub: &Arc<Hub>) -> bool {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    let hub = Arc::clone(hub);
    match tokio::task::spawn_blocking(move || hub.look(&act)).await {
        Ok(Ok(has_more)) => has_more,
        // Not migrated yet, or the database is away: the next look reads it.
        Ok(Err(failure)) => {
            tracing::debug!(?failure, "the end of the feed could not be read");
            false
        }
        Err(error) => {
            tracing::error!(%error, "the worker of live updates");
            false
        }
    }
}
