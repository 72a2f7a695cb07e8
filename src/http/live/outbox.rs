//! The way out to one client: a message is handed over in time, or the client is too slow to stay.

use super::holding::LastWord;
use super::message::End;
use actix_ws::{CloseReason, Session};
use std::time::Duration;
use tokio::time::timeout;

/// How long a client may take to accept that it is over.
const FAREWELL: Duration = Duration::from_secs(2);

#[derive(Clone)]
pub struct Outbox {
    session: Session,
    patience: Duration,
}

impl Outbox {
    pub fn new(session: Session, patience: Duration) -> Self {
        Self { session, patience }
    }

    /// Hands a message over.
    ///
    /// # Errors
    /// 1013 when the client did not take what was sent before it in time.
    pub async fn send(&mut self, text: String) -> Result<(), End> {
        match timeout(self.patience, self.session.text(text)).await {
            Ok(Ok(())) => Ok(()),
            // It is gone: the connection's own loop will find out.
            Ok(Err(_)) => Err(End::new(1001, "the client is gone")),
            Err(_) => Err(End::slow()),
        }
    }

    /// Asks whether somebody is there.
    pub async fn ping(&mut self) -> Result<(), End> {
        match timeout(self.patience, self.session.ping(b"")).await {
            Ok(_) => Ok(()),
            Err(_) => Err(End::slow()),
        }
    }

    /// Answers whoever asks.
    pub async fn pong(&mut self, bytes: &[u8]) -> Result<(), End> {
        match timeout(self.patience, self.session.pong(bytes)).await {
            Ok(_) => Ok(()),
            Err(_) => Err(End::slow()),
        }
    }

    /// Says why it is over. To a client that does not take it now, it is said after all that it was sent before, if it ever takes
    /// that: by what is left in `last`.
    pub async fn close(self, end: Option<End>, last: &LastWord) {
        last.leave(end.clone());
        let said = timeout(FAREWELL, self.session.close(end.map(CloseReason::from))).await;
        match said {
            Ok(_) => last.leave(None),
            Err(_) => tracing::debug!("a client did not even take that it is over"),
        }
    }
}
