//! Headers become a viewer: the only door through which a request gets an identity.

use super::instance::Instance;
use super::rates::Client;
use crate::access::identify;
use crate::access::viewer::Viewer;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::localized::Locale;
use actix_web::HttpRequest;
use actix_web::http::header;
use std::net::IpAddr;

/// Resolves the viewer of a request. No `Authorization` header is an anonymous viewer; a bad one is a denial, so
/// that a client whose token ran out learns it and does not silently read as a stranger.
///
/// # Errors
/// UNAUTHENTICATED for a token that is malformed, expired, or whose session has ended; a fault when the database
/// is away.
pub async fn viewer(instance: &Instance, request: &HttpRequest, now: Timestamp, request_id: String) -> Outcome<Viewer> {
    let viewer = Viewer { request_id, ..stranger(instance, request, now) };
    identified(instance, viewer, token(request)?).await
}

/// The sender of a request as they are before anybody looks at their token.
pub fn stranger(instance: &Instance, request: &HttpRequest, now: Timestamp) -> Viewer {
    Viewer { address: address(instance, request), locales: languages(request), ..Viewer::anonymous(now) }
}

/// The same with whatever the token gives them.
///
/// # Errors
/// As [`viewer`].
pub async fn identified(instance: &Instance, mut viewer: Viewer, token: Option<&str>) -> Outcome<Viewer> {
    if let Some(token) = token {
        viewer.standing = Some(known(instance, &viewer, identify::bearer(&instance.core, token, viewer.now).await)?);
    }
    let wanted = std::mem::take(&mut viewer.locales);
    viewer.locales = locales(&viewer, wanted);
    Ok(viewer)
}

/// Whoever bears a token that is none has made us look for it, and pays as a stranger.
fn known<T>(instance: &Instance, stranger: &Viewer, found: Outcome<T>) -> Outcome<T> {
    if matches!(found, Err(Failure::Denied(Denied::Unauthenticated))) {
        instance.rates.charge(&Client::of(stranger), 0).map_err(|(_, limited)| limited)?;
    }
    found
}

/// The token of a request's header.
///
/// # Errors
/// UNAUTHENTICATED when the header says something else.
pub fn token(request: &HttpRequest) -> Outcome<Option<&str>> {
    if !request.headers().contains_key(header::AUTHORIZATION) {
        return Ok(None);
    }
    Ok(Some(text(request, &header::AUTHORIZATION).and_then(bearer_token).ok_or(Denied::Unauthenticated)?))
}

/// The token of `Bearer …`.
pub fn bearer_token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The languages the client asks for, best first.
pub fn languages(request: &HttpRequest) -> Vec<Locale> {
    text(request, &header::ACCEPT_LANGUAGE).map(Locale::negotiate).unwrap_or_default()
}

/// The header's languages first, then the account's, then Kazakh.
fn locales(viewer: &Viewer, mut order: Vec<Locale>) -> Vec<Locale> {
    let own = viewer.standing.as_ref().map(|standing| standing.locale);
    for locale in own.into_iter().chain([Locale::Kk]) {
        if !order.contains(&locale) {
            order.push(locale);
        }
    }
    order
}

fn text<'a>(request: &'a HttpRequest, name: &header::HeaderName) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// The client's address: the peer, or what a trusted proxy says (its last entry, the one the proxy itself added).
fn address(instance: &Instance, request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr().map(|peer| peer.ip())?;
    if !instance.trusted_proxies.contains(&peer) {
        return Some(peer);
    }
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok()).or(Some(peer))
}
