//! Floor 5b: what happens without a request: other instances' events are heard, each gets its place in the feed, deadlines pass, who
//! follows something is told, what is over is swept.

pub mod attachments;
pub mod bus;
pub mod deadlines;
pub mod feed;
pub mod meters;
pub mod notices;
pub mod scorecards;
pub mod sweep;
#[cfg(feature = "postgres-tls")]
mod tls;

use crate::access::core::Core;
pub use meters::Meters;
use std::sync::Arc;

/// Starts the workers of one instance on the current runtime. They end with it.
pub fn start(core: &Arc<Core>, meters: &Meters) {
    bus::start(core);
    deadlines::start(core, &meters.polls_closed);
    scorecards::start(core);
    feed::start(core);
    sweep::start(core);
    attachments::start(core);
    notices::start(core, meters);
}
