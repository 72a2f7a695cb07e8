//! Webhooks: each reads on in the feed, what waits is posted, old logs are forgotten.
//!
//! Every instance does this; the database arbitrates, by rows that are held and passed by. What has begun when the server is asked to
//! stop is finished, or claimed again by another instance when its claim runs out.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::webhooks::{post, read_on, sweep};
use crate::kernel::failure::{Failure, Outcome};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};

const TICK: Duration = Duration::from_secs(1);
const SWEEP: Duration = Duration::from_secs(3600);
/// Posts under way at once, of one instance.
const POSTS: usize = 32;

/// Starts reading, posting and sweeping. The first look is at once: what happened while no server ran is posted now.
pub fn start(core: &Arc<Core>) {
    tokio::spawn(over_and_over(Arc::clone(core), TICK, "reading on", |core| Box::pin(read_all(core))));
    tokio::spawn(over_and_over(Arc::clone(core), SWEEP, "sweeping", |core| Box::pin(sweep_all(core))));
    let core = Arc::clone(core);
    tokio::spawn(async move {
        let (places, done) = (Arc::new(Semaphore::new(POSTS)), Arc::new(Notify::new()));
        loop {
            let settled = done.notified();
            if let Err(failure) = post_all(&core, &places, &done).await {
                complain(&failure, "posting");
            }
            let _ = tokio::time::timeout(TICK, settled).await;
        }
    });
}

type Work = futures_util::future::BoxFuture<'static, Outcome<()>>;

async fn over_and_over(core: Arc<Core>, every: Duration, what: &'static str, work: fn(Arc<Core>) -> Work) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(failure) = work(Arc::clone(&core)).await {
            complain(&failure, what);
        }
    }
}

/// Not migrated yet, or the database away: the next look tries again. Anything else is ours.
fn complain(failure: &Failure, what: &'static str) {
    match failure {
        Failure::Fault(fault) if fault.unavailable => tracing::debug!(?failure, what, "webhooks"),
        _ => tracing::warn!(?failure, what, "webhooks could not be looked at"),
    }
}

fn act(core: &Arc<Core>) -> Act {
    Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()))
}

async fn off_the_async_threads<T: Send + 'static>(core: &Arc<Core>, work: fn(&Act) -> Outcome<T>) -> Outcome<T> {
    let act = act(core);
    let done = tokio::task::spawn_blocking(move || work(&act)).await;
    done.map_err(|error| Failure::fault(format!("the worker of webhooks: {error}")))?
}

async fn read_all(core: Arc<Core>) -> Outcome<()> {
    while off_the_async_threads(&core, read_on::read_on).await? {}
    Ok(())
}

async fn sweep_all(core: Arc<Core>) -> Outcome<()> {
    let forgotten = off_the_async_threads(&core, sweep::sweep).await?;
    tracing::debug!(forgotten, "old deliveries of webhooks");
    Ok(())
}

/// Claims what may be posted, as long as there is a place, and leaves each post to itself: a slow receiver keeps nobody else waiting.
async fn post_all(core: &Arc<Core>, places: &Arc<Semaphore>, done: &Arc<Notify>) -> Outcome<()> {
    loop {
        let Ok(place) = Arc::clone(places).acquire_owned().await else { return Ok(()) };
        let Some(delivery) = post::claim(&act(core)).await? else { return Ok(()) };
        let (act, done) = (act(core), Arc::clone(done));
        tokio::spawn(async move {
            if let Err(failure) = post::post(&act, delivery).await {
                tracing::warn!(?failure, "a delivery of a webhook");
            }
            drop(place);
            // What waited behind it may be posted now.
            done.notify_one();
        });
    }
}
