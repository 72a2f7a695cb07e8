//! The IDE at `/`: sign in, write, run, read the documentation, subscribe. Three files that are part of the program, so that it works in a
//! network that reaches nothing else; a policy lets them talk to this server only.

use super::instance::Instance;
use actix_web::http::header;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, Responder};
use std::sync::Arc;

/// Nothing but this server's own script and style; nothing in a frame; nothing sent by a form.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// Where it is, if the operator wants it.
pub fn routes(app: &mut ServiceConfig) {
    for (path, kind, file) in [
        ("/", "text/html; charset=utf-8", include_str!("index.html")),
        ("/ide.css", "text/css; charset=utf-8", include_str!("ide.css")),
        ("/ide.js", "text/javascript; charset=utf-8", include_str!("ide.js")),
    ] {
        let give = move |instance: Data<Arc<Instance>>| async move { answer(&instance, kind, file) };
        app.service(web::resource(path).route(web::get().to(give)).route(web::head().to(give)));
    }
}

fn answer(instance: &Instance, kind: &'static str, file: &'static str) -> impl Responder + use<> {
    if !instance.has_ide {
        return HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .body("There is no IDE here (KENES_IDE)\n");
    }
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(file)
}
