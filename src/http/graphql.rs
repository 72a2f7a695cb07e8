//! GraphQL over HTTP: `POST /graphql`, and `GET /graphql` for queries.
//!
//! A request is judged before it is parsed, again before it is validated (`graphql/limits.rs`), and paid for by its client
//! ([`super::rates`]) before it runs. Only `application/json` bodies are read here, so no form on another site can make a browser execute anything; requests
//! with files come by `attachments/multipart.rs`, under a condition that no form can meet either. The
//! answer is `application/graphql-response+json` (with 400 for a request that could not be executed) when the
//! client accepts it, else `application/json` (with 200), as the GraphQL-over-HTTP draft asks.

use super::answer::{Told, bad_document, failed, limit_error, refuse, settle, too_large, unknown_document, write};
use super::instance::Instance;
use super::media::{Media, is_json};
use super::rates::{Client, Standing};
use super::session;
use super::trusted::Named;
use crate::access::act::Act;
use crate::graphql::attachments::Files;
use crate::graphql::batch::Batches;
use crate::graphql::volume::Volume;
use crate::graphql::{limits, operation};
use crate::kernel::failure::Failure;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError, Variables};
use futures_util::FutureExt;
use serde::Deserialize;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::Instrument;

/// A request's body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    document_id: Option<String>,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    pub(super) variables: Option<serde_json::Map<String, serde_json::Value>>,
    /// The files that come after it.
    #[serde(skip)]
    pub(super) files: Option<Arc<Files>>,
    /// Of these `persistedQuery` is understood.
    #[serde(default)]
    extensions: Option<serde_json::Map<String, serde_json::Value>>,
}

