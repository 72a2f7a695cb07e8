//! One operation, however it came: judged, paid for, executed.

use super::answer::{bad_document, failed, insufficient_scope, limit_error, settle, unknown_document, without_rights};
use super::instance::Instance;
use super::places::Place;
use super::rates::{Client, Standing};
use super::trusted::Named;
use crate::access::act::Act;
use crate::access::viewer::Viewer;
use crate::graphql::attachments::Files;
use crate::graphql::batch::Batches;
use crate::graphql::volume::Volume;
use crate::graphql::{limits, operation, scopes};
use crate::kernel::failure::Failure;
use crate::kernel::localized::Locale;
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response, ServerError, Variables};
use futures_util::FutureExt;
use serde::Deserialize;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A request's body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Body {
    #[serde(default)]
    pub query: Option<String>,
    #[serde(default)]
    pub document_id: Option<String>,
    #[serde(default)]
    pub operation_name: Option<String>,
    #[serde(default)]
    pub variables: Option<serde_json::Map<String, serde_json::Value>>,
    /// The files that come after it.
    #[serde(skip)]
    pub files: Option<Arc<Files>>,
    /// Of these `persistedQuery` is understood.
    #[serde(default)]
    pub extensions: Option<serde_json::Map<String, serde_json::Value>>,
}

impl Body {
    /// Whether it says at all what it wants to run.
    pub fn is_something(&self) -> bool {
        self.query.is_some() || self.document_id.is_some() || self.extensions.is_some()
    }

    /// What it wants to run.
    fn named(&mut self) -> Named {
        let persisted = self.extensions.as_ref().and_then(|extensions| extensions.get("persistedQuery"));
        let hash = persisted.and_then(|persisted| persisted.get("sha256Hash")).and_then(serde_json::Value::as_str);
        Named { hash: hash.map(str::to_owned), query: self.query.take(), document_id: self.document_id.take() }
    }
}

/// What may come this way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Way {
    pub mutations: bool,
    pub subscriptions: bool,
}

/// An operation that may run: it is within all limits, and paid for.
pub struct Admitted {
    pub request: Request,
    pub kind: OperationType,
    pub complexity: u64,
    pub client: Client,
    /// Where the client stands, if anything limits it.
    pub standing: Option<Standing>,
    /// How much longer than others it may take, for the files that come with it.
    more: Duration,
    /// Its place among those of the client that are under way.
    _place: Place,
}

/// An operation that may not run.
pub enum Refused {
    /// A mutation by a way that is for reading.
    Mutation,
    Because(Box<Response>, Option<Standing>),
}

/// Judges an operation and takes its price, before anything is validated or executed.
pub fn admit(instance: &Instance, viewer: &Viewer, body: Body, way: Way) -> Result<Admitted, Refused> {
    let client = Client::of(viewer);
    let place =
        instance.rates.enter(&client).map_err(|denied| Refused::Because(Box::new(failed(denied.into())), None))?;
    // Each file ends by its own limit; what comes after the last of them has a request's time.
    let more = body.files.as_ref().map_or(Duration::ZERO, |_| instance.core.rules.upload_time());
    let prepared = prepare(instance, viewer, body);
    let complexity = prepared.as_ref().map_or(0, |prepared| prepared.complexity);
    let standing = instance.rates.charge(&client, complexity);
    let standing =
        standing.map_err(|(standing, denied)| Refused::Because(Box::new(failed(denied.into())), Some(standing)))?;
    let refuse = |error| Refused::Because(Box::new(Response::from_errors(vec![error])), standing);
    let Prepared { request, kind, complexity } = prepared.map_err(refuse)?;
    match kind {
        OperationType::Mutation if !way.mutations => Err(Refused::Mutation),
        OperationType::Subscription if !way.subscriptions => Err(refuse(bad_document(
            "a subscription is answered over a WebSocket (graphql-transport-ws), or to Accept: text/event-stream",
        ))),
        _ => Ok(Admitted { request, kind, complexity, client, standing, more, _place: place }),
    }
}

/// An operation that is within all limits.
struct Prepared {
    request: Request,
    kind: OperationType,
    complexity: u64,
}

fn prepare(instance: &Instance, viewer: &Viewer, mut body: Body) -> Result<Prepared, ServerError> {
    let query = instance.documents.find(body.named(), viewer.account().is_none()).map_err(unknown_document)?;
    let variables = body.variables.map(serde_json::Value::Object).map(Variables::from_json).unwrap_or_default();
    limits::admit_text(&query, &instance.limits).map_err(|exceeded| limit_error(&exceeded))?;
    let document =
        async_graphql::parser::parse_query(&query).map_err(|error| bad_document(&ServerError::from(error).message))?;
    let name = body.operation_name.filter(|name| !name.is_empty());
    let judged = limits::judge(&document, name.as_deref(), &variables, &instance.limits);
    let judged = judged.map_err(|exceeded| limit_error(&exceeded))?;
    operation::check_subscription(&document, name.as_deref()).map_err(bad_document)?;
    if let Some(missing) = operation::missing_variable(&document, name.as_deref(), &variables) {
        return Err(bad_document(&format!("Variable \"${missing}\" is required and was not given")));
    }
    if let Some(service) = viewer.service()
        && let Some(lacking) = scopes::lacking(&document, name.as_deref(), &variables, service.scopes)
    {
        return Err(insufficient_scope(&lacking));
    }
    if viewer.service().is_some() && !viewer.is_anybody() {
        return Err(without_rights());
    }
    let mut request = Request::new(query).variables(variables);
    if let Some(name) = name {
        request = request.operation_name(name);
    }
    request.set_parsed_query(document);
    if let Some(files) = body.files {
        request = request.data(files);
    }
    // Of a name that the document does not have the library says what is wrong.
    let (kind, complexity) = judged.map_or((OperationType::Query, 0), |judged| (judged.kind, judged.complexity));
    Ok(Prepared { request, kind, complexity })
}

/// Gives an answer its codes and words, counts it and logs it; returns the code of its first error.
pub fn conclude(
    instance: &Instance,
    response: &mut Response,
    (locale, statements): (Locale, u64),
    request_id: &str,
    started: Instant,
) -> Option<String> {
    let code = settle(response, locale, request_id);
    let name = code.as_deref().unwrap_or("ok");
    instance.metrics.answered(name, started.elapsed(), statements);
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    tracing::info!(code = name, statements, micros, "graphql");
    code
}

/// Executes a query or a mutation.
pub async fn execute(instance: &Instance, act: &Act, admitted: Admitted) -> Response {
    let time = instance.request_time.saturating_add(admitted.more);
    let request = admitted.request.data(act.clone()).data(Arc::new(Batches::default()));
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
