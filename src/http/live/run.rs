//! One operation of a WebSocket, from `subscribe` to `complete`.

use super::message::{self, End};
use super::outbox::Outbox;
use super::results::results;
use crate::access::identify::Caller;
use crate::http::answer::failed;
use crate::http::instance::Instance;
use crate::http::operation::{Admitted, Body, Refused, Way, admit, conclude, execute};
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use futures_util::StreamExt;
use std::sync::Arc;
use std::time::Instant;

/// Everything may come this way.
const WAY: Way = Way { mutations: true, subscriptions: true };

/// Runs an operation to its end.
///
/// # Errors
/// Why the whole connection must end.
pub async fn run(instance: &Arc<Instance>, caller: &Caller, id: &str, body: Body, out: &mut Outbox) -> Result<(), End> {
    let started = Instant::now();
    let act = match caller.act().await {
        Ok(act) => act,
        Err(failure) => return refuse(instance, caller, id, failed(failure), started, out).await,
    };
    match admit(instance, &act.viewer, body, WAY) {
        Err(Refused::Because(response, _)) => refuse(instance, caller, id, *response, started, out).await,
        // There is no such way.
        Err(Refused::Mutation) => Ok(()),
        Ok(admitted) if admitted.kind == OperationType::Subscription => {
            subscribe(instance, caller, id, admitted, out).await
        }
        Ok(admitted) => {
            let mut response = execute(instance, &act, admitted).await;
            let viewer = caller.viewer();
            let said = (viewer.locale(), act.statements());
            conclude(instance, &mut response, said, &viewer.request_id, started);
            if message::is_refusal(&response, 0) {
                return out.send(message::error(id, &response)).await;
            }
            out.send(message::next(id, &response)).await?;
            out.send(message::complete(id)).await
        }
    }
}

async fn refuse(
    instance: &Instance,
    caller: &Caller,
    id: &str,
    mut response: Response,
    started: Instant,
    out: &mut Outbox,
) -> Result<(), End> {
    let viewer = caller.viewer();
    conclude(instance, &mut response, (viewer.locale(), 0), &viewer.request_id, started);
    out.send(message::error(id, &response)).await
}

async fn subscribe(
    instance: &Arc<Instance>,
    caller: &Caller,
    id: &str,
    admitted: Admitted,
    out: &mut Outbox,
) -> Result<(), End> {
    let mut results = results(instance, caller, admitted);
    while let Some(response) = results.next().await {
        // The source itself failed: with its own field in the path, and nothing comes after it.
        if message::is_refusal(&response, 1) {
            return out.send(message::error(id, &response)).await;
        }
        out.send(message::next(id, &response)).await?;
    }
    out.send(message::complete(id)).await
}
