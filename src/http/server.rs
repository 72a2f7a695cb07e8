//! Binds the addresses, serves, and stops in order: requests in flight end, then the database is closed.

use super::instance::Instance;
use super::live::socket;
use super::{attachments, cors, documents, graphql, ide, meetings, oauth, probes, scorecards, unsubscribe};
use crate::config::Settings;
use crate::kernel::failure::{Fault, Outcome};
use crate::worker;
use actix_web::dev::ServerHandle;
use actix_web::guard::fn_guard;
use actix_web::middleware::Condition;
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer, middleware};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

/// A server that is running on the current actix system.
pub struct Running {
    /// Where the API really listens (a port of 0 was replaced by the system's choice).
    pub address: SocketAddr,
    pub handle: ServerHandle,
    pub done: tokio::task::JoinHandle<std::io::Result<()>>,
}

/// Starts serving. Stops by itself on SIGTERM and SIGINT.
///
/// # Errors
/// A fault that names the address that cannot be used.
pub fn start(instance: &Arc<Instance>, settings: &Settings) -> Outcome<Running> {
    start_on(bind(&settings.listen)?, instance, settings)
}

/// Starts serving on a listener that is bound already, so that a command learns before its work that it cannot serve.
///
/// # Errors
/// As [`start`].
pub fn start_on(listener: TcpListener, instance: &Arc<Instance>, settings: &Settings) -> Outcome<Running> {
    let address = listener.local_addr().map_err(|e| Fault::new(format!("listen: {e}")))?;
    if !settings.metrics_listen.is_empty() {
        serve_metrics(instance, settings)?;
    }
    let shared = Arc::clone(instance);
    cors::check(&settings.cors_origins)?;
    let origins = settings.cors_origins.clone();
    let body_bytes = usize::try_from(settings.body_bytes).unwrap_or(usize::MAX);
    cut_the_stalled(&listener, settings)?;
    let server = HttpServer::new(move || {
        App::new()
            .app_data(Data::new(Arc::clone(&shared)))
            .app_data(PayloadConfig::new(body_bytes))
            .wrap(
                middleware::DefaultHeaders::new()
                    .add(("X-Content-Type-Options", "nosniff"))
                    .add(("Referrer-Policy", "no-referrer")),
            )
            .wrap(Condition::new(!origins.is_empty(), cors::policy(&origins)))
            .configure(files)
            .service(web::scope("").configure(routes).wrap(middleware::Compress::default()))
            .default_service(web::to(not_found))
    })
    .workers(threads(settings))
    .shutdown_timeout(settings.shutdown_seconds.into())
    .listen(listener)
    .map_err(|e| Fault::new(format!("listen on {}: {e}", settings.listen)))?
    .run();
    let handle = server.handle();
    tokio::spawn(close_when_asked(Arc::clone(instance)));
    worker::start(&instance.core, &instance.hub, &instance.metrics.workers);
    Ok(Running { address, handle, done: tokio::spawn(server) })
}

/// Connections whose client does not take what it was sent are cut by the system: those that this listener accepts inherit it.
#[cfg(target_os = "linux")]
fn cut_the_stalled(listener: &TcpListener, settings: &Settings) -> Outcome<()> {
    let patience = Duration::from_secs(settings.stalled_seconds.into());
    let set = socket2::SockRef::from(listener).set_tcp_user_timeout(Some(patience));
    set.map_err(|e| Fault::new(format!("stalled_seconds: {e}")).into())
}

#[cfg(not(target_os = "linux"))]
fn cut_the_stalled(_: &TcpListener, _: &Settings) -> Outcome<()> {
    Ok(())
}

/// Connections that stay would keep a server from stopping: they end when it is asked to.
async fn close_when_asked(instance: Arc<Instance>) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    instance.connections.close();
}

/// Files go out as they are: ranges and the entity tag are of their own bytes, which nobody may compress on the way.
fn files(app: &mut ServiceConfig) {
    app.service(
        web::resource("/attachments/{id}")
            .route(web::get().to(attachments::get))
            .route(web::head().to(attachments::get)),
    );
}

/// What else answers where.
fn routes(app: &mut ServiceConfig) {
    app.service(
        web::resource("/graphql")
            .route(web::post().guard(fn_guard(attachments::is_multipart)).to(attachments::multipart))
            .route(web::post().to(graphql::post))
            .route(web::get().guard(fn_guard(socket::is_asked)).to(socket::open))
            .route(web::get().to(graphql::get)),
    )
    .service(web::resource("/uploads/{token}").route(web::put().to(attachments::put)))
    .service(web::resource("/documents/{id}.html").route(web::get().to(documents::page)))
    .service(web::resource("/meetings/{id}/protocol.html").route(web::get().to(meetings::protocol)))
    .service(
        web::resource("/scorecards/{id}.svg")
            .route(web::get().to(scorecards::chart))
            .route(web::head().to(scorecards::chart)),
    )
    .service(
        web::resource("/councils/{id}.ics")
            .route(web::get().to(meetings::calendar))
            .route(web::head().to(meetings::calendar)),
    )
    .service(
        web::resource("/unsubscribe/{token}")
            .route(web::get().to(unsubscribe::ask))
            .route(web::post().to(unsubscribe::done)),
    )
    .configure(oauth::routes)
    .configure(ide::routes)
    .service(probes::healthz)
    .service(probes::readyz)
    .service(probes::jwks)
    .service(probes::sdl);
}

fn threads(settings: &Settings) -> usize {
    match usize::try_from(settings.workers).unwrap_or(0) {
        0 => Settings::cores(),
        some => some,
    }
}

/// Takes an address.
///
/// # Errors
/// A fault that names it.
pub fn bind(address: &str) -> Outcome<TcpListener> {
    TcpListener::bind(address).map_err(|e| Fault::new(format!("cannot listen on {address}: {e}")).into())
}

fn serve_metrics(instance: &Arc<Instance>, settings: &Settings) -> Outcome<()> {
    let listener = bind(&settings.metrics_listen)?;
    let shared = Arc::clone(instance);
    let server = HttpServer::new(move || App::new().app_data(Data::new(Arc::clone(&shared))).service(probes::metrics))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .map_err(|e| Fault::new(format!("listen on {}: {e}", settings.metrics_listen)))?;
    tokio::spawn(server.run());
    Ok(())
}

async fn not_found() -> HttpResponse {
    HttpResponse::NotFound()
        .content_type("text/plain; charset=utf-8")
        .body("Kenes answers at /graphql; the schema is at /schema.graphql\n")
}
