//! What an operator and a front-end developer ask over plain HTTP.

use super::instance::Instance;
use crate::graphql::schema;
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use std::sync::Arc;

/// Alive: the process answers.
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// Ready: the database answers and is migrated.
#[get("/readyz")]
pub async fn readyz(instance: Data<Arc<Instance>>) -> HttpResponse {
    let instance = Arc::clone(&instance);
    let ready = tokio::task::spawn_blocking(move || instance.is_ready()).await.unwrap_or(false);
    if ready {
        HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable()
            .insert_header(("Retry-After", "2"))
            .content_type("text/plain; charset=utf-8")
            .body("not ready: the database cannot be reached or is not migrated\n")
    }
}

/// The public keys of access tokens, RFC 7517.
#[get("/.well-known/jwks.json")]
pub async fn jwks(instance: Data<Arc<Instance>>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("Cache-Control", "public, max-age=300")).json(instance.core.keys.jwks())
}

/// The schema in its language.
#[get("/schema.graphql")]
pub async fn sdl() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(schema::sdl())
}

/// OpenMetrics, on the metrics address only.
#[get("/metrics")]
pub async fn metrics(instance: Data<Arc<Instance>>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(instance.metrics.text())
}
