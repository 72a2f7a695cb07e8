//! Connections that stay: WebSockets after the `graphql-transport-ws` protocol, and server-sent events after the
//! `graphql-sse` protocol (distinct connections).
//!
//! ```text
//! socket: connection_init ─▶ identify ─▶ connection_ack     each subscribe: admit ─▶ execute, or stream ─▶ next … complete
//! events:                    identify (header)              one request:    admit ─▶ stream             ─▶ next … complete
//! ```
//!
//! Whatever comes this way has the limits of a request that comes by `POST`: the document is judged and paid for by the same
//! function ([`super::operation::admit`]), queries and mutations are executed by the same, and each event that is told is paid
//! for like the request that would have asked for it. A client who cannot pay is told later, and loses nothing.
//!
//! # How a WebSocket ends
//! | code | why |
//! |---|---|
//! | 1001 | The server stops. Come back with your cursors. |
//! | 1009 | A message was longer than `body_bytes`. |
//! | 1013 | The client did not take what it was sent in `live_patience_seconds`, or said nothing for as long. Come back with your cursors. |
//! | 4400 | A message that the protocol does not know. |
//! | 4401 | An operation before the connection was acknowledged. |
//! | 4403 | The token is not good, or is not good any more. Come back with a fresh one. |
//! | 4408 | No `connection_init` in `live_init_seconds`. |
//! | 4409 | An operation with the id of one that is running. |
//! | 4429 | A second `connection_init`, or more connections of this client than `live_connections_each`. |
//!
//! Nothing is buffered for a client but what is on its way: about sixty messages. A subscription reads its next event from
//! the feed when the last was taken. A client that takes nothing is cut off by the system (`stalled_seconds`), and its place is
//! taken until then. How long a message may be is judged when it is announced ([`frames`]).

pub mod events;
mod frames;
mod holding;
mod message;
mod outbox;
mod results;
mod run;
pub mod socket;
mod watchman;

use super::places::Places;
use crate::config::Settings;
use std::time::Duration;
use tokio::sync::watch;

/// What connections may be, and whether they still may.
pub struct Connections {
    pub places: Places,
    /// Operations of one connection that run at once.
    pub operations: usize,
    /// The longest until a connection says who it is.
    pub init: Duration,
    /// The longest a client may take to accept a message, or be silent.
    pub patience: Duration,
    closing: watch::Sender<bool>,
}

impl Connections {
    pub fn new(settings: &Settings) -> Self {
        Self {
            places: Places::new(settings.live_connections_each, settings.live_connections),
            operations: usize::try_from(settings.live_operations).unwrap_or(usize::MAX),
            init: Duration::from_secs(settings.live_init_seconds.into()),
            patience: Duration::from_secs(settings.live_patience_seconds.into()),
            closing: watch::Sender::new(false),
        }
    }

    /// Ends all connections, and those that come: the server stops.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Becomes true when the server stops.
    fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }
}

/// Waits until the server stops.
async fn stopped(closing: &mut watch::Receiver<bool>) {
    if closing.wait_for(|closing| *closing).await.is_err() {
        // Whoever could stop it is gone already.
    }
}
