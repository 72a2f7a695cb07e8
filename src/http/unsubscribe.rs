//! `GET` and `POST /unsubscribe/{token}`: the way out of a mail, for a person (a page with one button) and for a mail program
//! (one click, after RFC 8058). The signed token is all the right that is needed, and it is good for nothing else.
//!
//! A `GET` changes nothing: mail servers look at every link of a mail before anybody reads it. What a `POST` says does not
//! matter; a form on another site that sends one would have to know the token.

use super::instance::Instance;
use crate::access::act::Act;
use crate::access::viewer::Viewer;
use crate::features::notices::render::{WayOut, way_out};
use crate::features::notices::unsubscribe;
use crate::kernel::failure::Failure;
use crate::kernel::localized::Locale;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use std::sync::Arc;

/// Nothing from anywhere, and the form only to where it came from.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// `GET /unsubscribe/{token}`: asks.
pub async fn ask(instance: Data<Arc<Instance>>, request: HttpRequest, token: Path<String>) -> HttpResponse {
    match instance.core.keys.unsubscriber(&token) {
        Some(_) => page(StatusCode::OK, WayOut::Ask, &request),
        None => page(StatusCode::NOT_FOUND, WayOut::Invalid, &request),
    }
}

/// `POST /unsubscribe/{token}`: sends no more mails.
pub async fn done(instance: Data<Arc<Instance>>, request: HttpRequest, token: Path<String>) -> HttpResponse {
    let Some(person) = instance.core.keys.unsubscriber(&token) else {
        return page(StatusCode::NOT_FOUND, WayOut::Invalid, &request);
    };
    let act = Act::new(Arc::clone(&instance.core), Viewer::anonymous(instance.core.clock.now()));
    match act.write(move |tx| unsubscribe::unsubscribe(tx, person)).await {
        Ok(()) => page(StatusCode::OK, WayOut::Done, &request),
        Err(failure) => failed(failure),
    }
}

fn failed(failure: Failure) -> HttpResponse {
    let id = uuid::Uuid::new_v4().simple().to_string();
    tracing::info_span!("unsubscribe", %id).in_scope(|| super::page::failed(failure, "no such link", &id))
}

fn page(status: StatusCode, what: WayOut, request: &HttpRequest) -> HttpResponse {
    let wanted =
        request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let locale = Locale::negotiate(wanted).into_iter().next().unwrap_or_default();
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_LANGUAGE, locale.code()))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(way_out(what, locale))
}
