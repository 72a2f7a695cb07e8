//! Answers to requests that are not GraphQL, in the words of those that are: `errors` with the same codes, or `userErrors`
//! where a rule refused.

use crate::http::answer::{failed, retry_after, settle};
use crate::kernel::failure::Failure;
use crate::kernel::localized::Locale;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde_json::{Value, json};

/// The answer to a failure.
pub fn failure(failure: Failure, locale: Locale, request_id: &str) -> HttpResponse {
    let mut after = None;
    let (status, body) = match failure {
        Failure::Refused(refusals) => refused(&refusals, locale),
        other => {
            let mut response = failed(other);
            let code = settle(&mut response, locale, request_id);
            after = response.errors.iter().filter_map(retry_after).max();
            (status(code.as_deref().unwrap_or("INTERNAL")), json!({ "errors": response.errors }))
        }
    };
    let mut answer = HttpResponse::build(status);
    if let Some(seconds) = after {
        answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    answer.insert_header(("Request-Id", request_id)).insert_header(("Cache-Control", "no-store")).json(body)
}

fn refused(refusals: &[Refusal], locale: Locale) -> (StatusCode, Value) {
    let status = match refusals.first().map(|refusal| refusal.code) {
        Some(Code::FileTooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        Some(Code::FileTypeUnfit) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Some(Code::UploadInvalid) => StatusCode::GONE,
        Some(Code::UploadTooSlow) => StatusCode::REQUEST_TIMEOUT,
        Some(Code::TooManyUploads) => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let error = |refusal: &Refusal| json!({ "code": refusal.code.wire(), "message": refusal.message(locale), "field": refusal.field });
    (status, json!({ "userErrors": refusals.iter().map(error).collect::<Vec<_>>() }))
}

fn status(code: &str) -> StatusCode {
    match code {
        "UNAUTHENTICATED" => StatusCode::UNAUTHORIZED,
        "FORBIDDEN" => StatusCode::FORBIDDEN,
        "NOT_FOUND" => StatusCode::NOT_FOUND,
        "BAD_INPUT" => StatusCode::BAD_REQUEST,
        "CONFLICT" => StatusCode::CONFLICT,
        "RATE_LIMITED" => StatusCode::TOO_MANY_REQUESTS,
        "UNAVAILABLE" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
