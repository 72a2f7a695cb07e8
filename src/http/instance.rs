//! One instance of Kenes without its network: the core, the schema and the limits. The server, the tests, the
//! benchmarks and the demonstration all begin here.

use super::live::Connections;
use super::metrics::Metrics;
use super::rates::Rates;
use super::trusted::Documents;
use crate::access::core::{Core, Outside};
use crate::access::password::Passwords;
use crate::access::token::Keys;
use crate::blobs::Blobs;
use crate::config::Settings;
use crate::db::conn::DatabaseUrl;
use crate::db::{Db, migrate, uow};
use crate::features::feed::Hub;
use crate::features::reference::ReferenceCache;
use crate::features::{calendar, rules};
use crate::graphql::limits::DocumentLimits;
use crate::graphql::schema::{self, Kenes};
use crate::kernel::clock::Clock;
use crate::kernel::failure::{Failure, Fault, Outcome};
use crate::mail::Post;
use crate::outbound::Outbound;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Everything a request needs.
pub struct Instance {
    pub core: Arc<Core>,
    pub schema: Kenes,
    /// The registry in memory, the same that the schema reads.
    pub reference: Arc<ReferenceCache>,
    pub limits: DocumentLimits,
    pub metrics: Metrics,
    pub request_time: Duration,
    /// The most files one request may bring.
    pub upload_files: usize,
    pub trusted_proxies: Vec<IpAddr>,
    /// Origins of sites whose scripts may read answers.
    pub cors_origins: Vec<String>,
    pub body_bytes: usize,
    /// The most text an answer may hold, in bytes.
    pub answer_bytes: u64,
    /// The documents that clients may name instead of sending them.
    pub documents: Documents,
    /// How much one client may ask.
    pub rates: Rates,
    /// What connections that stay may be.
    pub connections: Connections,
    /// Whether there is a page to try the API on.
    pub has_ide: bool,
    /// Where those wait who are told what happens.
    pub hub: Arc<Hub>,
    /// Whether answers tell what they cost in statements. Off in production: the count of a sign-in would tell a
    /// stranger whether the account exists.
    pub shows_statements: bool,
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
        make_private(&data).map_err(|e| Fault::new(format!("the data folder cannot be made: {e}")))?;
        let keys = Keys::load(&key_files(settings)?, &settings.token_issuer, &settings.token_audience)?;
        let proxies = settings
            .trusted_proxies
            .iter()
            .map(|text| text.parse().map_err(|_| Failure::fault(format!("trusted_proxies: {text} is not an address"))));
        let cores = Settings::cores();
        let blobs = Blobs::open(&settings.storage().map_err(Fault::new)?)?;
        let db = Db::open(url, settings.pool());
        let post = Post::open(&settings.mail().map_err(Fault::new)?)?;
        let patience = settings.webhook_time().map_err(Fault::new)?;
        let outside = Outside { blobs, post, outbound: Outbound::open(settings.reach(), patience)? };
        let core = Core::new(db, clock, keys, Passwords::new(cores)?, settings.rules(), outside);
        let reference = Arc::new(ReferenceCache::new());
        Ok(Self {
            core: Arc::new(core),
            schema: schema::build(Arc::clone(&reference), settings.introspection),
            reference,
            limits: settings.document_limits(),
            metrics: Metrics::new(),
            request_time: Duration::from_secs(settings.request_seconds.into()),
            upload_files: usize::try_from(settings.upload_files).unwrap_or(usize::MAX),
            cors_origins: settings.cors_origins.clone(),
            trusted_proxies: proxies.collect::<Outcome<_>>()?,
            body_bytes: usize::try_from(settings.body_bytes).unwrap_or(usize::MAX),
            answer_bytes: settings.answer_bytes.into(),
            documents: Documents::open(settings)?,
            rates: Rates::new(settings),
            connections: Connections::new(settings),
            has_ide: settings.ide,
            hub: Arc::default(),
            shows_statements: settings.show_statements,
            migrated: AtomicBool::new(false),
        })
    }

    /// Applies missing migrations and enters the legal rules and the calendar a new database begins with.
    ///
    /// # Errors
    /// A fault with the database's words.
    pub fn migrate(&self) -> Outcome<Vec<String>> {
        let mut conn = self.core.db.get()?;
        let done = migrate::up(&mut conn)?;
        drop(conn);
        let now = self.core.clock.now();
        uow::write(&self.core.db, |conn| {
            // Several instances may start for the first time at once: the second finds what the first has entered.
            migrate::alone(conn)?;
            rules::seed::seed(conn)?;
            calendar::seed::seed(conn, now)
        })?;
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

/// Makes the data folder for its owner's eyes only: it holds hashes, keys and the choices of running secret polls.
/// A folder that exists keeps the rights its owner gave it.
fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
