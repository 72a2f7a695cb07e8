//! GraphQL over HTTP: `POST /graphql`, and `GET /graphql` for queries.
//!
//! Only `application/json` bodies are read, so no form on another site can make a browser execute anything. The
//! answer is `application/graphql-response+json` (with 400 for a request that could not be executed) when the
//! client accepts it, else `application/json` (with 200), as the GraphQL-over-HTTP draft asks.

use super::instance::Instance;
use super::session;
use crate::access::act::Act;
use crate::graphql::batch::Batches;
use crate::graphql::error::denial_text;
use crate::graphql::limits;
use crate::kernel::failure::Failure;
use crate::kernel::localized::Locale;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError, Value, Variables};
use futures_util::FutureExt;
use serde::Deserialize;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

/// A request's body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: String,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(default)]
    #[expect(dead_code, reason = "allowed by the specification; none is understood yet")]
    extensions: Option<serde_json::Map<String, serde_json::Value>>,
}

/// A request's query string; variables are JSON text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Params {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Post,
}

/// `POST /graphql`.
pub async fn post(instance: Data<Arc<Instance>>, request: HttpRequest, bytes: Bytes) -> HttpResponse {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let mime = content_type.split(';').next().unwrap_or_default().trim();
    if !mime.eq_ignore_ascii_case("application/json") {
        return refuse(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json");
    }
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
pub async fn get(instance: Data<Arc<Instance>>, request: HttpRequest, params: Query<Params>) -> HttpResponse {
    let params = params.into_inner();
    let variables =
        params.variables.filter(|text| !text.is_empty()).map(|text| serde_json::from_str(&text)).transpose();
    match (params.query, variables) {
        (Some(query), Ok(variables)) => {
            let body = Body { query, operation_name: params.operation_name, variables, extensions: None };
            answer(&instance, &request, body, Method::Get).await
        }
        (None, _) => refuse(&request, StatusCode::BAD_REQUEST, "the parameter query is missing"),
        (_, Err(_)) => refuse(&request, StatusCode::BAD_REQUEST, "the parameter variables is not a JSON object"),
    }
}

async fn answer(instance: &Arc<Instance>, request: &HttpRequest, body: Body, method: Method) -> HttpResponse {
    let started = Instant::now();
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    instance.metrics.in_flight.inc();
    let now = instance.core.clock.now();
    let (mut response, locale, statements) = match session::viewer(instance, request, now, request_id.clone()).await {
        Err(failure) => (failed(failure), Locale::default(), 0),
        Ok(viewer) => {
            let act = Act::new(Arc::clone(&instance.core), viewer);
            let response = match prepare(instance, body, method) {
                Ok(prepared) => execute(instance, &act, prepared).await,
                Err(Refused::Method) => {
                    instance.metrics.in_flight.dec();
                    return refuse(request, StatusCode::METHOD_NOT_ALLOWED, "a mutation must be sent by POST");
                }
                Err(Refused::Document(error)) => Response::from_errors(vec![error]),
            };
            (response, act.viewer.locale(), act.statements())
        }
    };
    instance.metrics.in_flight.dec();
    let code = settle(&mut response, locale, &request_id);
    instance.metrics.answered(code.as_deref().unwrap_or("ok"), started.elapsed(), statements);
    tracing::info!(request = %request_id, code = code.as_deref().unwrap_or("ok"), statements, ms = started.elapsed().as_millis(), "graphql");
    write(request, &response, code.as_deref(), statements, &request_id)
}

enum Refused {
    Method,
    Document(ServerError),
}

/// Parses and judges the document before anything is validated or executed.
fn prepare(instance: &Instance, body: Body, method: Method) -> Result<Request, Refused> {
    let variables = body.variables.map(serde_json::Value::Object).map(Variables::from_json).unwrap_or_default();
    let document = async_graphql::parser::parse_query(&body.query)
        .map_err(|error| Refused::Document(bad_document(&ServerError::from(error).message)))?;
    let judged = limits::judge(&document, body.operation_name.as_deref(), &variables, &instance.limits);
    let kind = judged.map_err(|exceeded| Refused::Document(limit_error(&exceeded)))?;
    if method == Method::Get && kind == Some(OperationType::Mutation) {
        return Err(Refused::Method);
    }
    let mut request = Request::new(body.query).variables(variables);
    if let Some(name) = body.operation_name.filter(|name| !name.is_empty()) {
        request = request.operation_name(name);
    }
    request.set_parsed_query(document);
    Ok(request)
}

async fn execute(instance: &Instance, act: &Act, request: Request) -> Response {
    let request = request.data(act.clone()).data(Arc::new(Batches::default()));
    // A panic in a resolver is our fault and one request's, not the server's.
    let work = AssertUnwindSafe(instance.schema.execute(request)).catch_unwind();
    match tokio::time::timeout(instance.request_time, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => failed(Failure::fault("a resolver panicked")),
        Err(_) => {
            let seconds = instance.request_time.as_secs();
            let exceeded = limits::Exceeded { limit: "requestSeconds", allowed: seconds, asked: seconds };
            Response::from_errors(vec![limit_error(&exceeded)])
        }
    }
}

fn failed(failure: Failure) -> Response {
    Response::from_errors(vec![async_graphql::Error::from(failure).into_server_error(async_graphql::Pos::default())])
}

fn bad_document(why: &str) -> ServerError {
    with_code(ServerError::new(clip(why), None), "BAD_INPUT")
}

fn limit_error(exceeded: &limits::Exceeded) -> ServerError {
    let limits::Exceeded { limit, allowed, asked } = exceeded;
    let mut error = with_code(
        ServerError::new(format!("{limit}: the limit is {allowed}, asked were {asked}"), None),
        "LIMIT_EXCEEDED",
    );
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("limit", *limit);
    extensions.set("allowed", *allowed);
    extensions.set("asked", *asked);
    error
}

fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_default().set("code", code);
    error
}

/// Gives every error its code and its message in the viewer's language; returns the first code.
fn settle(response: &mut Response, locale: Locale, request_id: &str) -> Option<String> {
    let mut first = None;
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_default();
        let code = match extensions.get("code") {
            Some(Value::String(code)) => code.clone(),
            // The library's own words: a document or a value that does not fit the schema.
            _ => {
                extensions.set("code", "BAD_INPUT");
                error.message = clip(&error.message);
                "BAD_INPUT".to_owned()
            }
        };
        if code == "INTERNAL" {
            extensions.set("requestId", request_id);
        }
        let seconds = retry_after(error);
        if let Some(text) = denial_text(&code, locale, seconds, request_id) {
            error.message = text;
        }
        first.get_or_insert(code);
    }
    first
}

