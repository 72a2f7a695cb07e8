//! GraphQL over HTTP: `POST /graphql`, and `GET /graphql` for queries.
//!
//! A request is judged before it is parsed, again before it is validated (`graphql/limits.rs`), and paid for by its client
//! ([`super::rates`]) before it runs. Only `application/json` bodies are read here, so no form on another site can make a browser execute anything; requests
//! with files come by `attachments/multipart.rs`, under a condition that no form can meet either. The
//! answer is `application/graphql-response+json` (with 400 for a request that could not be executed) when the
//! client accepts it, else `application/json` (with 200), as the GraphQL-over-HTTP draft asks.

use super::answer::{Told, failed, refuse, too_large, write};
use super::instance::Instance;
use super::live::events;
use super::media::{Media, is_json};
use super::operation::{Body, Refused, Way, admit, conclude, execute};
use super::rates::Standing;
use super::session;
use crate::access::act::Act;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::Response;
use async_graphql::parser::types::OperationType;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;
use tokio::time::timeout;
use tracing::Instrument;

/// By which method it came.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
}

impl Method {
    fn way(self, request: &HttpRequest) -> Way {
        Way { mutations: self == Self::Post, subscriptions: Media::takes_events(request) }
    }
}

/// A request's query string; variables are JSON text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// `POST /graphql`.
pub async fn post(instance: Data<Arc<Instance>>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !is_json(content_type) {
        return refuse(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json, in UTF-8");
    }
    if request.headers().get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return refuse(
            &request,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "send the body as it is, without Content-Encoding",
        );
    }
    // A body that comes drop by drop has a request's time, like everything else.
    let bytes = match timeout(instance.request_time, payload.to_bytes_limited(instance.body_bytes)).await {
        Ok(Ok(Ok(bytes))) => bytes,
        Ok(Err(_)) => return too_large(&request, instance.body_bytes),
        Ok(Ok(Err(_))) => return refuse(&request, StatusCode::BAD_REQUEST, "the body could not be read"),
        Err(_) => return refuse(&request, StatusCode::REQUEST_TIMEOUT, "the body did not come in a request's time"),
    };
    match serde_json::from_slice::<Body>(&bytes) {
        Ok(body) => answer(&instance, &request, body, Method::Post).await,
        Err(error) => {
            let why =
                format!("the body is not a GraphQL request in JSON (line {}, column {})", error.line(), error.column());
            refuse(&request, StatusCode::BAD_REQUEST, &why)
        }
    }
}

/// `GET /graphql?query=…`: queries only.
pub async fn get(
    instance: Data<Arc<Instance>>,
    request: HttpRequest,
    params: Result<Query<Params>, actix_web::Error>,
) -> HttpResponse {
    let Ok(Query(params)) = params else {
        return refuse(&request, StatusCode::BAD_REQUEST, "the query string cannot be read");
    };
    let object =
        |text: Option<String>| text.filter(|text| !text.is_empty()).map(|text| serde_json::from_str(&text)).transpose();
    match (object(params.variables), object(params.extensions)) {
        (Ok(variables), Ok(extensions)) => {
            let Params { query, document_id, operation_name, .. } = params;
            let body = Body { query, document_id, operation_name, variables, files: None, extensions };
            answer(&instance, &request, body, Method::Get).await
        }
        (Err(_), _) => refuse(&request, StatusCode::BAD_REQUEST, "the parameter variables is not a JSON object"),
        (_, Err(_)) => refuse(&request, StatusCode::BAD_REQUEST, "the parameter extensions is not a JSON object"),
    }
}

/// One request, in a span of its id, so that whatever is logged on its way can be found by it.
pub(super) async fn answer(
    instance: &Arc<Instance>,
    request: &HttpRequest,
    body: Body,
    method: Method,
) -> HttpResponse {
    if !body.is_something() {
        return refuse(request, StatusCode::BAD_REQUEST, "query is missing");
    }
    if Media::wanted(request).is_none() && !Media::takes_events(request) {
        let why = "accept application/graphql-response+json, application/json, or text/event-stream";
        return refuse(request, StatusCode::NOT_ACCEPTABLE, why);
    }
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let span = tracing::info_span!("request", id = %request_id);
    answer_within(instance, request, body, method, request_id).instrument(span).await
}

async fn answer_within(
    instance: &Arc<Instance>,
    request: &HttpRequest,
    body: Body,
    method: Method,
    request_id: String,
) -> HttpResponse {
    let started = Instant::now();
    let _under_way = instance.metrics.enter();
    let now = instance.core.clock.now();
    let (response, standing, act) = match session::viewer(instance, request, now, request_id.clone()).await {
        Err(failure) => (failed(failure), None, None),
        Ok(viewer) => {
            let act = Act::new(Arc::clone(&instance.core), viewer);
            match admit(instance, &act.viewer, body, method.way(request)) {
                Err(Refused::Mutation) => {
                    return refuse(request, StatusCode::METHOD_NOT_ALLOWED, "a mutation must be sent by POST");
                }
                Err(Refused::Because(response, standing)) => (*response, standing, Some(act)),
                Ok(admitted) if admitted.kind == OperationType::Subscription => {
                    return events::stream(instance, request, &act, admitted);
                }
                Ok(admitted) => {
                    let standing = admitted.standing;
                    (execute(instance, &act, admitted).await, standing, Some(act))
                }
            }
        }
    };
    give(instance, request, response, &Given { started, request_id: &request_id, standing, act: act.as_ref() })
}

/// What is known of a request when it is answered.
struct Given<'a> {
    started: Instant,
    request_id: &'a str,
    standing: Option<Standing>,
    /// None when nobody could be identified.
    act: Option<&'a Act>,
}

fn give(instance: &Instance, request: &HttpRequest, mut response: Response, given: &Given<'_>) -> HttpResponse {
    let &Given { started, request_id, standing, act } = given;
    let statements = act.map_or(0, Act::statements);
    let foreign = || session::languages(request).first().copied().unwrap_or_default();
    let locale = act.map_or_else(foreign, |act| act.viewer.locale());
    let code = conclude(instance, &mut response, (locale, statements), request_id, started);
    if Media::wanted(request).is_none() {
        return events::said(&response);
    }
    write(instance, request, &response, &Told { code: code.as_deref(), statements, request_id, standing })
}
