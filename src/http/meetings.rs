//! `GET /meetings/{id}/protocol.html`: the protocol of a meeting as a page; and `GET /councils/{id}.ics`: the meetings
//! of a council as a calendar to subscribe to.
//!
//! Whoever may see the protocol in the graph may see the page, and nobody else. The calendar is the same for everybody:
//! it holds what everybody may know, so it may be kept and asked for again with its tag.

use super::instance::Instance;
use super::page::{Wish, failed, plain, shown};
use super::session;
use crate::access::act::Act;
use crate::access::viewer::Viewer;
use crate::db::log::hex;
use crate::features::documents::render::Language;
use crate::features::meetings::protocol::content::Content;
use crate::features::meetings::{Protocol, ical, read, render};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, MeetingId};
use crate::kernel::localized::Locale;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tracing::Instrument;

const NO_PROTOCOL: &str = "no such protocol";
const NO_COUNCIL: &str = "no such council";

/// `GET /meetings/{id}/protocol.html`.
pub async fn protocol(
    instance: Data<Arc<Instance>>,
    request: HttpRequest,
    id: Path<String>,
    wish: Result<Query<Wish>, actix_web::Error>,
) -> HttpResponse {
    let (language, medium) = match Wish::read(wish) {
        Ok(wish) => wish,
        Err(why) => return plain(StatusCode::BAD_REQUEST, why),
    };
    let Ok(id) = MeetingId::parse(&id) else { return plain(StatusCode::NOT_FOUND, NO_PROTOCOL) };
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let span = tracing::info_span!("protocol", id = %request_id);
    let found = find(&instance, &request, id, request_id.clone()).instrument(span.clone()).await;
    span.in_scope(|| match found {
        Ok(Some((act, protocol, content))) => {
            let language = language.unwrap_or_else(|| Language::best(&act.viewer.locales));
            shown(render::page(&protocol, &content, language, medium), language, medium)
        }
        Ok(None) => plain(StatusCode::NOT_FOUND, NO_PROTOCOL),
        Err(failure) => failed(failure, NO_PROTOCOL, &request_id),
    })
}

async fn find(
    instance: &Instance,
    request: &HttpRequest,
    id: MeetingId,
    request_id: String,
) -> Outcome<Option<(Act, Protocol, Content)>> {
    let viewer = session::viewer(instance, request, instance.core.clock.now(), request_id).await?;
    let act = Act::new(Arc::clone(&instance.core), viewer);
    let Some(protocol) = act.read(move |r| read::protocol(r, id)).await? else { return Ok(None) };
    let content = protocol.content()?;
    Ok(Some((act, protocol, content)))
}

/// In which language a calendar is wanted.
#[derive(Deserialize)]
pub struct Params {
    lang: Option<String>,
}

/// `GET /councils/{id}.ics`. The language is `lang` (`kk`, `ru` or `en`), else Kazakh: the address alone says what is
/// fetched, so that it may be kept on the way.
pub async fn calendar(
    instance: Data<Arc<Instance>>,
    request: HttpRequest,
    id: Path<String>,
    params: Result<Query<Params>, actix_web::Error>,
) -> HttpResponse {
    let Ok(Query(params)) = params else { return plain(StatusCode::BAD_REQUEST, "the query string cannot be read") };
    let Some(locale) = params.lang.as_deref().map_or(Some(Locale::Kk), Locale::parse) else {
        return plain(StatusCode::BAD_REQUEST, "lang is kk, ru or en");
    };
    let Ok(id) = CouncilId::parse(&id) else { return plain(StatusCode::NOT_FOUND, NO_COUNCIL) };
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let span = tracing::info_span!("calendar", id = %request_id);
    let act = Act::new(Arc::clone(&instance.core), Viewer::anonymous(instance.core.clock.now()));
    let found = act.read(move |r| read::diary(r, id)).instrument(span.clone()).await;
    span.in_scope(|| match found {
        Ok(Some(diary)) => feed(&request, ical::calendar(&diary, locale), locale),
        Ok(None) => plain(StatusCode::NOT_FOUND, NO_COUNCIL),
        Err(failure) => failed(failure, NO_COUNCIL, &request_id),
    })
}

fn feed(request: &HttpRequest, calendar: String, locale: Locale) -> HttpResponse {
    let tag = format!("\"{}\"", hex(&Sha256::digest(&calendar)));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let unchanged = known.is_some_and(|tags| tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let mut answer = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::CONTENT_LANGUAGE, locale.code()));
    if unchanged {
        return answer.finish();
    }
    answer
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"council.ics\""))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .body(calendar)
}
