//! OAuth 2.0 for programs: `POST /oauth/token` with client credentials (RFC 6749, section 4.4), and what an OAuth client asks first
//! (RFC 8414). A program may as well send the token it was given as its bearer token; this is for clients that only speak OAuth, and for
//! those that want fewer scopes for a while.

use super::instance::Instance;
use super::rates::Client;
use super::session;
use crate::access::act::Act;
use crate::access::scopes::ServiceScope;
use crate::features::service_accounts::exchange::{AccessToken, Credentials, Withheld, exchange};
use crate::kernel::failure::{Denied, Failure};
use actix_web::http::{StatusCode, header};
use actix_web::web::{self, Data, Payload, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// More than any request for a token has.
const BODY_BYTES: usize = 4 * 1024;
/// What asking for a token costs besides what any request does: a look at the database.
const COST: u64 = 1;

/// Where they are.
pub fn routes(app: &mut ServiceConfig) {
    app.service(web::resource("/oauth/token").route(web::post().to(token)))
        .service(web::resource("/.well-known/oauth-authorization-server").route(web::get().to(metadata)));
}

/// The form of a request for a token.
#[derive(Deserialize)]
struct Form {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    scope: Option<String>,
}

/// Why there is no token: the error's code and its status.
enum Refusal {
    Because(StatusCode, &'static str, &'static str),
    /// The form did not come in a request's time.
    Late,
    RateLimited(i64),
    Failed(Failure),
}

/// `POST /oauth/token`.
async fn token(instance: Data<Arc<Instance>>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let now = instance.core.clock.now();
    let viewer = session::stranger(&instance, &request, now);
    let client = Client::of(&viewer);
    let given = async {
        // Whoever sends slowly takes nobody's place meanwhile.
        let credentials = read(&instance, &request, payload).await;
        let _place = instance.rates.enter(&client).map_err(limited)?;
        instance.rates.charge(&client, COST).map_err(|(_, denied)| limited(denied))?;
        let credentials = credentials?;
        let act = Act::new(Arc::clone(&instance.core), viewer);
        exchange(&act, &credentials).await.map_err(|withheld| match withheld {
            Withheld::Client => unknown_client(),
            Withheld::Scope => bad("invalid_scope", "a scope is unknown, or more than the client has"),
            Withheld::Failed(failure) => Refusal::Failed(failure),
        })
    };
    match given.await {
        Ok(AccessToken { token, seconds, scopes }) => answer(StatusCode::OK).json(json!({
            "access_token": token, "token_type": "Bearer", "expires_in": seconds, "scope": scopes.to_string(),
        })),
        Err(refusal) => refused(refusal),
    }
}

async fn read(instance: &Instance, request: &HttpRequest, payload: Payload) -> Result<Credentials, Refusal> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(bad("invalid_request", "send Content-Type: application/x-www-form-urlencoded"));
    }
    let body = tokio::time::timeout(instance.request_time, payload.to_bytes_limited(BODY_BYTES)).await;
    let body = body.map_err(|_| Refusal::Late)?.ok().and_then(Result::ok);
    let text = body.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let text = text.ok_or_else(|| bad("invalid_request", "the form is too long, or is no text"))?;
    let form = Query::<Form>::from_query(&text).map_err(|_| bad("invalid_request", "the form cannot be read"))?;
    let Form { grant_type, client_id, client_secret, scope } = form.into_inner();
    match grant_type.as_deref() {
        Some("client_credentials") => {}
        Some(_) => return Err(bad("unsupported_grant_type", "grant_type is client_credentials")),
        None => return Err(bad("invalid_request", "grant_type is missing: client_credentials")),
    }
    let (client_id, client_secret) = match (basic(request)?, client_id, client_secret) {
        (None, Some(id), Some(secret)) => (id, secret),
        (Some((id, secret)), also, None) if also.as_ref().is_none_or(|also| *also == id) => (id, secret),
        (Some(_), ..) => return Err(bad("invalid_request", "say who the client is in one way, not in two")),
        _ => return Err(unknown_client()),
    };
    Ok(Credentials { client_id, client_secret, scope })
}

/// What `Authorization: Basic` says, if it is there.
fn basic(request: &HttpRequest) -> Result<Option<(String, String)>, Refusal> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let said = value.to_str().ok().and_then(|value| value.split_once(' '));
    let said = said.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic")).map(|(_, said)| said.trim());
    let plain = said.and_then(|said| STANDARD.decode(said).ok()).and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = plain.and_then(|plain| plain.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned())));
    pair.map(Some).ok_or_else(unknown_client)
}

fn bad(code: &'static str, why: &'static str) -> Refusal {
    Refusal::Because(StatusCode::BAD_REQUEST, code, why)
}

fn unknown_client() -> Refusal {
    let why = "the client_id is a service account's id, the client_secret one of its tokens";
    Refusal::Because(StatusCode::UNAUTHORIZED, "invalid_client", why)
}

fn limited(denied: Denied) -> Refusal {
    match denied {
        Denied::RateLimited { retry_after_seconds } => Refusal::RateLimited(retry_after_seconds),
        other => Refusal::Failed(other.into()),
    }
}

fn refused(refusal: Refusal) -> HttpResponse {
    let because = |status, code: &str, why: &str| {
        let mut builder = answer(status);
        if status == StatusCode::UNAUTHORIZED {
            builder.insert_header((header::WWW_AUTHENTICATE, "Basic realm=\"kenes\", charset=\"UTF-8\""));
        }
        builder.json(json!({ "error": code, "error_description": why }))
    };
    let wait = |status: StatusCode, seconds: i64| {
        let body = json!({ "error": "temporarily_unavailable", "error_description": "try again later" });
        answer(status).insert_header((header::RETRY_AFTER, seconds.to_string())).json(body)
    };
    match refusal {
        Refusal::Because(status, code, why) => because(status, code, why),
        Refusal::Late => {
            let why = "the form did not come in a request's time";
            let mut builder = answer(StatusCode::REQUEST_TIMEOUT);
            builder.force_close().json(json!({ "error": "invalid_request", "error_description": why }))
        }
        Refusal::RateLimited(seconds) => wait(StatusCode::TOO_MANY_REQUESTS, seconds),
        Refusal::Failed(Failure::Fault(fault)) if fault.unavailable => wait(StatusCode::SERVICE_UNAVAILABLE, 2),
        Refusal::Failed(failure) => {
            tracing::error!(?failure, "a token could not be given");
            because(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "internal error")
        }
    }
}

/// An answer that nobody keeps.
fn answer(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut builder = HttpResponse::build(status);
    builder.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::PRAGMA, "no-cache"));
    builder
}

/// `GET /.well-known/oauth-authorization-server`.
async fn metadata(instance: Data<Arc<Instance>>) -> HttpResponse {
    let at = |path: &str| format!("{}{path}", instance.core.rules.public_url);
    let scopes: Vec<&str> = ServiceScope::ALL.iter().map(|scope| scope.as_str()).collect();
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(json!({
        "issuer": instance.core.keys.issuer(),
        "token_endpoint": at("/oauth/token"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": scopes,
        "service_documentation": at("/"),
    }))
}
