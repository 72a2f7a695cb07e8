//! Floor 5b: what happens without a request: other instances' events are heard, each gets its place in the feed
//! and is told to those who wait for it, deadlines pass, who
//! follows something is told, webhooks are posted, what is over is swept.

pub mod attachments;
pub mod bus;
pub mod deadlines;
pub mod feed;
pub mod live;
pub mod meters;
pub mod notices;
pub mod scorecards;
pub mod sweep;
#[cfg(feature = "postgres-tls")]
mod tls;
pub mod webhooks;

use crate::access::core::Core;
use crate::features::feed::Hub;
pub use meters::Meters;
use std::sync::Arc;

/// Starts the workers of one instance on the current runtime. They end with it.
pub fn start(core: &Arc<Core>, hub: &Arc<Hub>, meters: &Meters) {
    bus::start(core, hub);
    deadlines::start(core, &meters.polls_closed);
    scorecards::start(core);
    feed::start(core, hub);
    live::start(core, hub);
    sweep::start(core);
    attachments::start(core);
    notices::start(core, hub, meters);
    webhooks::start(core);
}
