//! Cost per request of the four reads and two writes, and of scorecards, in process, with authorisation: on SQLite always, on PostgreSQL
//! where there is one, at scale 1, 10 and 100. What must not happen is that a page costs more in a larger database.
//!
//! ```text
//! cargo bench --bench reads_and_writes                      all of it; filling takes minutes the first time
//! cargo bench --bench reads_and_writes -- --quick           scale 1 only, few requests
//! cargo bench --bench reads_and_writes -- --scales 1,100 --engine sqlite
//! cargo bench --bench reads_and_writes -- --resources       memory and start of the server only
//! KENES_BENCH_DATABASE_URL=postgres://user@host:5432 cargo bench …      a server of yours instead of ours
//! ```

mod resources;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "each benchmark uses its part")]
mod support;

use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::scorecard::keep;
use kenes::http::instance::Instance;
use kenes::kernel::clock::Clock;
use serde_json::Value;
use std::time::Instant;
use support::database::{Engine, connect};
use support::operations::{COUNTS, Operation, READS, WRITES, execute};
use support::samples::{Samples, ask, data_of};
use support::writes::{Member, Target};
use support::{OrStop, given, median, postgres, scales, stop, table, value_of, writes};

/// What one operation costs at one scale.
#[derive(Clone, Debug)]
struct Cost {
    name: String,
    micros: f64,
    statements: u64,
}

fn main() {
    // `cargo test --benches` runs benchmarks too, without wanting numbers.
    if given("--test") {
        return;
    }
    let wanted = value_of("--engine").unwrap_or_default();
    let server = if wanted == "sqlite" { None } else { postgres::server() };
    let mut engines: Vec<Engine<'_>> = Vec::new();
    if wanted != "postgres" {
        engines.push(Engine::Sqlite);
    }
    match &server {
        Some(server) => engines.push(Engine::Postgres(&server.address)),
        None => eprintln!("benchmark: PostgreSQL is not measured"),
    }
    if !given("--resources") {
        engines.iter().for_each(|engine| measure_engine(*engine));
    }
    resources::measure(&engines, scales().last().copied().unwrap_or(1));
}

fn measure_engine(engine: Engine<'_>) {
    let scales = scales();
    let costs: Vec<Vec<Cost>> = scales.iter().map(|scale| measure_scale(engine, *scale)).collect();
    let mut head = vec![engine.name().to_owned()];
    for scale in &scales {
        head.extend([format!("scale {scale}, µs"), "statements".to_owned(), "ratio".to_owned()]);
    }
    let rows = costs.first().into_iter().flatten().enumerate().map(|(index, first)| {
        let mut row = vec![first.name.clone()];
        for cost in costs.iter().filter_map(|scale| scale.get(index)) {
            let ratio = cost.micros / first.micros;
            row.extend([format!("{:.0}", cost.micros), cost.statements.to_string(), format!("{ratio:.2}")]);
        }
        row
    });
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    table::print(
        &format!("In process, one request after the other, median, on {}", engine.name()),
        &head,
        &rows.collect::<Vec<_>>(),
    );
}

fn measure_scale(engine: Engine<'_>, scale: u32) -> Vec<Cost> {
    let url = engine.copy(scale);
    let instance = Instance::open(&support::settings(&url), Clock::System).or_stop("an instance");
    let mut conn = connect(&url);
    support::replies::fill(&mut conn);
    // What the worker does within seconds.
    let clock = Viewer::anonymous(instance.core.clock.now());
    while keep::keep(&Act::new(std::sync::Arc::clone(&instance.core), clock.clone()), 500).or_stop("scorecards") > 0 {}
    let members = writes::members(&mut conn, &instance.core);
    let member = members.first().or_stop("a member");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().or_stop("a runtime");
    let viewer = runtime.block_on(writes::viewer(&instance.core, member));
    let samples = Samples::draw(&mut conn, |query, variables| {
        let act = Act::new(std::sync::Arc::clone(&instance.core), viewer.clone());
        ask(&instance, &act, query, variables)
    });
    let bench = Bench { instance, runtime, members, requests: if given("--quick") { 40 } else { 400 } };
    let mut costs = Vec::new();
    for (who, viewer) in [("", viewer.clone()), (", anonymous", Viewer::anonymous(viewer.now))] {
        for read in READS {
            costs.push(bench.read(&format!("{}{who}", read.name()), read, &viewer, &samples));
        }
    }
    for count in COUNTS {
        costs.push(bench.read(
            &format!("{}, anonymous", count.name()),
            count,
            &Viewer::anonymous(viewer.now),
            &samples,
        ));
    }
    let targets = writes::open(&mut conn, 150);
    costs.extend(WRITES.map(|write| bench.write(write, &targets)));
    drop(bench);
    drop(conn);
    engine.drop(scale);
    costs
}

struct Bench {
    instance: Instance,
    runtime: tokio::runtime::Runtime,
    members: Vec<Member>,
    requests: usize,
}

impl Bench {
    fn read(&self, name: &str, read: Operation, viewer: &Viewer, samples: &Samples) -> Cost {
        let run = |number| self.run(read, viewer.clone(), read.read_variables(samples, number)).1;
        (0..self.requests / 8).for_each(|number| drop(run(number)));
        self.median(name, run)
    }

    /// Every member votes in one poll after the other, as in a sitting: the first ballot of a poll reads its electorate.
    fn write(&self, write: Operation, targets: &[Target]) -> Cost {
        self.median(write.name(), |number| {
            let target = targets.get(number / self.members.len()).or_stop("enough open polls");
            let member = self.members.get(number % self.members.len()).or_stop("a member");
            let viewer = self.runtime.block_on(writes::viewer(&self.instance.core, member));
            let (answer, cost) = self.run(write, viewer, write.write_variables(*target, number));
            refuse_user_errors(&answer);
            cost
        })
    }

    fn median(&self, name: &str, run: impl Fn(usize) -> Cost) -> Cost {
        let costs: Vec<Cost> = (0..self.requests).map(run).collect();
        let micros = median(&mut costs.iter().map(|cost| cost.micros).collect::<Vec<_>>());
        let mut statements: Vec<u64> = costs.iter().map(|cost| cost.statements).collect();
        statements.sort_unstable();
        let statements = statements.get(statements.len() / 2).copied().unwrap_or(0);
        Cost { name: name.to_owned(), micros, statements }
    }

    fn run(&self, operation: Operation, viewer: Viewer, variables: Value) -> (Value, Cost) {
        let act = Act::new(std::sync::Arc::clone(&self.instance.core), viewer);
        let started = Instant::now();
        let answer = self.runtime.block_on(execute(&self.instance, &act, operation.document(), variables));
        let micros = started.elapsed().as_secs_f64() * 1e6;
        let answer = data_of(&serde_json::from_slice(&answer).or_stop("the answer is JSON"));
        (answer, Cost { name: String::new(), micros, statements: act.statements() })
    }
}

fn refuse_user_errors(answer: &Value) {
    let payload = answer.as_object().and_then(|fields| fields.values().next()).or_stop("a payload");
    if payload["userErrors"] != Value::Array(Vec::new()) {
        stop(format!("a write was refused: {payload}"));
    }
}
