//! Floor 5b: what happens without a request: other instances' events are heard, deadlines pass, who
//! follows something is told, what is over is swept.

pub mod attachments;
pub mod bus;
pub mod deadlines;
pub mod notices;
pub mod sweep;
#[cfg(feature = "postgres-tls")]
mod tls;

use crate::access::core::Core;
use prometheus_client::metrics::counter::Counter;
use std::sync::Arc;

/// Starts the workers of one instance on the current runtime. They end with it.
pub fn start(core: &Arc<Core>, polls_closed: &Counter) {
    bus::start(core);
    deadlines::start(core, polls_closed);
    sweep::start(core);
    attachments::start(core);
    notices::start(core);
}
