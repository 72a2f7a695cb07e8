//! `GET /scorecards/{id}.svg`: the scorecard of a body, or of a region with everything below it, as a picture to embed.
//!
//! It tells what everybody may know and takes no notice of who asks: no token is looked at, the address alone says what is
//! fetched. So it may be kept on the way, fetched again with its tag, and shown on any page.

use super::instance::Instance;
use super::page::{failed, plain};
use crate::access::act::Act;
use crate::access::viewer::Viewer;
use crate::db::log::hex;
use crate::features::scorecard::chart::{self, Caption};
use crate::features::scorecard::{Period, Scope, read};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{RegionId, StateBodyId};
use crate::kernel::localized::{Locale, Localized};
use crate::kernel::zone::Zone;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tracing::Instrument;

const MISSING: &str = "no such scorecard";

/// How the picture is wanted: `lang`, and the first day of the period and the first day no longer in it.
#[derive(Deserialize)]
pub struct Params {
    lang: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

/// What a request asks for.
#[derive(Clone, Copy)]
struct Wish {
    locale: Locale,
    period: Period,
}

impl Params {
    fn read(&self) -> Result<Wish, &'static str> {
        let locale = self.lang.as_deref().map_or(Some(Locale::Kk), Locale::parse);
        let locale = locale.ok_or("lang is kk, ru or en")?;
        let day = |text: &Option<String>| text.as_deref().map(str::parse::<NaiveDate>).transpose();
        let (from, until) = day(&self.from)
            .and_then(|from| Ok((from, day(&self.until)?)))
            .map_err(|_| "from and until are days such as 2026-11-22")?;
        let period =
            Period::new(from, until).map_err(|_| "from is a day before until, both of the years 2000 to 2100")?;
        Ok(Wish { locale, period })
    }
}

/// `GET /scorecards/{id}.svg`. The language is `lang` (`kk`, `ru` or `en`), else Kazakh.
pub async fn chart(
    instance: Data<Arc<Instance>>,
    request: HttpRequest,
    id: Path<String>,
    params: Result<Query<Params>, actix_web::Error>,
) -> HttpResponse {
    let Ok(Query(params)) = params else { return plain(StatusCode::BAD_REQUEST, "the query string cannot be read") };
    let wish = match params.read() {
        Ok(wish) => wish,
        Err(why) => return plain(StatusCode::BAD_REQUEST, why),
    };
    let request_id = uuid::Uuid::new_v4().simple().to_string();
    let span = tracing::info_span!("scorecard", id = %request_id);
    let found = draw(&instance, &id, wish).instrument(span.clone()).await;
    span.in_scope(|| match found {
        Ok(Some(picture)) => shown(&request, picture, wish.locale),
        Ok(None) => plain(StatusCode::NOT_FOUND, MISSING),
        Err(failure) => failed(failure, MISSING, &request_id),
    })
}

async fn draw(instance: &Instance, id: &str, wish: Wish) -> Outcome<Option<String>> {
    let now = instance.core.clock.now();
    let act = Act::new(Arc::clone(&instance.core), Viewer::anonymous(now));
    let Some((name, zone, scope)) = subject(instance, &act, id).await? else { return Ok(None) };
    let card = act.read(move |r| read::sum(r.conn, now, wish.period, &scope)).await?;
    let caption = Caption { name: &name, period: wish.period, today: zone.day(now) };
    Ok(Some(chart::draw(caption, &card, wish.locale)))
}

/// Whose scorecard it is: a body's, or a region's with everything below it.
async fn subject(instance: &Instance, act: &Act, id: &str) -> Outcome<Option<(Localized, Zone, Scope)>> {
    let reference = instance.reference.get(act).await?;
    if let Ok(id) = StateBodyId::parse(id) {
        let body = reference.bodies.get(id);
        return Ok(body.map(|body| (body.name.clone(), body.time_zone, Scope::Among(vec![id]))));
    }
    let Ok(id) = RegionId::parse(id) else { return Ok(None) };
    let bodies = reference.subtree(id).into_iter().collect();
    Ok(reference.regions.get(id).map(|region| (region.name.clone(), Zone::default(), Scope::Among(bodies))))
}

fn shown(request: &HttpRequest, picture: String, locale: Locale) -> HttpResponse {
    let tag = format!("\"{}\"", hex(&Sha256::digest(&picture)));
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let unchanged = known.is_some_and(|tags| tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let mut answer = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header((header::CONTENT_LANGUAGE, locale.code()))
        // Any page may embed it, also one that lets in only what says so.
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"));
    if unchanged {
        return answer.finish();
    }
    answer
        .insert_header((header::CONTENT_TYPE, "image/svg+xml; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, chart::SECURITY_POLICY))
        .body(picture)
}
