//! Which other sites' scripts may read what this server answers: none, unless the operator names them.
//!
//! A token is no cookie: no browser sends it by itself, so that credentials in the sense of CORS are never allowed, and a
//! site that is named gets no more than its own script was given.

use crate::kernel::failure::{Fault, Outcome};
use actix_cors::Cors;
use actix_web::HttpRequest;
use actix_web::http::{Uri, header};

/// Every site.
const ANY: &str = "*";
/// What browsers may read of an answer besides its body.
const SHOWN: [&str; 8] = [
    "Request-Id",
    "Retry-After",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Location",
    "ETag",
    "Content-Disposition",
];
/// For how long a browser remembers a permission, in seconds.
const REMEMBERED: usize = 3600;

/// Whether the origins can be used.
///
/// # Errors
/// A fault that names the one that cannot.
pub fn check(origins: &[String]) -> Outcome<()> {
    let is_origin = |text: &str| {
        text.parse::<Uri>().is_ok_and(|uri| {
            let bare = uri.path_and_query().is_none_or(|path| path.as_str() == "/") && !text.ends_with('/');
            matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some() && bare
        })
    };
    match origins.iter().find(|origin| *origin != ANY && !is_origin(origin)) {
        Some(wrong) => Err(Fault::new(format!("cors_origins: {wrong} is no origin such as https://example.kz")).into()),
        None => Ok(()),
    }
}

/// What is allowed to the scripts of these origins.
pub fn policy(origins: &[String]) -> Cors {
    let policy = Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT"])
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::RANGE,
        ])
        .allowed_headers(["GraphQL-Preflight", "Apollo-Require-Preflight"])
        .expose_headers(SHOWN)
        .max_age(REMEMBERED);
    if origins.iter().any(|origin| origin == ANY) {
        return policy.allow_any_origin().send_wildcard();
    }
    origins.iter().fold(policy, |policy, origin| policy.allowed_origin(origin))
}

/// Whether a script that opens a WebSocket may: those of this server's own pages, and of the origins that are allowed. What is
/// no browser says no origin.
pub fn admits(request: &HttpRequest, origins: &[String]) -> bool {
    let text = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    let Some(origin) = text(header::ORIGIN) else { return true };
    let own = origin.split_once("://").map(|(_, host)| host);
    own.is_some() && own == text(header::HOST) || origins.iter().any(|allowed| allowed == ANY || allowed == origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let fits = |origin: &str| check(&[origin.to_owned()]).is_ok();
        assert!(["*", "https://kenes.example.kz", "http://localhost:3000"].into_iter().all(fits));
        assert!(
            !["kenes.example.kz", "https://kenes.example.kz/", "https://kenes.example.kz/a", "ftp://a", "null", ""]
                .into_iter()
                .any(fits)
        );
    }
}
