//! `GET /documents/{id}.html`: a final document as a page, for the screen or, with `print=1`, for paper.
//!
//! Whoever may see the document in the graph may see the page, and nobody else: the same sight, the same log of looks
//! under embargo. The language is `lang` (`kk` or `ru`), else the viewer's.

use super::instance::Instance;
use super::page::{Wish, failed, plain, shown};
use super::session;
use crate::access::act::Act;
use crate::access::sight::Sight;
use crate::features::decisions::{look, needs_log};
use crate::features::documents::read;
use crate::features::documents::render::{self, Language, Sheet};
use crate::kernel::failure::Outcome;
use crate::kernel::id::FinalDocumentId;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use std::sync::Arc;
use tracing::Instrument;

const MISSING: &str = "no such document";

/// `GET /documents/{id}.html`.
pub async fn page(
    instance: Data<Arc<Instance>>,
    request: HttpRequest,
    id: Path<String>,
    wish: Result<Query<Wish>, actix_web::Error>,
) -> HttpResponse {
    let (language, medium) = match Wish::read(wish) {
        Ok(wish) => wish,
        Err(why) => return plain(StatusCode::BAD_REQUEST, why),
    };
    let Ok(id) = FinalDocumentId::parse(&id) else { return plain(StatusCode::NOT_FOUND, MISSING) };
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let span = tracing::info_span!("document", id = %request_id);
    let found = find(&instance, &request, id, request_id.clone()).instrument(span.clone()).await;
    span.in_scope(|| match found {
        Ok(Some((act, sheet))) => {
            let language = language.unwrap_or_else(|| Language::best(&act.viewer.locales));
            shown(render::page(&sheet.document, &sheet.version, language, medium), language, medium)
        }
        Ok(None) => plain(StatusCode::NOT_FOUND, MISSING),
        Err(failure) => failed(failure, MISSING, &request_id),
    })
}

async fn find(
    instance: &Instance,
    request: &HttpRequest,
    id: FinalDocumentId,
    request_id: String,
) -> Outcome<Option<(Act, Sheet)>> {
    let viewer = session::viewer(instance, request, instance.core.clock.now(), request_id).await?;
    let act = Act::new(Arc::clone(&instance.core), viewer);
    let Some(sheet) = act.read(move |r| read::sheet(r, id)).await? else { return Ok(None) };
    if needs_log(&Sight::of(&act.viewer), &sheet.decision) {
        let decision = sheet.decision.id;
        act.write(move |tx| look::look(tx, &[decision])).await?;
    }
    Ok(Some((act, sheet)))
}
