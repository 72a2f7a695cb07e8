//! `kenes serve`: the server.

use super::{Done, Place, open, say};
use crate::config::Settings;
use crate::http::instance::Instance;
use crate::http::server;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

/// Serve the API on the configured database.
///
/// The database is migrated first unless --no-migrate is given; with several instances one of them does it, the
/// others wait their turn. SIGTERM and SIGINT stop it in order: requests in flight end, then the database is closed.
#[derive(clap::Args, Debug)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Do not migrate at the start; /readyz stays 503 until somebody runs `kenes migrate up`.
    #[arg(long)]
    no_migrate: bool,
}

pub fn run(command: Serve, mut settings: Settings) -> Done {
    command.place.apply(&mut settings);
    let listener = server::bind(&settings.listen).map_err(say)?;
    let instance = open(&settings)?;
    if !command.no_migrate {
        migrate(&instance)?;
    }
    serve(listener, &instance, &settings, |_| {})
}

/// Migrates and says what was done. A database that is away is waited for: the server starts and is not ready.
fn migrate(instance: &Arc<Instance>) -> Done {
    match instance.migrate() {
        Ok(applied) if applied.is_empty() => Ok(()),
        Ok(applied) => {
            tracing::info!(count = applied.len(), "migrations applied");
            Ok(())
        }
        Err(crate::kernel::failure::Failure::Fault(fault)) if fault.unavailable => {
            Err(format!("{}. Is the database running, and is KENES_DATABASE_URL right?", fault.what))
        }
        Err(other) => Err(say(other)),
    }
}

/// Serves until asked to stop. `started` learns the address.
pub fn serve(
    listener: TcpListener,
    instance: &Arc<Instance>,
    settings: &Settings,
    started: impl FnOnce(SocketAddr),
) -> Done {
    for advice in settings.mail_advice() {
        tracing::warn!("{advice}");
    }
    let patience = Duration::from_secs(settings.shutdown_seconds.into());
    actix_web::rt::System::new().block_on(async {
        let running = server::start_on(listener, instance, settings).map_err(say)?;
        tracing::info!(address = %running.address, database = %instance.core.db.url().redacted(), "serving");
        started(running.address);
        let ended = running.done.await.map_err(|e| e.to_string())?;
        ended.map_err(|e| e.to_string())?;
        tracing::info!("stopped");
        leave_after(patience);
        Ok(())
    })
}

/// What the workers have begun they finish, but a mail server that hangs keeps nobody from stopping: what it holds is tried
/// again by the next who looks.
fn leave_after(patience: Duration) {
    std::thread::spawn(move || {
        std::thread::sleep(patience);
        tracing::warn!("a worker did not finish in time and is left");
        std::process::exit(0);
    });
}
