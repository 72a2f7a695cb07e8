//! A demonstration that is served: filled as `kenes demo` fills it, on a clock that stands still on the day its stories
//! end.

use crate::support::{Backend, Client, Reply, postgres, world};
use diesel::Connection;
use diesel::connection::SimpleConnection;
use kenes::cli::demo::{self, Filled, Keep};
use kenes::config::Settings;
use kenes::http::instance::Instance;
use kenes::http::server;
use kenes::kernel::clock::{Clock, Timestamp};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;

static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// A filled database with a server.
pub struct Stage {
    pub settings: Settings,
    pub base: String,
    known: RefCell<BTreeMap<String, Client>>,
    serving: Option<(actix_web::dev::ServerHandle, JoinHandle<()>)>,
    dir: PathBuf,
    /// The server and the name of a PostgreSQL database.
    database: Option<(&'static str, String)>,
}

impl Stage {
    /// Fills an empty database; `None` when this machine has no PostgreSQL.
    pub fn fill(backend: Backend, scale: u32) -> Option<Self> {
        let name = format!("kenes_demo_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let dir = std::env::temp_dir().join(&name);
        let database = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some((postgres::server()?, name)),
        };
        if let Some((server, name)) = &database {
            administer(server, &format!("CREATE DATABASE {name} TEMPLATE template0"));
        }
        let settings = Settings {
            data: dir.to_string_lossy().into_owned(),
            database_url: database.as_ref().map(|(server, name)| format!("{server}/{name}")).unwrap_or_default(),
            listen: "127.0.0.1:0".into(),
            pool_size: 4,
            workers: 1,
            ..Settings::default()
        };
        assert_eq!(demo::prepare(&settings, scale, Keep::WhatIsThere).expect("fills"), Filled::Now);
        assert_eq!(demo::prepare(&settings, scale, Keep::WhatIsThere).expect("keeps"), Filled::Before);
        let known = RefCell::default();
        let mut stage = Self { settings, base: String::new(), known, serving: None, dir, database };
        stage.serve();
        Some(stage)
    }

    fn serve(&mut self) {
        let (send, receive) = mpsc::channel();
        let settings = self.settings.clone();
        let clock = Clock::manual(Timestamp::parse(world::START).expect("valid"));
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let instance = std::sync::Arc::new(Instance::open(&settings, clock).expect("opens"));
                let running = server::start(&instance, &settings).expect("serves");
                send.send((running.address, running.handle.clone())).expect("the test waits");
                running.done.await.expect("joins").expect("ends well");
            });
        });
        let (address, handle) = receive.recv().expect("the server starts");
        self.base = format!("http://{address}");
        self.serving = Some((handle, thread));
    }

    pub fn anonymous(&self) -> Client {
        Client::anonymous(&self.base)
    }

    /// Somebody of the demonstration, by the name before the @; signed in once, when first needed.
    pub fn sign_in(&self, who: &str) -> Client {
        self.known.borrow_mut().entry(who.to_owned()).or_insert_with(|| self.sign_in_now(who)).clone()
    }

    fn sign_in_now(&self, who: &str) -> Client {
        let email = format!("{who}@demo.kenes.example");
        let reply =
            self.anonymous().mutate("signIn", &json!({ "email": email, "password": demo::PASSWORD }), "accessToken");
        self.anonymous().with_token(&reply.text("/accessToken"))
    }

    /// All nodes of a connection of the root, as somebody sees them.
    pub fn all(&self, client: &Client, field: &str, arguments: &str, selection: &str, page: usize) -> Vec<Value> {
        let query = format!(
            "query($after: String) {{ all: {field}(first: {page}, after: $after {arguments}) {{
                pageInfo {{ hasNextPage endCursor }} nodes {{ {selection} }} }} }}"
        );
        let (mut nodes, mut after) = (Vec::new(), Value::Null);
        loop {
            let reply = client.ask(&query, &json!({ "after": after }));
            nodes.extend(reply.at("/all/nodes").as_array().cloned().unwrap_or_default());
            if reply.at("/all/pageInfo/hasNextPage") == &json!(false) {
                return nodes;
            }
            after = reply.at("/all/pageInfo/endCursor").clone();
        }
    }
}

/// The decision that the words of the greeting find, with its first review and that review's polls.
#[track_caller]
pub fn found(client: &Client, words: &str) -> Value {
    let query = "query($text: String) { decisions(first: 1, filter: { text: $text }) { nodes {
        id state revision title { text } body { id } viewerCanRevise viewerCanPublish
        reviews(first: 1) { nodes { id state council { id } viewerCanComment viewerCanConclude viewerCanOpenPoll
            polls(first: 10) { nodes { id mode state motion { verdict } tally { present } viewerCanVote viewerCanClose viewerCanAnnul viewerCanDissent } }
            threads(first: 20) { nodes { id body revision viewerCanEdit viewerCanHide } } } } } } }";
    let reply = client.ask(query, &json!({ "text": words }));
    let nodes = reply.at("/decisions/nodes").as_array().cloned().unwrap_or_default();
    nodes.into_iter().next().unwrap_or_else(|| panic!("{words:?} finds nothing"))
}

/// Its review.
pub fn review(decision: &Value) -> Value {
    decision["reviews"]["nodes"][0].clone()
}

/// The last poll of its review on the decision itself; those on what a body answered come after it.
pub fn poll(decision: &Value) -> Value {
    let polls = review(decision)["polls"]["nodes"].as_array().cloned().unwrap_or_default();
    polls.into_iter().find(|poll| poll["motion"].is_null()).unwrap_or_default()
}

/// Reads a decision by its id: its title, or null.
pub fn read(client: &Client, decision: &Value) -> Reply {
    let query = "query($id: ID!) { node(id: $id) { ... on Decision { title { text } } } }";
    client.ask(query, &json!({ "id": decision["id"] }))
}

fn administer(server: &str, sql: &str) {
    let mut conn = diesel::PgConnection::establish(&format!("{server}/postgres")).expect("the test server answers");
    conn.batch_execute(sql).expect("administers");
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some((handle, thread)) = self.serving.take() {
            drop(handle.stop(false));
            drop(thread.join());
        }
        if let Some((server, name)) = &self.database {
            administer(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
        drop(std::fs::remove_dir_all(&self.dir));
    }
}
