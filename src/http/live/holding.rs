//! The answer that a WebSocket is: it holds the connection's place until it is taken or the connection is cut, and has the last word
//! for a client that was too slow to be told why it is over.

use super::message::End;
use crate::http::places::Place;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// A close frame, whole and not masked, as a server sends it (RFC 6455, section 5.5.1).
const CLOSE: u8 = 0x88;

/// What is said when everything else was taken.
#[derive(Clone, Default)]
pub struct LastWord(Arc<Mutex<Option<End>>>);

impl LastWord {
    /// Leaves it, or takes it back.
    pub fn leave(&self, end: Option<End>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = end;
    }

    fn frame(&self) -> Option<Bytes> {
        let end = self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let said = [&end.code.to_be_bytes()[..], end.reason().as_bytes()].concat();
        let length = u8::try_from(said.len()).ok()?;
        Some(Bytes::from([&[CLOSE, length][..], &said].concat()))
    }
}

pub struct Holding {
    pub body: BoxBody,
    pub last: LastWord,
    pub _place: Arc<Mutex<Place>>,
}

impl MessageBody for Holding {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        match Pin::new(&mut self.body).poll_next(context) {
            Poll::Ready(None) => Poll::Ready(self.last.frame().map(Ok)),
            other => other,
        }
    }
}
