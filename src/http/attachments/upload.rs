//! `PUT /uploads/{token}`: the content of a file that `createUpload` announced.
//!
//! The address alone is not enough: the request is authenticated like any other, and only the account that announced the
//! file may send it. Forms cannot PUT, and a token in a header is nothing a browser adds by itself.

use super::{answer, body};
use crate::access::act::Act;
use crate::features::attachments::model::Attachment;
use crate::features::attachments::transfer::{Door, transfer};
use crate::http::instance::Instance;
use crate::http::session;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use actix_web::http::header;
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
    let work = async {
        match session::viewer(&instance, &request, now, request_id.clone()).await {
            Err(failure) => (Err(failure), session::languages(&request).first().copied().unwrap_or_default()),
            Ok(viewer) => {
                let act = Act::new(Arc::clone(&instance.core), viewer);
                let outcome = take(&instance, &act, &request, token.into_inner(), &mut payload).await;
                (outcome, act.viewer.locale())
            }
        }
    };
    let (outcome, locale) = work.instrument(span).await;
    body::linger(&mut payload).await;
    match outcome {
        Ok(attachment) => created(&attachment, &request_id),
        Err(failure) => answer::failure(failure, locale, &request_id),
    }
}

async fn take(
    instance: &Instance,
    act: &Act,
    request: &HttpRequest,
    token: String,
    payload: &mut Payload,
) -> Outcome<Attachment> {
    if act.viewer.standing.is_none() {
        return Err(Denied::Unauthenticated.into());
    }
    let limit = act.core.rules.attachment_bytes;
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > limit) {
        return Err(Refusal::new(Code::FileTooLarge).at("file").with("limit", limit).into());
    }
    let work = Box::pin(transfer(act, Door::Announced(token), body::pieces(payload)));
    match tokio::time::timeout(instance.upload_time, work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Refusal::new(Code::FileIncomplete).at("file").into()),
    }
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
