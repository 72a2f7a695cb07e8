//! One instance of Kenes without its network: the core, the schema and the limits. The server, the tests, the
//! benchmarks and the demonstration all begin here.

use super::metrics::Metrics;
use crate::access::core::Core;
use crate::access::password::Passwords;
use crate::access::token::Keys;
use crate::config::Settings;
use crate::db::conn::DatabaseUrl;
use crate::db::{Db, migrate, uow};
use crate::features::rules;
use crate::graphql::limits::DocumentLimits;
use crate::graphql::schema::{self, Kenes};
use crate::kernel::clock::Clock;
use crate::kernel::failure::{Failure, Fault, Outcome};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Everything a request needs.
pub struct Instance {
    pub core: Arc<Core>,
    pub schema: Kenes,
    pub limits: DocumentLimits,
    pub metrics: Metrics,
    pub request_time: Duration,
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether the database was seen migrated; `/readyz` asks again until it is.
    migrated: AtomicBool,
}

impl Instance {
    /// Opens an instance. The database is not touched yet, so that a server can start before its database.
    ///
    /// # Errors
    /// A fault that names the setting at fault.
    pub fn open(settings: &Settings, clock: Clock) -> Outcome<Self> {
        let url = settings.database().map_err(Fault::new)?;
        let data = settings.data_dir();
        std::fs::create_dir_all(&data).map_err(|e| Fault::new(format!("the data folder cannot be made: {e}")))?;
        let keys = Keys::load(&key_files(settings)?, &settings.token_issuer, &settings.token_audience)?;
        let proxies = settings
            .trusted_proxies
            .iter()
            .map(|text| text.parse().map_err(|_| Failure::fault(format!("trusted_proxies: {text} is not an address"))));
        let cores = Settings::cores();
        let core = Core::new(Db::open(url, settings.pool()), clock, keys, Passwords::new(cores)?, settings.rules());
        Ok(Self {
            core: Arc::new(core),
            schema: schema::build(),
            limits: settings.document_limits(),
            metrics: Metrics::new(),
            request_time: Duration::from_secs(settings.request_seconds.into()),
            trusted_proxies: proxies.collect::<Outcome<_>>()?,
            migrated: AtomicBool::new(false),
        })
    }

    /// Applies missing migrations and enters the legal rules a new database begins with.
    ///
    /// # Errors
    /// A fault with the database's words.
    pub fn migrate(&self) -> Outcome<Vec<String>> {
        let mut conn = self.core.db.get()?;
        let done = migrate::up(&mut conn)?;
        drop(conn);
        uow::write(&self.core.db, rules::seed::seed)?;
        Ok(done)
    }

    /// Whether requests can be served: the database answers and is migrated.
    pub fn is_ready(&self) -> bool {
        let Ok(mut conn) = self.core.db.get() else { return false };
        if !conn.answers() {
            return false;
        }
        if !self.migrated.load(Ordering::SeqCst) {
            let done = migrate::status(&mut conn).is_ok_and(|steps| steps.iter().all(|step| step.applied));
            self.migrated.store(done, Ordering::SeqCst);
        }
        self.migrated.load(Ordering::SeqCst)
    }

    pub fn is_embedded(&self) -> bool {
        matches!(self.core.db.url(), DatabaseUrl::Sqlite(_))
    }
}

/// The configured key files, or the one of the data folder, made at the first start.
fn key_files(settings: &Settings) -> Outcome<Vec<PathBuf>> {
    if !settings.token_keys.is_empty() {
        return Ok(settings.token_keys.iter().map(PathBuf::from).collect());
    }
    let file = settings.data_dir().join("token-key.pem");
    Keys::generate(&file)?;
    Ok(vec![file])
}
