//! Kenes against the floor: the same reads and writes as bare handlers with one hand-written prepared statement each,
//! which builds the JSON in PostgreSQL; no GraphQL, no authorisation, no event. Both as processes of their own, on the
//! same database at scale 100, driven over HTTP by the same few keep-alive connections, round by round in turn. Measured
//! is CPU: that of the server process and of every process of PostgreSQL, per request.
//!
//! ```text
//! cargo bench --bench floor                      filling the database takes minutes the first time
//! cargo bench --bench floor -- --scale 10 --rounds 3 --seconds 1
//! cargo bench --bench floor -- --only "1 page"   one operation
//! ```

mod client;
mod cpu;
mod handlers;
mod servers;
mod sql;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "each benchmark uses its part")]
mod support;

use client::{Exchange, drive};
use kenes::access::act::Act;
use kenes::http::instance::Instance;
use kenes::kernel::clock::Clock;
use servers::{Child, Side};
use std::sync::Arc;
use support::database::{Engine, connect};
use support::operations::{Operation, READS, WRITES};
use support::samples::{Samples, ask};
use support::writes::{Member, Target};
use support::{OrStop, given, median, postgres, table, value_of, writes};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("serve-floor") => return servers::serve_floor(arguments.get(2).or_stop("a database")),
        Some("serve-kenes") => return servers::serve_kenes(arguments.get(2).or_stop("a database")),
        _ => {}
    }
    if given("--test") {
        return;
    }
    let Some(server) = postgres::server() else {
        eprintln!("benchmark: no PostgreSQL: neither KENES_BENCH_DATABASE_URL nor installed binaries");
        return;
    };
    let number = |switch, default| value_of(switch).map_or(default, |text| text.parse().or_stop(switch));
    let scale = number("--scale", if given("--quick") { 1 } else { 100 });
    let plan = Plan { rounds: number("--rounds", 7), seconds: f64::from(number("--seconds", 3)) };
    let engine = Engine::Postgres(&server.address);
    let rows = compare(&engine.copy(scale), &plan);
    engine.drop(scale);
    let head = ["CPU per request, µs", "Kenes", "server", "PostgreSQL", "floor", "server", "PostgreSQL", "ratio"];
    table::print(&format!("Kenes against the floor, scale {scale}, medians of {} rounds", plan.rounds), &head, &rows);
}

struct Plan {
    rounds: u32,
    /// Of one round of one side.
    seconds: f64,
}

fn compare(url: &str, plan: &Plan) -> Vec<Vec<String>> {
    let mut conn = connect(url);
    let instance = Instance::open(&support::settings(url), Clock::System).or_stop("an instance");
    let members = writes::members(&mut conn, &instance.core);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().or_stop("a runtime");
    let viewer = runtime.block_on(writes::viewer(&instance.core, members.first().or_stop("a member")));
    let samples = Samples::draw(&mut conn, |query, variables| {
        ask(&instance, &Act::new(Arc::clone(&instance.core), viewer.clone()), query, variables)
    });
    drop(instance);
    let kenes = Child::start(Side::Kenes, url);
    let floor = Child::start(Side::Floor, url);
    let only = value_of("--only").unwrap_or_default();
    let wanted = |operation: &Operation| operation.name().contains(&only);
    let mut rows = Vec::new();
    for read in READS.into_iter().filter(wanted) {
        let work = Work { operation: read, samples: &samples, members: &members, targets: &[] };
        work.check(&kenes, &floor);
        rows.push(work.measure(&kenes, &floor, plan));
    }
    let targets = writes::open(&mut conn, 12_000);
    for write in WRITES.into_iter().filter(wanted) {
        let work = Work { operation: write, samples: &samples, members: &members, targets: &targets };
        rows.push(work.measure(&kenes, &floor, plan));
    }
    rows
}

/// One operation with its arguments.
struct Work<'a> {
    operation: Operation,
    samples: &'a Samples,
    members: &'a [Member],
    targets: &'a [Target],
}

impl Work<'_> {
    /// The n-th request to a side. The sides take turns at the open polls, so that neither finds the other's ballot.
    fn exchange(&self, side: Side, number: usize) -> Exchange {
        let (operation, samples) = (self.operation, self.samples);
        if READS.contains(&operation) {
            return match side {
                Side::Kenes => {
                    let token = &self.members.first().or_stop("a member").token;
                    Exchange::graphql(operation, &operation.read_variables(samples, number), token)
                }
                Side::Floor => Exchange::read(operation, samples, number),
            };
        }
        let member = self.members.get(number % self.members.len()).or_stop("a member");
        let poll = number / self.members.len() * 2 + usize::from(side == Side::Floor);
        let target = *self.targets.get(poll % self.targets.len()).or_stop("an open poll");
        match side {
            Side::Kenes => Exchange::graphql(operation, &operation.write_variables(target, number), &member.token),
            Side::Floor => Exchange::write(operation, target, member, number),
        }
    }

    /// The sides must tell the same: the same ids, titles and totals, in the same order.
    fn check(&self, kenes: &Child, floor: &Child) {
        let mut seen = 0;
        for number in 0..40 {
            let ours = client::once(kenes, &self.exchange(Side::Kenes, number));
            let theirs = client::once(floor, &self.exchange(Side::Floor, number));
            let (ours, theirs) = (client::facts(&ours), client::facts(&theirs));
            // The floor shows what is public; the member also sees restricted decisions of their own council.
            if ours != theirs {
                let missing = ours.iter().find(|fact| !theirs.contains(*fact));
                let extra = theirs.iter().find(|fact| !ours.contains(*fact));
                eprintln!("{}: request {number} differs: {missing:?} / {extra:?}", self.operation.name());
            } else {
                seen += ours.len();
            }
        }
        eprintln!("{}: {seen} facts are the same on both sides", self.operation.name());
    }

    fn measure(&self, kenes: &Child, floor: &Child, plan: &Plan) -> Vec<String> {
        let mut next = [0_usize; 2];
        let mut rounds: [Vec<cpu::Spent>; 2] = [Vec::new(), Vec::new()];
        for round in 0..=plan.rounds {
            for (index, side) in [Side::Kenes, Side::Floor].into_iter().enumerate() {
                let child = if side == Side::Kenes { kenes } else { floor };
                let (Some(start), Some(found)) = (next.get_mut(index), rounds.get_mut(index)) else { continue };
                // The first round warms up.
                let seconds = if round == 0 { 0.5 } else { plan.seconds };
                let before = cpu::Reading::now(child.pid());
                let done = drive(child, seconds, *start, |number| self.exchange(side, number));
                let spent = cpu::Reading::now(child.pid()).since(&before, done);
                *start += done;
                if round > 0 {
                    found.push(spent);
                }
            }
        }
        report(self.operation, &rounds)
    }
}

fn report(operation: Operation, [kenes, floor]: &[Vec<cpu::Spent>; 2]) -> Vec<String> {
    let middle =
        |side: &[cpu::Spent], what: fn(&cpu::Spent) -> f64| median(&mut side.iter().map(what).collect::<Vec<_>>());
    let mut ratios: Vec<f64> = kenes.iter().zip(floor).map(|(ours, theirs)| ours.total() / theirs.total()).collect();
    let columns = [kenes, floor].into_iter().flat_map(|side| {
        [middle(side, cpu::Spent::total), middle(side, |spent| spent.server), middle(side, |spent| spent.database)]
    });
    let mut row = vec![operation.name().to_owned()];
    row.extend(columns.map(|micros| format!("{micros:.0}")));
    row.push(format!("{:.2}", median(&mut ratios)));
    eprintln!("{}", row.join("  "));
    row
}
