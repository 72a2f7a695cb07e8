//! Who follows something is told: events become notices, notices become digests, mails leave the outbox.
//!
//! Every instance does this; the database arbitrates. Telling and sending run apart, so that a slow mail server keeps nobody's
//! inbox waiting, and both on threads of their own, so that neither keeps a request waiting. A step is one transaction or one
//! mail: what has begun is finished when the server is asked to stop, and no more is begun.

use super::meters::Meters;
use crate::access::act::Act;
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::features::feed::Hub;
use crate::features::notices::{digest, outbox, store, sweep, tell};
use crate::kernel::failure::Outcome;
use std::sync::Arc;
use std::time::Duration;

const TICK: Duration = Duration::from_secs(1);
const SWEEP: Duration = Duration::from_secs(3600);
/// Mails handed over at once by one instance, each over a connection of its own.
const SENDERS: usize = 4;

/// Whether there may be more to do at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    AtOnce,
    Later,
}

type Step = fn(&Workplace) -> Outcome<Next>;

/// What a step works with.
#[derive(Clone)]
struct Workplace {
    core: Arc<Core>,
    hub: Arc<Hub>,
    meters: Meters,
}

/// Starts telling, sending and sweeping. The first look is at once: what happened while no server ran is told now.
pub fn start(core: &Arc<Core>, hub: &Arc<Hub>, meters: &Meters) {
    let place = Workplace { core: Arc::clone(core), hub: Arc::clone(hub), meters: meters.clone() };
    keep(&place, "telling", TICK, |Workplace { core, hub, meters }| {
        let done = tell_some(core, meters)?;
        if done > 0 {
            hub.tell();
        }
        let (waiting, since) = act(core).read_now(|r| store::waiting_mails(r.conn))?;
        meters.wait(waiting, since.map_or(0, |since| core.clock.now().seconds_since(since)));
        Ok(if done == 0 { Next::Later } else { Next::AtOnce })
    });
    for _ in 0..SENDERS {
        keep(&place, "sending", TICK, |place| {
            Ok(if send_one(&place.core, &place.meters)? { Next::AtOnce } else { Next::Later })
        });
    }
    keep(&place, "sweeping", SWEEP, |place| {
        let forgotten = sweep::sweep(&act(&place.core))?;
        tracing::debug!(forgotten, "old notices and mails");
        Ok(Next::Later)
    });
}

fn act(core: &Arc<Core>) -> Act {
    Act::new(Arc::clone(core), Viewer::anonymous(core.clock.now()))
}

fn tell_some(core: &Arc<Core>, meters: &Meters) -> Outcome<usize> {
    let told = tell::tell(&act(core))?;
    meters.told(told.notices);
    Ok(told.events + digest::digest(&act(core))?)
}

fn send_one(core: &Arc<Core>, meters: &Meters) -> Outcome<bool> {
    let became = outbox::send_next(&act(core))?;
    became.into_iter().for_each(|state| meters.tried(state));
    Ok(became.is_some())
}

/// Tells what there is to tell, and makes the digests that are due. Returns how many events and digests.
///
/// # Errors
/// A fault when the database is away; the next look tries again.
pub fn tell_now(core: &Arc<Core>) -> Outcome<usize> {
    let mut done = 0;
    loop {
        let some = tell_some(core, &Meters::default())?;
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
        if !send_one(core, &Meters::default())? {
            return Ok(done);
        }
    }
    Ok(most)
}

/// Does something over and over, off the async threads.
fn keep(place: &Workplace, what: &'static str, every: Duration, step: Step) {
    let place = place.clone();
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            while again(&place, what, step).await == Next::AtOnce {}
        }
    });
}

async fn again(place: &Workplace, what: &'static str, step: Step) -> Next {
    let place = place.clone();
    match tokio::task::spawn_blocking(move || step(&place)).await {
        Ok(Ok(next)) => return next,
        // Not migrated yet, or the database is away: the next tick tries again.
        Ok(Err(failure)) => tracing::debug!(?failure, what, "notices could not be looked at"),
        Err(error) => tracing::error!(%error, what, "the worker of notices"),
    }
    Next::Later
}
