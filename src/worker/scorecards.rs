//! Scorecards are kept by month: those in which something changed are counted anew.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::scorecard;
use std::sync::Arc;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);
/// Months counted in one transaction, which on SQLite holds up every other writer.
const MONTHS: i64 = 50;

/// Starts keeping. The first look is at once.
pub fn start(core: &Arc<Core>) {
    let core = Arc::clone(core);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            while counted(&core).await > 0 {}
        }
    });
}

async fn counted(core: &Arc<Core>) -> usize {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    match tokio::task::spawn_blocking(move || scorecard::keep::keep(&act, MONTHS)).await {
        Ok(Ok(months)) => months,
        // Not migrated yet, or the database is away: the next tick tries again.
        Ok(Err(failure)) => {
            tracing::debug!(?failure, "scorecards could not be counted");
            0
        }
        Err(error) => {
            tracing::error!(%error, "the scorecard worker");
            0
        }
    }
}