impl Body {
    /// What it wants to run.
    fn named(&mut self) -> Named {
        let persisted = self.extensions.as_ref().and_then(|extensions| extensions.get("persistedQuery"));
        let hash = persisted.and_then(|persisted| persisted.get("sha256Hash")).and_then(serde_json::Value::as_str);
        Named { hash: hash.map(str::to_owned), query: self.query.take(), document_id: self.document_id.take() }
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

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Post,
}

/// `POST /graphql`.
pub async fn post(
    instance: Data<Arc<Instance>>,
    request: HttpRequest,
    bytes: Result<Bytes, actix_web::Error>,
) -> HttpResponse {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !is_json(content_type) {
        return refuse(&request, StatusCode::UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json, in UTF-8");
    }
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE => {
            return too_large(&request, instance.body_bytes);
        }
        Err(_) => return refuse(&request, StatusCode::BAD_REQUEST, "the body could not be read"),
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
    if body.query.is_none() && body.document_id.is_none() && body.extensions.is_none() {
        return refuse(request, StatusCode::BAD_REQUEST, "query is missing");
    }
    if Media::wanted(request).is_none() {
        let why = "accept application/graphql-response+json or application/json";
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
    instance.metrics.in_flight.inc();
    let now = instance.core.clock.now();
    let (served, locale, statements) = match session::viewer(instance, request, now, request_id.clone()).await {
        Err(failure) => {
            let locale = session::languages(request).first().copied().unwrap_or_default();
            (Ok((failed(failure), None)), locale, 0)
        }
        Ok(viewer) => {
            let act = Act::new(Arc::clone(&instance.core), viewer);
            let served = serve(instance, &act, body, method).await;
            (served, act.viewer.locale(), act.statements())
        }
    };
    instance.metrics.in_flight.dec();
    let Ok((mut response, standing)) = served else {
        return refuse(request, StatusCode::METHOD_NOT_ALLOWED, "a mutation must be sent by POST");
    };
    let code = settle(&mut response, locale, &request_id);
    instance.metrics.answered(code.as_deref().unwrap_or("ok"), started.elapsed(), statements);
    tracing::info!(
        code = code.as_deref().unwrap_or("ok"),
        statements,
        micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        "graphql"
    );
    let told = Told { code: code.as_deref(), statements, request_id: &request_id, standing };
    write(instance, request, &response, &told)
}

/// A mutation was sent by GET.
struct MutationByGet;

/// Within what its client may ask: judged, paid for, executed.
async fn serve(
    instance: &Instance,
    act: &Act,
    body: Body,
    method: Method,
) -> Result<(Response, Option<Standing>), MutationByGet> {
    let client = Client::of(&act.viewer);
    let _turn = match instance.rates.enter(&client) {
        Ok(turn) => turn,
        Err(denied) => return Ok((failed(denied.into()), None)),
    };
    // Each file ends by its own limit; what comes after the last of them has a request's time.
    let more = body.files.as_ref().map_or(Duration::ZERO, |_| act.core.rules.upload_time());
    let prepared = prepare(instance, body, method, act.viewer.account().is_none());
    let complexity = prepared.as_ref().map_or(0, |prepared| prepared.complexity);
    let standing = match instance.rates.charge(&client, complexity) {
        Ok(standing) => standing,
        Err((standing, denied)) => return Ok((failed(denied.into()), Some(standing))),
    };
    match prepared {
        Ok(prepared) => {
            let time = instance.request_time.saturating_add(more);
            Ok((execute(instance, act, prepared.request, time).await, standing))
        }
        Err(Refused::Method) => Err(MutationByGet),
        Err(Refused::Document(error)) => Ok((Response::from_errors(vec![error]), standing)),
    }
}

enum Refused {
    Method,
    Document(ServerError),
}

/// A request that may run, and what it costs.
struct Prepared {
    request: Request,
    complexity: u64,
}

/// Parses and judges the document before anything is validated or executed.
fn prepare(instance: &Instance, mut body: Body, method: Method, is_stranger: bool) -> Result<Prepared, Refused> {
    let query = instance.documents.find(body.named(), is_stranger);
    let query = query.map_err(|unknown| Refused::Document(unknown_document(unknown)))?;
    let variables = body.variables.map(serde_json::Value::Object).map(Variables::from_json).unwrap_or_default();
    limits::admit_text(&query, &instance.limits).map_err(|exceeded| Refused::Document(limit_error(&exceeded)))?;
    let document = async_graphql::parser::parse_query(&query)
        .map_err(|error| Refused::Document(bad_document(&ServerError::from(error).message)))?;
    let judged = limits::judge(&document, body.operation_name.as_deref(), &variables, &instance.limits);
    let judged = judged.map_err(|exceeded| Refused::Document(limit_error(&exceeded)))?;
    if let Some(name) = operation::missing_variable(&document, body.operation_name.as_deref(), &variables) {
        return Err(Refused::Document(bad_document(&format!("Variable \"${name}\" is required and was not given"))));
    }
    if method == Method::Get && judged.is_some_and(|judged| judged.kind == OperationType::Mutation) {
        return Err(Refused::Method);
    }
    let mut request = Request::new(query).variables(variables);
    if let Some(name) = body.operation_name.filter(|name| !name.is_empty()) {
        request = request.operation_name(name);
    }
    request.set_parsed_query(document);
    if let Some(files) = body.files {
        request = request.data(files);
    }
    Ok(Prepared { request, complexity: judged.map_or(0, |judged| judged.complexity) })
}

async fn execute(instance: &Instance, act: &Act, request: Request, time: Duration) -> Response {
    let request = request.data(act.clone()).data(Arc::new(Batches::default()));
    let request = request.data(Volume::new(instance.answer_bytes));
    // A panic in a resolver is our fault and one request's, not the server's.
    let work = AssertUnwindSafe(instance.schema.execute(request)).catch_unwind();
    match tokio::time::timeout(time, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => failed(Failure::fault("a resolver panicked")),
        Err(_) => {
            let seconds = time.as_secs();
            let exceeded = limits::Exceeded { limit: "requestSeconds", allowed: seconds, asked: seconds };
            Response::from_errors(vec![limit_error(&exceeded)])
        }
    }
}
