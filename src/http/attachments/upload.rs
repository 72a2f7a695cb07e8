//! `PUT /uploads/{token}`: the content of a file that `createUpload` announced.
//!
//! The address alone is not enough: the request is authenticated like any other, and only the account that announced the
//! file may send it. Forms cannot PUT, and a token in a header is nothing a browser adds by itself.

use super::answer;
use super::body::Body;
use crate::access::act::Act;
use crate::features::attachments::model::Attachment;
use crate::features::attachments::transfer::{Door, transfer};
use crate::http::instance::Instance;
use crate::http::session;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use std::sync::Arc;
use tracing::Instrument;

/// Takes the content in.
pub async fn put(
    instance: Data<Arc<Instance>>,
    request: HttpRequest,
    token: Path<String>,
    mut payload: Payload,
) -> HttpResponse {
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let span = tracing::info_span!("upload", id = %request_id);
    let now = instance.core.clock.now();
    let mut body = Body::begin(&mut payload, &instance.core.rules);
    let work = async {
        match session::viewer(&instance, &request, now, request_id.clone()).await {
            Err(failure) => (Err(failure), session::languages(&request).first().copied().unwrap_or_default()),
            Ok(viewer) => {
                let act = Act::new(Arc::clone(&instance.core), viewer);
                let outcome = take(&act, &request, token.into_inner(), &mut body).await;
                (outcome, act.viewer.locale())
            }
        }
    };
    let (outcome, locale) = work.instrument(span).await;
    body.linger().await;
    match outcome {
        Ok(attachment) => created(&attachment, &request_id),
        Err(failure) => answer::failure(failure, locale, &request_id),
    }
}

async fn take(act: &Act, request: &HttpRequest, token: String, body: &mut Body<'_>) -> Outcome<Attachment> {
    if act.viewer.standing.is_none() {
        return Err(Denied::Unauthenticated.into());
    }
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if text(header::CONTENT_RANGE).is_some() {
        return Err(Failure::bad_input("Content-Range", "the content is sent as a whole"));
    }
    let (limit, length) = (act.core.rules.attachment_bytes, text(header::CONTENT_LENGTH));
    if length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > limit) {
        return Err(Refusal::new(Code::FileTooLarge).at("file").with("limit", limit).into());
    }
    Box::pin(transfer(act, Door::Announced(token), body.pieces())).await
}

fn created(attachment: &Attachment, request_id: &str) -> HttpResponse {
    let url = format!("/attachments/{}", attachment.id.wire());
    let described = json!({
        "id": attachment.id.wire(),
        "url": url,
        "name": attachment.name,
        "mediaType": attachment.media_type,
        "sizeBytes": attachment.size_bytes,
        "sha256": attachment.sha256_hex(),
    });
    HttpResponse::Created()
        .insert_header((header::LOCATION, url))
        .insert_header(("Request-Id", request_id))
        .insert_header(("Cache-Control", "no-store"))
        .json(json!({ "attachment": described }))
}
