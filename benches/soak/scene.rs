//! What the load needs of the demonstration, looked up before it begins: ids, cursors, a program and a webhook of its own.

use crate::chance::Chance;
use crate::files;
use crate::people::People;
use crate::programs::Robot;
use crate::receiver::Receiver;
use crate::tally::Tally;
use crate::wire::{Answer, Asker, Wire};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// So many requests come at once before it is looked what the server needs at rest: each of its connections is made by then.
const AT_ONCE: u64 = 16;
/// Pages that are walked to find the deep ones.
const PAGES: usize = 8;

/// A file that can be fetched.
pub struct File {
    pub path: String,
    pub length: u64,
}

/// The stage of the load.
pub struct Scene {
    pub wire: Wire,
    pub people: People,
    pub decisions: Vec<String>,
    pub cursors: Vec<String>,
    pub bodies: Vec<String>,
    /// Open reviews, each with its decision.
    pub reviews: Vec<(String, String)>,
    pub roll_call: String,
    pub secret: String,
    pub paths: Vec<String>,
    pub files: Vec<File>,
    /// One that does not fit into the buffers of a connection.
    pub large: File,
    /// The decision that files are attached to.
    pub subject: String,
    pub robot: Robot,
    pub receiver: Receiver,
    /// Where the feed has been read to.
    pub feed: Mutex<Option<String>>,
    next: AtomicU64,
    ends: Instant,
}

const DECISIONS: &str = "query($after: String) { decisions(first: 20, after: $after) {
  nodes { id attachments(first: 5) { nodes { url sizeBytes } } } pageInfo { endCursor } } }";
const REVIEWS: &str = "{ reviews(first: 50, filter: { states: [OPEN] }) { nodes { id decision { id } } } }";
const POLLS: &str = "query($mode: PollMode) { polls(first: 50, filter: { states: [OPEN], mode: $mode }) { nodes { id viewerCanVote closesAt } } }";
const PLACES: &str = "{ stateBodies(first: 20) { nodes { id } } councils(first: 5) { nodes { id } } finalDocuments(first: 5) { nodes { id } } }";
const ATTACHABLE: &str = "{ decisions(first: 50, filter: { states: [PUBLISHED] }) { nodes { id viewerCanAttach } } }";
const HEALTH: &str = "{ decisions(first: 1) { totalCount nodes { id } } }";

impl Scene {
    /// Looks everything up.
    pub fn set(address: SocketAddr, tally: &Arc<Tally>) -> Result<Self, String> {
        let (wire, people, receiver) = (Wire::to(address, tally), People::default(), Receiver::open()?);
        let chance = &mut Chance::new(0);
        let stranger = Asker::stranger(chance);
        let ask = |query: &str| wire.ask(&stranger, query, &Value::Null);
        let (decisions, cursors, files) = walk(&wire, &stranger)?;
        let open = ask(REVIEWS)?;
        let open = open.texts("/reviews/nodes", "/id")?.into_iter().zip(open.texts("/reviews/nodes", "/decision/id")?);
        let places = ask(PLACES)?;
        let member = people.asker(&wire, "member", chance)?;
        let roll_call = poll(&wire, &member, "ROLL_CALL")?;
        let secret = poll(&wire, &member, "SECRET")?;
        let officer = people.asker(&wire, "officer", chance)?;
        let subject = attachable(&wire, &officer)?;
        let large = files::attach_large(&wire, &officer, &subject)?;
        let ngo = people.asker(&wire, "ngo", chance)?;
        let robot = Robot::enter(&wire, &ngo, &receiver.url)?;
        let bodies = places.texts("/stateBodies/nodes", "/id")?;
        let paths = paths(&places)?;
        Ok(Self {
            reviews: open.collect(),
            feed: Mutex::default(),
            next: AtomicU64::new(1),
            ends: Instant::now(),
            wire,
            people,
            decisions,
            cursors,
            bodies,
            roll_call,
            secret,
            paths,
            files,
            large,
            subject,
            robot,
            receiver,
        })
    }

    /// Has the server open what it opens when it is first needed.
    pub fn wake(&self) -> Result<(), String> {
        std::thread::scope(|scope| {
            let asks: Vec<_> = (0..AT_ONCE).map(|number| scope.spawn(move || self.ask_about(number))).collect();
            asks.into_iter().try_for_each(|ask| ask.join().unwrap_or_else(|_| Err("a thread panicked".to_owned())))
        })
    }

