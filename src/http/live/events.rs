//! Server-sent events after the `graphql-sse` protocol, in its distinct connections mode: one request, one stream.

use super::results::results;
use super::stopped;
use super::watchman::Watchman;
use crate::access::act::Act;
use crate::access::identify::Caller;
use crate::http::answer::{failed, settle};
use crate::http::instance::Instance;
use crate::http::metrics::Under;
use crate::http::operation::Admitted;
use crate::http::places::Place;
use crate::http::session;
use crate::kernel::failure::Denied;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use async_graphql::Response;
use futures_util::stream::{BoxStream, StreamExt, unfold};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How often it is looked whether the viewer may stay.
const LOOK: Duration = Duration::from_secs(1);
/// After so many looks without an event a comment is sent: nothing between us and the client takes it for dead, and a client
/// that has left is noticed.
const SILENT_LOOKS: u32 = 5;
/// What a client that has as many connections as it may is told to wait, in seconds.
const FULL_SECONDS: i64 = 5;
const COMPLETE: &[u8] = b"event: complete\ndata:\n\n";

/// An answer that is known already, as a stream.
pub fn said(response: &Response) -> HttpResponse {
    let mut whole = next(response).to_vec();
    whole.extend_from_slice(COMPLETE);
    begin().body(whole)
}

/// The answers to a subscription.
pub fn stream(instance: &Arc<Instance>, request: &HttpRequest, act: &Act, admitted: Admitted) -> HttpResponse {
    let viewer = act.viewer.as_ref().clone();
    let Some(place) = instance.connections.places.take(admitted.client.key()) else {
        let mut response = failed(Denied::RateLimited { retry_after_seconds: FULL_SECONDS }.into());
        settle(&mut response, viewer.locale(), &viewer.request_id);
        return said(&response);
    };
    // It was good a moment ago, or nobody would be here.
    let token = session::token(request).ok().flatten().map(Arc::from);
    let caller = Caller::new(Arc::clone(&instance.core), viewer, token);
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let talk = Talk {
        results: Some(results(instance, &caller, admitted)),
        watchman: Watchman::new(caller.clone()),
        caller,
        looks,
        silent: 0,
        closing: instance.connections.closing(),
        _place: place,
        _open: instance.metrics.connect(),
    };
    begin().streaming(unfold(talk, |mut talk| async { Some((Ok::<_, Infallible>(talk.next().await?), talk)) }))
}

fn begin() -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, "text/event-stream; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Accept, Accept-Language, Authorization"))
        // What is compressed waits for more; and so does a proxy that is not told.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header(("X-Accel-Buffering", "no"));
    answer
}

fn next(response: &Response) -> Bytes {
    // JSON has no line breaks in it.
    let data = serde_json::to_string(response).unwrap_or_default();
    Bytes::from(format!("event: next\ndata: {data}\n\n"))
}

enum Turn {
    Said(Option<Box<Response>>),
    Look,
}

struct Talk {
    /// None when all was said.
    results: Option<BoxStream<'static, Response>>,
    watchman: Watchman,
    caller: Caller,
    looks: Interval,
    silent: u32,
    closing: watch::Receiver<bool>,
    _place: Place,
    _open: Under,
}

impl Talk {
    /// What to send next; `None` when the stream ends.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            let results = self.results.as_mut()?;
            let turn = tokio::select! {
                biased;
                () = stopped(&mut self.closing) => return None,
                response = results.next() => Turn::Said(response.map(Box::new)),
                _ = self.looks.tick() => Turn::Look,
            };
            match turn {
                Turn::Said(Some(response)) => {
                    self.silent = 0;
                    return Some(next(&response));
                }
                Turn::Said(None) => return Some(self.complete()),
                Turn::Look if self.watchman.is_over().await => return Some(self.send_away()),
                Turn::Look => self.silent += 1,
            }
            if self.silent >= SILENT_LOOKS {
                self.silent = 0;
                return Some(Bytes::from_static(b":\n\n"));
            }
        }
    }

    fn complete(&mut self) -> Bytes {
        self.results = None;
        Bytes::from_static(COMPLETE)
    }

    fn send_away(&mut self) -> Bytes {
        let mut response = failed(Denied::Unauthenticated.into());
        let viewer = self.caller.viewer();
        settle(&mut response, viewer.locale(), &viewer.request_id);
        let mut whole = next(&response).to_vec();
        whole.extend_from_slice(&self.complete());
        Bytes::from(whole)
    }
}
