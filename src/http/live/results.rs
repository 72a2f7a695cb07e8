//! What a subscription says, one response after the other.

use super::message::is_refusal;
use crate::access::identify::Caller;
use crate::graphql::live::Live;
use crate::http::answer::{failed, settle};
use crate::http::instance::Instance;
use crate::http::operation::Admitted;
use crate::http::rates::Client;
use crate::kernel::failure::{Denied, Failure};
use async_graphql::Response;
use futures_util::FutureExt;
use futures_util::stream::{BoxStream, StreamExt, unfold};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tracing::Instrument;

/// The longest between two looks whether a client can pay for the next event.
const PACE: Duration = Duration::from_secs(5);

struct Talk {
    /// None when it is over.
    source: Option<BoxStream<'static, Response>>,
    instance: Arc<Instance>,
    caller: Caller,
    client: Client,
    complexity: u64,
    has_told: bool,
}

/// The responses of a subscription, in the viewer's language, each with its code.
pub fn results(instance: &Arc<Instance>, caller: &Caller, admitted: Admitted) -> BoxStream<'static, Response> {
    let Admitted { request, client, complexity, .. } = admitted;
    let live = Live {
        caller: caller.clone(),
        hub: Arc::clone(&instance.hub),
        time: instance.request_time,
        answer_bytes: instance.answer_bytes,
    };
    let source = instance.schema.execute_stream_with_session_data(request.data(live), Arc::default());
    let talk = Talk {
        source: Some(source.boxed()),
        instance: Arc::clone(instance),
        caller: caller.clone(),
        client,
        complexity,
        has_told: false,
    };
    let span = tracing::info_span!("subscription", id = %caller.viewer().request_id);
    let said = move |mut talk: Talk| async move { Some((talk.next().await?, talk)) }.instrument(span.clone());
    unfold(talk, said).boxed()
}

impl Talk {
    async fn next(&mut self) -> Option<Response> {
        let source = self.source.as_mut()?;
        // The first is paid for with the request. Each other before it is looked for: what is told is of the moment at which it
        // is told, and not of one at which the client could not pay.
        if std::mem::replace(&mut self.has_told, true) {
            pay(&self.instance, &self.client, self.complexity).await;
        }
        // A panic in a resolver ends the subscription, not the server.
        let next = AssertUnwindSafe(source.next()).catch_unwind().await;
        let mut response =
            next.unwrap_or_else(|_| Some(failed(Failure::fault("a resolver of a subscription panicked"))))?;
        if is_refusal(&response, 1) {
            // Nothing comes after what could not be told: whoever comes back with the cursor of the last is told it then.
            self.source = None;
        }
        let viewer = self.caller.viewer();
        let code = settle(&mut response, viewer.locale(), &viewer.request_id);
        self.instance.metrics.told(code.as_deref().unwrap_or("ok"));
        Some(response)
    }
}

/// Waits until the client may be told something: it is not lost meanwhile.
async fn pay(instance: &Instance, client: &Client, complexity: u64) {
    while let Err((_, denied)) = instance.rates.charge(client, complexity) {
        let Denied::RateLimited { retry_after_seconds } = denied else { return };
        let wait = Duration::from_secs(retry_after_seconds.unsigned_abs()).min(PACE);
        tokio::time::sleep(wait).await;
    }
}
