//! Deadlines: a poll whose time has run out is closed, and a term of the law whose last day has passed is overdue, also
//! when no server ran at that moment.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::{deadlines, polls};
use prometheus_client::metrics::counter::Counter;
use std::sync::Arc;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);
/// Polls closed in one tick; the rest waits for the next.
const BATCH: i64 = 50;
/// Terms made overdue in one tick: at a midnight many end together.
const TERMS: i64 = 500;

/// Starts watching. The first look is at once: deadlines that passed while the server was down are caught up.
pub fn start(core: &Arc<Core>, polls_closed: &Counter) {
    let (core, polls_closed) = (Arc::clone(core), polls_closed.clone());
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            tick(&core, &polls_closed).await;
            mark_past(&core).await;
        }
    });
}

async fn tick(core: &Arc<Core>, polls_closed: &Counter) {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    match tokio::task::spawn_blocking(move || polls::close_due::close_due(&act, BATCH)).await {
        Ok(Ok(closed)) => {
            for poll in &closed {
                tracing::info!(poll = %poll.id.wire(), "closed by its deadline");
                polls_closed.inc();
            }
        }
        // Not migrated yet, or the database is away: the next tick tries again.
        Ok(Err(failure)) => tracing::debug!(?failure, "deadlines could not be looked at"),
        Err(error) => tracing::error!(%error, "the deadline worker"),
    }
}

async fn mark_past(core: &Arc<Core>) {
    let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
    match tokio::task::spawn_blocking(move || deadlines::overdue::mark_past(&act, TERMS)).await {
        Ok(Ok(overdue)) => {
            for deadline in &overdue {
                tracing::info!(deadline = %deadline.id.wire(), rule = deadline.rule_key, "overdue");
            }
        }
        Ok(Err(failure)) => tracing::debug!(?failure, "terms could not be looked at"),
        Err(error) => tracing::error!(%error, "the deadline worker"),
    }
}
