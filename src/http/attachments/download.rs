//! `GET /attachments/{id}`: a file, to whoever may see it.
//!
//! What comes out is never run by a browser in our name: it is an attachment of the type its content has, the type is not to be
//! guessed, and should a page show it after all, it is in a sandbox without scripts. The entity tag is the SHA-256 of the
//! content, so a client can check what it got.

use super::range::{Asked, asked, names};
use super::{answer, disposition};
use crate::access::act::Act;
use crate::features::attachments::download::{self, Found};
use crate::features::attachments::model::{Access, Attachment};
use crate::features::decisions::look;
use crate::http::instance::Instance;
use crate::http::session;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::AttachmentId;
use actix_web::body::SizedStream;
use actix_web::http::{Method, StatusCode, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::{StreamExt, stream};
use std::ops::Range;
use std::sync::Arc;

/// Gives a file out, or a range of it.
pub async fn get(instance: Data<Arc<Instance>>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let now = instance.core.clock.now();
    let (outcome, locale) = match session::viewer(&instance, &request, now, request_id.clone()).await {
        Err(failure) => (Err(failure), session::languages(&request).first().copied().unwrap_or_default()),
        Ok(viewer) => {
            let act = Act::new(Arc::clone(&instance.core), viewer);
            (give(&act, &request, &id).await, act.viewer.locale())
        }
    };
    outcome.unwrap_or_else(|failure| answer::failure(failure, locale, &request_id))
}

async fn give(act: &Act, request: &HttpRequest, id: &str) -> Outcome<HttpResponse> {
    let id = AttachmentId::parse(id).map_err(|_| Denied::NotFound("attachment"))?;
    let Found { attachment, look } =
        act.read(move |r| download::find(r, id)).await?.ok_or(Denied::NotFound("attachment"))?;
    if let Some(decision) = look {
        act.write(move |tx| look::look(tx, &[decision])).await?;
    }
    let (tag, size) = (format!("\"{}\"", attachment.sha256_hex()), u64::try_from(attachment.size_bytes).unwrap_or(0));
    let text = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    if text(header::IF_NONE_MATCH).is_some_and(|tags| names(tags, &tag)) {
        return Ok(headed(StatusCode::NOT_MODIFIED, &attachment, &tag).finish());
    }
    // A range of another content than the client has begun with would make nonsense of both.
    let same = text(header::IF_RANGE).is_none_or(|begun| begun.trim() == tag);
    match asked(text(header::RANGE).filter(|_| same), size) {
        Asked::Whole => {
            send(act, request.method(), headed(StatusCode::OK, &attachment, &tag), &attachment, 0..size).await
        }
        Asked::Part(part) => {
            let mut response = headed(StatusCode::PARTIAL_CONTENT, &attachment, &tag);
            let place = format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1));
            response.insert_header((header::CONTENT_RANGE, place));
            send(act, request.method(), response, &attachment, part).await
        }
        Asked::Beyond => {
            let mut response = headed(StatusCode::RANGE_NOT_SATISFIABLE, &attachment, &tag);
            Ok(response.insert_header((header::CONTENT_RANGE, format!("bytes */{size}"))).finish())
        }
    }
}

fn headed(status: StatusCode, attachment: &Attachment, tag: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    // It may be restricted at any time, so every use is asked for anew; the tag makes that cheap.
    let cache = match attachment.access {
        Access::Public => "no-cache",
        Access::Restricted => "private, no-store",
    };
    response
        .insert_header((header::ETAG, tag.to_owned()))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, "Authorization"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((header::CONTENT_DISPOSITION, disposition::attachment(&attachment.name)));
    response
}

async fn send(
    act: &Act,
    method: &Method,
    mut response: HttpResponseBuilder,
    attachment: &Attachment,
    range: Range<u64>,
) -> Outcome<HttpResponse> {
    let size = range.end.saturating_sub(range.start);
    // Whoever asks for the headers alone gets those of the content, which nobody has to read for that.
    let content = match *method {
        Method::HEAD => stream::empty().boxed(),
        _ => act.core.blobs.read(attachment.blob_id, range).await?,
    };
    let mime = match attachment.media_type.as_str() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    Ok(response.insert_header((header::CONTENT_TYPE, mime)).body(SizedStream::new(size, content)))
}
