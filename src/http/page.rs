//! Pages for people: how one is wanted, and how it is answered, also when there is none.

use crate::features::documents::render::{Language, Medium};
use crate::kernel::failure::{Denied, Failure};
use crate::kernel::localized::Locale;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Query;
use serde::Deserialize;

/// How a page is wanted: `lang=kk` or `ru`, `print=1` for paper.
#[derive(Deserialize)]
pub struct Wish {
    lang: Option<String>,
    print: Option<String>,
}

impl Wish {
    /// The language, where one is named, and the medium; or why the wish cannot be read.
    ///
    /// # Errors
    /// Which parameter is wrong, for an answer of 400.
    pub fn read(wish: Result<Query<Self>, actix_web::Error>) -> Result<(Option<Language>, Medium), &'static str> {
        let Query(wish) = wish.map_err(|_| "the query string cannot be read")?;
        let language = match wish.lang.as_deref().map(|tag| Locale::parse(tag).and_then(Language::of)) {
            Some(None) => return Err("lang is kk or ru"),
            Some(known) => known,
            None => None,
        };
        match wish.print.as_deref() {
            None | Some("0") => Ok((language, Medium::Screen)),
            Some("1") => Ok((language, Medium::Print)),
            Some(_) => Err("print is 0 or 1"),
        }
    }
}

/// A page, which depends on who asks and is kept nowhere.
pub fn shown(html: String, language: Language, medium: Medium) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_LANGUAGE, language.code()))
        .insert_header((header::CONTENT_SECURITY_POLICY, medium.security_policy()))
        .insert_header((header::VARY, "Accept-Language, Authorization"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(html)
}

/// A failure in place of a page. `missing` is what is said of what does not exist or may not be known to.
pub fn failed(failure: Failure, missing: &str, request_id: &str) -> HttpResponse {
    match failure {
        Failure::Denied(Denied::Unauthenticated) => plain(StatusCode::UNAUTHORIZED, "sign in first"),
        Failure::Denied(_) | Failure::Refused(_) => plain(StatusCode::NOT_FOUND, missing),
        Failure::Fault(fault) if fault.unavailable => {
            tracing::warn!(what = %fault.what, "unavailable");
            plain(StatusCode::SERVICE_UNAVAILABLE, "try again in 2 s")
        }
        Failure::Fault(fault) => {
            tracing::error!(what = %fault.what, "fault");
            plain(StatusCode::INTERNAL_SERVER_ERROR, &format!("internal error; the request id is {request_id}"))
        }
    }
}

/// A line of text in place of a page.
pub fn plain(status: StatusCode, text: &str) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(format!("{text}\n"))
}
