//! The parts of a multipart body, one after the other, in bounded memory.
//!
//! The parser keeps what it cannot understand yet, and the head of a part could be endless. So no more than a request's
//! body may come in before the parser has made a part of it, or a piece of one.

use crate::blobs::Interrupted;
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::poll_fn;
use multer::{Field, Multipart};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use tokio::sync::mpsc::Receiver;

/// The parts that have not been read yet.
pub struct Parts {
    multipart: Multipart<'static>,
    ahead: Arc<AtomicUsize>,
}

impl Parts {
    /// Of a body whose pieces come from here. `most` bytes may come in without becoming a part or a piece of one.
    pub fn new(mut pieces: Receiver<Result<Bytes, Interrupted>>, boundary: String, most: usize) -> Self {
        let ahead = Arc::<AtomicUsize>::default();
        let counter = Arc::clone(&ahead);
        let count = move |piece: Bytes| {
            if counter.fetch_add(piece.len(), Ordering::Relaxed) > most {
                return Err(Interrupted::Broken(format!("the head of a part is longer than {most} bytes")));
            }
            Ok(piece)
        };
        let counted = move |context: &mut Context<'_>| {
            pieces.poll_recv(context).map(|piece| piece.map(|piece| piece.and_then(&count)))
        };
        Self { multipart: Multipart::new(poll_fn(counted), boundary), ahead }
    }

    /// The next part; `None` after the last.
    ///
    /// # Errors
    /// Why the body ended before its end.
    pub async fn next(&mut self) -> Result<Option<Part>, Interrupted> {
        let field = self.multipart.next_field().await.map_err(interrupted)?;
        self.ahead.store(0, Ordering::Relaxed);
        Ok(field.map(|field| Part { field, ahead: Arc::clone(&self.ahead) }))
    }
}

/// One part, whose content comes in pieces.
pub struct Part {
    field: Field<'static>,
    ahead: Arc<AtomicUsize>,
}

impl Part {
    /// What it is called.
    pub fn name(&self) -> Option<&str> {
        self.field.name()
    }
}

impl Stream for Part {
    type Item = Result<Bytes, Interrupted>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = Pin::new(&mut self.field).poll_next(context);
        if piece.is_ready() {
            self.ahead.store(0, Ordering::Relaxed);
        }
        piece.map(|piece| piece.map(|piece| piece.map_err(interrupted)))
    }
}

/// What we said ourselves comes back as we said it; the rest are the parser's words.
fn interrupted(error: multer::Error) -> Interrupted {
    match error {
        multer::Error::StreamReadFailed(inner) => match inner.downcast::<Interrupted>() {
            Ok(ours) => *ours,
            Err(other) => Interrupted::Broken(other.to_string()),
        },
        other => Interrupted::Broken(other.to_string()),
    }
}
