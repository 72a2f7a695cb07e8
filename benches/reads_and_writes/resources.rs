//! What the server itself needs: how long `kenes serve` takes from its start until `/readyz` answers 200 on an existing
//! database at scale 100, and its resident memory then and after 1,000 reads.

use crate::support::database::Engine;
use crate::support::operations::Operation;
use crate::support::{OrStop, cache, median, stop, table};
use serde_json::{Value, json};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// Starts measured; the median counts.
const STARTS: usize = 7;
const READS: usize = 1_000;

/// Measures and prints both.
pub fn measure(engines: &[Engine<'_>], scale: u32) {
    let rows: Vec<Vec<String>> = engines.iter().map(|engine| of_engine(*engine, scale)).collect();
    let head = ["kenes serve", "start until ready, ms", "memory idle, MB", "after 1,000 reads, MB"];
    table::print(&format!("The server on a database at scale {scale}"), &head, &rows);
}

fn of_engine(engine: Engine<'_>, scale: u32) -> Vec<String> {
    let url = engine.copy(scale);
    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(Server::start(&url).ready_after);
    }
    let server = Server::start(&url);
    starts.push(server.ready_after);
    // What the start allocated only for a moment has settled by then.
    std::thread::sleep(Duration::from_secs(1));
    let idle = server.memory();
    server.read();
    let busy = server.memory();
    drop(server);
    engine.drop(scale);
    let start = median(&mut starts);
    vec![engine.name().to_owned(), format!("{start:.0}"), format!("{idle:.0}"), format!("{busy:.0}")]
}

struct Server {
    process: Child,
    base: String,
    /// Milliseconds.
    ready_after: f64,
}

impl Server {
    fn start(url: &str) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).or_stop("a port").port();
        let base = format!("http://127.0.0.1:{port}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_kenes"));
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(cache().join("keys"));
        command.env_remove("KENES_BENCH_DATABASE_URL").env("KENES_DATABASE_URL", url).env("KENES_LOG", "warn");
        let started = Instant::now();
        let process = command.spawn().or_stop("kenes serve");
        while ureq::get(format!("{base}/readyz")).call().is_err() {
            if started.elapsed() > Duration::from_secs(30) {
                stop("kenes serve is not ready after 30 seconds");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Self { process, base, ready_after: started.elapsed().as_secs_f64() * 1e3 }
    }

    /// Resident memory in megabytes.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).or_stop("the process");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).or_stop("its memory");
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().or_stop("a number");
        kilobytes / 1024.0
    }

    /// Walks through the list of decisions, a page per read.
    fn read(&self) {
        let agent = ureq::Agent::new_with_defaults();
        let mut after = Value::Null;
        for _ in 0..READS {
            let body = json!({ "query": Operation::Page.document(), "variables": { "after": after } });
            let mut answer = agent.post(format!("{}/graphql", self.base)).send_json(body).or_stop("a read");
            let answer: Value = answer.body_mut().read_json().or_stop("JSON");
            let page = answer.pointer("/data/decisions/pageInfo").or_stop("a page");
            after = if page["hasNextPage"] == Value::Bool(true) { page["endCursor"].clone() } else { Value::Null };
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
