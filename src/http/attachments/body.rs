//! The body of a request, piece by piece.

use actix_web::web::{Bytes, Payload};
use futures_util::{Stream, StreamExt, stream};
use std::time::Duration;

/// The longest a sender may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How much of what was not wanted is still read, and for how long.
const LINGER_BYTES: usize = 8 * 1024 * 1024;
const LINGER: Duration = Duration::from_secs(5);

/// The next piece; `None` at the end.
pub async fn next(payload: &mut Payload) -> Option<Result<Bytes, String>> {
    match tokio::time::timeout(SILENCE, payload.next()).await {
        Ok(piece) => piece.map(|piece| piece.map_err(|error| error.to_string())),
        Err(_) => Some(Err("the sender fell silent".to_owned())),
    }
}

/// All pieces.
pub fn pieces(payload: &mut Payload) -> impl Stream<Item = Result<Bytes, String>> + '_ {
    stream::unfold(payload, |payload| async { next(payload).await.map(|piece| (piece, payload)) })
}

/// Reads on for a moment after the answer is known: a client that still sends would see a broken connection instead
/// of the answer. One that sends very much more does see that.
pub async fn linger(payload: &mut Payload) {
    let rest = async {
        let mut read = 0;
        while let Some(Ok(piece)) = payload.next().await {
            read += piece.len();
            if read > LINGER_BYTES {
                return;
            }
        }
    };
    // Whether it ended or took too long, the answer goes out now.
    drop(tokio::time::timeout(LINGER, rest).await);
}