/// The seconds after which an error asks the client to try again.
fn retry_after(error: &ServerError) -> Option<i64> {
    match error.extensions.as_ref()?.get("retryAfterSeconds")? {
        Value::Number(seconds) => seconds.as_i64(),
        _ => None,
    }
}

/// Never echoes long input back.
fn clip(message: &str) -> String {
    const LIMIT: usize = 300;
    if message.chars().count() <= LIMIT {
        message.to_owned()
    } else {
        message.chars().take(LIMIT).chain("…".chars()).collect()
    }
}

/// Which of the two media types the client prefers. Without a wish: the older one, for older clients.
fn accepts_graphql_response(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let place =
        |mime: &str| accept.split(',').position(|part| part.split(';').next().is_some_and(|m| m.trim() == mime));
    match (place("application/graphql-response+json"), place("application/json")) {
        (Some(new), Some(old)) => new < old,
        (new, _) => new.is_some(),
    }
}

fn write(
    request: &HttpRequest,
    response: &Response,
    code: Option<&str>,
    statements: u64,
    request_id: &str,
) -> HttpResponse {
    let modern = accepts_graphql_response(request);
    let unexecuted = response.data == Value::Null && response.errors.iter().any(|error| error.path.is_empty());
    let status = match code {
        Some("UNAVAILABLE") if unexecuted => StatusCode::SERVICE_UNAVAILABLE,
        Some("UNAUTHENTICATED") if unexecuted && modern => StatusCode::UNAUTHORIZED,
        Some("INTERNAL") if unexecuted => StatusCode::INTERNAL_SERVER_ERROR,
        Some(_) if unexecuted && modern => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let mime =
        if modern { "application/graphql-response+json; charset=utf-8" } else { "application/json; charset=utf-8" };
    let mut builder = HttpResponse::build(status);
    builder.insert_header((header::CONTENT_TYPE, mime));
    builder.insert_header(("Request-Id", request_id));
    builder.insert_header(("Server-Timing", format!("sql;desc=\"{statements} statements\"")));
    builder.insert_header(("Vary", "Accept, Accept-Language, Authorization"));
    builder.insert_header(("Cache-Control", "no-store"));
    if let Some(seconds) = response.errors.iter().filter_map(retry_after).max() {
        builder.insert_header(("Retry-After", seconds.to_string()));
    }
    match serde_json::to_vec(response) {
        Ok(bytes) => builder.body(bytes),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// A request that is not GraphQL at all: an error of the same shape.
fn refuse(request: &HttpRequest, status: StatusCode, why: &str) -> HttpResponse {
    let mime = if accepts_graphql_response(request) { "application/graphql-response+json" } else { "application/json" };
    let mut builder = HttpResponse::build(status);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        builder.insert_header((header::ALLOW, "POST"));
    }
    builder
        .insert_header((header::CONTENT_TYPE, format!("{mime}; charset=utf-8")))
        .body(serde_json::json!({ "errors": [{ "message": why, "extensions": { "code": "BAD_INPUT" } }] }).to_string())
}
