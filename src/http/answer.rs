//! Answers out: errors get their code and their message, the status and the media type are chosen, headers are set.

use super::instance::Instance;
use super::media::Media;
use super::rates::Standing;
use super::trusted::Unknown;
use crate::graphql::error::denial_text;
use crate::graphql::limits::Exceeded;
use crate::graphql::scopes::Lacking;
use crate::kernel::failure::Failure;
use crate::kernel::localized::Locale;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::{Response, ServerError, Value};

/// The answer to a request that failed before it was executed.
pub fn failed(failure: Failure) -> Response {
    let mut error = async_graphql::Error::from(failure).into_server_error(async_graphql::Pos::default());
    // It concerns no place in the document.
    error.locations.clear();
    Response::from_errors(vec![error])
}

/// The document or a value in it cannot be read.
pub fn bad_document(why: &str) -> ServerError {
    with_code(ServerError::new(clip(why), None), "BAD_INPUT")
}

/// Which limit, its value and what was asked.
pub fn limit_error(exceeded: &Exceeded) -> ServerError {
    let Exceeded { limit, allowed, asked } = exceeded;
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

/// Nothing to run is known by what the request names.
pub fn unknown_document(unknown: Unknown) -> ServerError {
    let (code, why) = unknown.told();
    with_code(ServerError::new(why, None), code)
}

/// A program asks for what it has no scope for.
pub fn insufficient_scope(lacking: &Lacking) -> ServerError {
    let mut error = with_code(ServerError::new("", None), "FORBIDDEN");
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("field", lacking.field.as_str());
    if let Some(scope) = lacking.scope {
        extensions.set("scope", scope.as_str());
    }
    error
}

/// A program of whose owner's rights nothing is left.
pub fn without_rights() -> ServerError {
    with_code(ServerError::new("", None), "FORBIDDEN")
}

fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_default().set("code", code);
    error
}

/// Gives every error its code and its message in the viewer's language; returns the first code.
pub fn settle(response: &mut Response, locale: Locale, request_id: &str) -> Option<String> {
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
        if let Some(text) = denial_text(&code, locale, seconds, request_id, &error.message) {
            error.message = text;
        }
        first.get_or_insert(code);
    }
    first
}

/// The seconds after which an error asks the client to try again.
pub fn retry_after(error: &ServerError) -> Option<i64> {
    match error.extensions.as_ref()?.get("retryAfterSeconds")? {
        Value::Number(seconds) => seconds.as_i64(),
        _ => None,
    }
}

/// The scope that a program lacks, as RFC 6750 wants it told.
fn lacking_scope(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("scope")? {
        Value::String(scope) => Some(scope),
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

/// What an answer tells besides its body.
pub struct Told<'a> {
    /// The code of its first error.
    pub code: Option<&'a str>,
    pub statements: u64,
    pub request_id: &'a str,
    /// Where the client stands, if anything limits it.
    pub standing: Option<Standing>,
}

/// Writes the answer.
pub fn write(instance: &Instance, request: &HttpRequest, response: &Response, told: &Told<'_>) -> HttpResponse {
    let media = Media::or_older(request);
    let modern = media == Media::Modern;
    let unexecuted = response.data == Value::Null && response.errors.iter().any(|error| error.path.is_empty());
    let status = match told.code {
        Some("RATE_LIMITED") if unexecuted => StatusCode::TOO_MANY_REQUESTS,
        Some("UNAVAILABLE") if unexecuted => StatusCode::SERVICE_UNAVAILABLE,
        Some("UNAUTHENTICATED") if unexecuted && modern => StatusCode::UNAUTHORIZED,
        Some("FORBIDDEN") if unexecuted && modern => StatusCode::FORBIDDEN,
        Some("INTERNAL") if unexecuted => StatusCode::INTERNAL_SERVER_ERROR,
        Some(_) if unexecuted && modern => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    let mut builder = HttpResponse::build(status);
    builder.insert_header((header::CONTENT_TYPE, media.name()));
    builder.insert_header(("Request-Id", told.request_id));
    if instance.shows_statements {
        builder.insert_header(("Server-Timing", format!("sql;desc=\"{} statements\"", told.statements)));
    }
    if let Some(standing) = told.standing {
        builder.insert_header(("RateLimit-Limit", standing.limit.to_string()));
        builder.insert_header(("RateLimit-Remaining", standing.remaining.to_string()));
        builder.insert_header(("RateLimit-Reset", standing.reset_seconds.to_string()));
    }
    if status == StatusCode::UNAUTHORIZED {
        builder.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
    }
    if let Some(scope) = response.errors.iter().find_map(lacking_scope) {
        let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
        builder.insert_header((header::WWW_AUTHENTICATE, challenge));
    }
    builder.insert_header(("Vary", "Accept, Accept-Language, Authorization"));
    builder.insert_header(("Cache-Control", "no-store"));
    if let Some(seconds) = response.errors.iter().filter_map(retry_after).max() {
        builder.insert_header(("Retry-After", seconds.to_string()));
    }
    // A request error has no data at all, says the specification: not even null.
    let body = if unexecuted {
        serde_json::to_vec(&serde_json::json!({ "errors": response.errors }))
    } else {
        serde_json::to_vec(response)
    };
    match body {
        Ok(bytes) => builder.body(bytes),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// A request that is not GraphQL at all: an error of the same shape.
pub fn refuse(request: &HttpRequest, status: StatusCode, why: &str) -> HttpResponse {
    let mut builder = HttpResponse::build(status);
    if status == StatusCode::REQUEST_TIMEOUT {
        // What has not come yet is not waited for.
        builder.force_close();
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        builder.insert_header((header::ALLOW, "POST"));
    }
    builder
        .insert_header((header::CONTENT_TYPE, Media::or_older(request).name()))
        .body(serde_json::json!({ "errors": [{ "message": why, "extensions": { "code": "BAD_INPUT" } }] }).to_string())
}

/// A body larger than the limit, in the same shape.
pub fn too_large(request: &HttpRequest, allowed: usize) -> HttpResponse {
    let error = serde_json::json!({
        "message": format!("bodyBytes: the limit is {allowed}"),
        "extensions": { "code": "LIMIT_EXCEEDED", "limit": "bodyBytes", "allowed": allowed },
    });
    HttpResponse::PayloadTooLarge()
        .insert_header((header::CONTENT_TYPE, Media::or_older(request).name()))
        .body(serde_json::json!({ "errors": [error] }).to_string())
}
