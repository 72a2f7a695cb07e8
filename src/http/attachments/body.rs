//! The body of a request, piece by piece, for no longer than it may take.

use crate::access::core::Rules;
use crate::blobs::Interrupted;
use actix_web::web::{Bytes, Payload};
use futures_util::{Stream, StreamExt, stream};
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};

/// How much of what was not wanted is still read, and for how long; who sends nothing for this long waits for the answer.
const LINGER_BYTES: usize = 8 * 1024 * 1024;
const LINGER: Duration = Duration::from_secs(5);
const LINGER_SILENCE: Duration = Duration::from_millis(500);

/// A body that is coming in.
pub struct Body<'a> {
    payload: &'a mut Payload,
    until: Instant,
    silence: Duration,
    /// There is no more to come, or nobody waits for it any more.
    over: bool,
}

impl<'a> Body<'a> {
    /// Of a request that begins now.
    pub fn begin(payload: &'a mut Payload, rules: &Rules) -> Self {
        let until = Instant::now() + rules.upload_time();
        Self { payload, until, silence: rules.upload_silence(), over: false }
    }

    /// The next piece; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Bytes, Interrupted>> {
        if self.over {
            return None;
        }
        let piece = match timeout_at(self.until, timeout(self.silence, self.payload.next())).await {
            Ok(Ok(piece)) => piece.map(|piece| piece.map_err(|error| Interrupted::Broken(error.to_string()))),
            Ok(Err(_)) | Err(_) => Some(Err(Interrupted::TooSlow)),
        };
        self.over = !matches!(piece, Some(Ok(_)));
        piece
    }

    /// All pieces.
    pub fn pieces<'b>(&'b mut self) -> impl Stream<Item = Result<Bytes, Interrupted>> + use<'a, 'b> {
        stream::unfold(self, |body| async { body.next().await.map(|piece| (piece, body)) })
    }

    /// Reads on for a moment after the answer is known: a client that still sends would see a broken connection instead
    /// of the answer. One that sends very much more does see that.
    pub async fn linger(mut self) {
        let rest = async {
            let mut read = 0_usize;
            while let Ok(Some(Ok(piece))) = timeout(LINGER_SILENCE, self.next()).await {
                read = read.saturating_add(piece.len());
                if read > LINGER_BYTES {
                    return;
                }
            }
        };
        // Whether it ended or took too long, the answer goes out now.
        drop(timeout(LINGER, rest).await);
    }
}