    fn ask_about(&self, number: u64) -> Result<(), String> {
        let chance = &mut Chance::new(number);
        for id in &self.decisions {
            let asker = Asker::stranger(chance);
            self.wire.ask(&asker, crate::support::operations::DETAIL, &json!({ "id": id }))?.data("/node/id")?;
        }
        Ok(())
    }

    /// The load begins, and ends after so long.
    pub fn begin(&mut self, length: Duration) {
        self.ends = Instant::now() + length;
    }

    pub fn is_over(&self) -> bool {
        Instant::now() >= self.ends
    }

    /// Waits so long, or until it is over.
    pub fn wait(&self, time: Duration) {
        std::thread::sleep(time.min(self.ends.saturating_duration_since(Instant::now())));
    }

    /// A number that was not there before.
    pub fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Takes away what would go on by itself.
    pub fn leave(&self) -> Result<(), String> {
        let ngo = self.people.asker(&self.wire, "ngo", &mut Chance::new(0))?;
        self.robot.leave(&self.wire, &ngo)
    }

    /// A query that any monitor would send.
    pub fn health(&self) -> Result<(), String> {
        let asker = Asker::stranger(&mut Chance::new(0));
        self.wire.ask(&asker, HEALTH, &Value::Null)?.data("/decisions/nodes/0/id").map(drop)
    }
}

/// Ids, cursors and files.
type Walked = (Vec<String>, Vec<String>, Vec<File>);

/// What the latest decisions are.
fn walk(wire: &Wire, asker: &Asker) -> Result<Walked, String> {
    let (mut ids, mut cursors, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PAGES {
        let page = wire.ask(asker, DECISIONS, &json!({ "after": cursors.last() }))?;
        ids.extend(page.texts("/decisions/nodes", "/id")?);
        for node in page.data("/decisions/nodes")?.as_array().into_iter().flatten() {
            for file in node.pointer("/attachments/nodes").and_then(Value::as_array).into_iter().flatten() {
                if let (Some(path), Some(length)) = (file["url"].as_str(), file["sizeBytes"].as_u64()) {
                    files.push(File { path: path.to_owned(), length });
                }
            }
        }
        cursors.push(page.text("/decisions/pageInfo/endCursor")?);
    }
    Ok((ids, cursors, files))
}

/// What is fetched by a path, of some of each kind.
fn paths(places: &Answer) -> Result<Vec<String>, String> {
    let mut paths = Vec::new();
    for (list, before, after) in [
        ("/stateBodies/nodes", "/scorecards/", ".svg"),
        ("/councils/nodes", "/councils/", ".ics"),
        ("/finalDocuments/nodes", "/documents/", ".html"),
    ] {
        paths.extend(places.texts(list, "/id")?.iter().take(5).map(|id| format!("{before}{id}{after}")));
    }
    paths.extend(["/", "/schema.graphql", "/.well-known/jwks.json", "/readyz", "/healthz"].map(str::to_owned));
    Ok(paths)
}

/// An open poll with no deadline before the soak's end, in which the council has ballots.
fn poll(wire: &Wire, member: &Asker, mode: &str) -> Result<String, String> {
    let polls = wire.ask(member, POLLS, &json!({ "mode": mode }))?;
    let open = polls.data("/polls/nodes")?.as_array().into_iter().flatten();
    let mut open = open.filter(|poll| poll["closesAt"].is_null() && poll["viewerCanVote"] == json!(true));
    let found = open.find_map(|poll| poll["id"].as_str().map(str::to_owned));
    found.ok_or_else(|| format!("no open poll to vote in, {mode}"))
}

fn attachable(wire: &Wire, officer: &Asker) -> Result<String, String> {
    let answer = wire.ask(officer, ATTACHABLE, &Value::Null)?;
    let mut nodes = answer.data("/decisions/nodes")?.as_array().into_iter().flatten();
    let found = nodes.find(|node| node["viewerCanAttach"] == json!(true)).and_then(|node| node["id"].as_str());
    found.map(str::to_owned).ok_or_else(|| "no decision that an officer may attach files to".to_owned())
}
