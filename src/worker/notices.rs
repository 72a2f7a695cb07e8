//! Who follows something is told: events become notices, notices become digests, mails leave the outbox.
//!
//! Every instance does this; the database arbitrates. Telling and sending run apart, so that a slow mail server keeps nobody's
//! inbox waiting.

use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::notices::{digest, outbox, tell};
use crate::kernel::failure::Outcome;
use std::sync::Arc;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);
/// Mails handed over at once by one instance, each over a connection of its own.
const SENDERS: usize = 4;
/// Mails that a sender sends before it looks whether the server is being stopped.
const RUN: usize = 20;

/// Starts telling and sending. The first look is at once: what happened while no server ran is told now.
pub fn start(core: &Arc<Core>) {
    keep(core, "telling", |core| tell_now(core).map(|_| ()));
    for _ in 0..SENDERS {
        keep(core, "sending", |core| send_now(core, RUN).map(|_| ()));
    }
}

/// Tells what there is to tell, and makes the digests that are due. Returns how many events and digests.
///
/// # Errors
/// A fault when the database is away; the next look tries again.
pub fn tell_now(core: &Arc<Core>) -> Outcome<usize> {
    let mut done = 0;
    loop {
        let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
        let some = tell::tell(&act)? + digest::digest(&act)?;
        if some == 0 {
            return Ok(done);
        }
        done += some;
    }
}

/// Sends mails that are due, at most so many. Returns how many were tried.
///
/// # Errors
/// A fault when the database is away; what was claimed is tried again when its claim runs out.
pub fn send_now(core: &Arc<Core>, most: usize) -> Outcome<usize> {
    for done in 0..most {
        let act = Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()));
        if outbox::send_next(&act)?.is_none() {
            return Ok(done);
        }
    }
    Ok(most)
}

/// Does something over and over, off the async threads. What has begun is finished when the server is asked to stop: a mail that
/// was handed over is recorded.
fn keep(core: &Arc<Core>, what: &'static str, work: fn(&Arc<Core>) -> Outcome<()>) {
    let core = Arc::clone(core);
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let core = Arc::clone(&core);
            match tokio::task::spawn_blocking(move || work(&core)).await {
                Ok(Ok(())) => {}
                // Not migrated yet, or the database is away: the next tick tries again.
                Ok(Err(failure)) => tracing::debug!(?failure, what, "notices could not be looked at"),
                Err(error) => tracing::error!(%error, what, "the worker of notices"),
            }
        }
    });
}
