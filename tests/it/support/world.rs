//! A world: one database, one or more server instances on it, and a clock that tests move.

use super::cast::{self, Cast};
use super::client::Client;
use super::postgres;
use kenes::config::Settings;
use kenes::http::instance::Instance;
use kenes::http::server;
use kenes::kernel::clock::{Clock, Timestamp};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A running Kenes of its own for one test.
pub struct World {
    pub backend: Backend,
    pub instance: Arc<Instance>,
    pub clock: Clock,
    pub base: String,
    pub cast: Cast,
    pub settings: Settings,
    servers: Mutex<Vec<(actix_web::dev::ServerHandle, JoinHandle<()>)>>,
    dir: PathBuf,
    database: Option<String>,
}

/// When every test begins.
pub const START: &str = "2026-11-22T06:00:00Z";
static NUMBER: AtomicUsize = AtomicUsize::new(0);

impl World {
    /// A world with the standard cast; `None` when this machine has no PostgreSQL.
    pub fn start(backend: Backend) -> Option<Self> {
        Self::start_with(backend, |_| {})
    }

    /// A world with settings of its own.
    pub fn start_with(backend: Backend, change: impl FnOnce(&mut Settings)) -> Option<Self> {
        let name = new_name();
        let (url, database) = match backend {
            Backend::Sqlite => (String::new(), None),
            Backend::Postgres => {
                let server = postgres::server()?;
                create_database(server, &name);
                (format!("{server}/{name}"), Some(name.clone()))
            }
        };
        Some(Self::assemble(backend, &name, url, database, change))
    }

    /// A world on a PostgreSQL of the test's own.
    pub fn start_on(server: &postgres::Own) -> Self {
        let (name, server) = (new_name(), server.url());
        create_database(&server, &name);
        Self::assemble(Backend::Postgres, &name, format!("{server}/{name}"), None, |_| {})
    }

    fn assemble(
        backend: Backend,
        name: &str,
        url: String,
        database: Option<String>,
        change: impl FnOnce(&mut Settings),
    ) -> Self {
        let dir = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&dir).expect("a temporary folder");
        let mut settings = Settings {
            data: dir.to_string_lossy().into_owned(),
            database_url: url,
            listen: "127.0.0.1:0".into(),
            pool_size: 8,
            workers: 2,
            show_statements: true,
            // Tests ask a lot from one address.
            rate_account: 0,
            rate_address: 0,
            requests_at_once: 1_000,
            ..Settings::default()
        };
        change(&mut settings);
        let clock = Clock::manual(Timestamp::parse(START).expect("valid"));
        let instance = Arc::new(Instance::open(&settings, clock.clone()).expect("opens"));
        instance.migrate().expect("migrates");
        let cast = cast::assemble(&instance);
        let servers = Mutex::new(Vec::new());
        let mut world = Self { backend, instance, clock, base: String::new(), cast, settings, servers, dir, database };
        world.base = world.serve(&Arc::clone(&world.instance));
        world
    }

    /// Another server instance on the same database, with caches of its own. Returns its base address.
    pub fn second_instance(&self) -> String {
        let instance = Arc::new(Instance::open(&self.settings, self.clock.clone()).expect("opens"));
        let base = self.serve(&instance);
        // Until its bus is connected it remembers nothing, and there would be nothing to test.
        self.eventually("the second instance hears the first", || instance.core.is_hearing());
        base
    }

    fn serve(&self, instance: &Arc<Instance>) -> String {
        let (send, receive) = mpsc::channel();
        let (instance, settings) = (Arc::clone(instance), self.settings.clone());
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let running = server::start(&instance, &settings).expect("serves");
                send.send((running.address, running.handle.clone())).expect("the test waits");
                running.done.await.expect("joins").expect("ends well");
            });
        });
        let (address, handle) = receive.recv().expect("the server starts");
        self.servers.lock().expect("not poisoned").push((handle, thread));
        format!("http://{address}")
    }

    /// Stops every server of this world, their workers too, as a crash or a holiday would. [`World::second_instance`]
    /// starts another.
    pub fn stop_serving(&self) {
        for (handle, thread) in std::mem::take(&mut *self.servers.lock().expect("not poisoned")) {
            drop(handle.stop(false));
            thread.join().expect("the server ends");
        }
    }

    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// Signs in as somebody of the cast, by the name before the @.
    pub fn sign_in(&self, who: &str) -> Client {
        if who == "robot" {
            return self.anonymous().with_token(&self.cast.robot_token);
        }
        cast::sign_in(&self.anonymous(), who)
    }

    /// Moves the clock.
    pub fn advance(&self, by: chrono::Duration) {
        self.clock.set(self.clock.now().plus(by));
    }

    /// Waits for something a worker does, by looking until it is there or a generous time has passed.
    #[track_caller]
    pub fn eventually(&self, what: &str, mut there: impl FnMut() -> bool) {
        let started = std::time::Instant::now();
        while !there() {
            assert!(started.elapsed().as_secs() < 20, "{what} did not happen");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// Runs a statement as somebody with raw access to the database would.
    ///
    /// # Errors
    /// The database's words.
    pub fn raw(&self, sql: &str) -> Result<(), String> {
        let mut conn = self.instance.core.db.get().map_err(|fault| fault.what)?;
        diesel::connection::SimpleConnection::batch_execute(&mut *conn, sql).map_err(|e| e.to_string())
    }

    /// A number from the database, by raw SQL.
    pub fn count(&self, sql: &str) -> i64 {
        use diesel::{RunQueryDsl, sql_types::BigInt};
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = BigInt)]
            n: i64,
        }
        let mut conn = self.instance.core.db.get().expect("a connection");
        let row: Row = diesel::sql_query(sql).get_result(&mut *conn).expect("counts");
        row.n
    }
}

impl Drop for World {
    fn drop(&mut self) {
        for (handle, thread) in self.servers.lock().map(|mut s| std::mem::take(&mut *s)).unwrap_or_default() {
            drop(handle.stop(false));
            drop(thread.join());
        }
        if let (Some(server), Some(database)) =
            (self.database.as_ref().and_then(|_| postgres::server()), &self.database)
        {
            admin(server, &format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"));
        }
        drop(std::fs::remove_dir_all(&self.dir));
    }
}

fn new_name() -> String {
    format!("kenes_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst))
}

fn create_database(server: &str, name: &str) {
    admin(server, &format!("CREATE DATABASE {name} TEMPLATE template0"));
}

fn admin(server: &str, sql: &str) {
    use diesel::Connection;
    let mut conn = diesel::PgConnection::establish(&format!("{server}/postgres")).expect("the test server answers");
    diesel::connection::SimpleConnection::batch_execute(&mut conn, sql).expect("administers");
}
