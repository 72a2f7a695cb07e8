//! A soak: the real program, filled with the demonstration, under a mixed load for some minutes. What must come out is that
//! memory and descriptors are flat, that every answer was the expected one, and that nothing is left when the load has ended.
//!
//! ```text
//! cargo bench --bench soak                                    five minutes on SQLite
//! cargo bench --bench soak -- --backend postgres              on a server of ours, or of KENES_BENCH_DATABASE_URL
//! cargo bench --bench soak -- --database-url postgres://…     on an empty database of yours
//! cargo bench --bench soak -- --seconds 3600                  for so long, at most an hour
//! cargo bench --bench soak -- --program target/debug/kenes    of another build
//! cargo bench --bench soak -- --only reads,live               of these families, to find who is to blame
//! ```
//!
//! | file | holds |
//! |---|---|
//! | `plan.rs`, `program.rs` | what was asked for; the server's process: started, and ended by its id |
//! | `scene.rs`, `people.rs` | what the load needs of the demonstration; who is signed in |
//! | `mix.rs` | which turns there are, how often each comes, and the threads that take them |
//! | `reads.rs`, `writes.rs`, `sessions.rs`, `files.rs`, `programs.rs`, `live.rs` | turns of those who mean well |
//! | `refused.rs`, `slow.rs` | turns of those who do not, and of those who stay, stall or leave without a word |
//! | `wire.rs`, `raw.rs`, `socket.rs`, `receiver.rs` | connections: of GraphQL, of bytes, of WebSockets, and where webhooks go |
//! | `tally.rs`, `readings.rs`, `verdict.rs` | what was answered, what the process needed, and whether that is flat |
//!
//! A turn is a request, or a few that belong together, with what must be answered. Any other answer is unexpected, and makes the
//! soak fail; so does every status of 500 and above. The server has its own limits, but for these: the rates are raised, because
//! everybody comes from one machine; a request may name the address it comes from, so that what is kept by address is filled too;
//! webhooks may go to this machine; and who stalls is cut off after seconds, so that it happens often (`program.rs`).

#![expect(clippy::indexing_slicing, reason = "what JSON does not hold is null, and not a panic")]

mod chance;
mod files;
mod live;
mod mix;
mod people;
mod plan;
mod program;
mod programs;
mod raw;
mod readings;
mod reads;
mod receiver;
mod refused;
mod scene;
mod sessions;
mod slow;
mod socket;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "each benchmark uses its part")]
mod support;
mod tally;
mod verdict;
mod wire;
mod writes;

use plan::{Database, Plan};
use program::Program;
use readings::{Reading, Watch};
use scene::Scene;
use std::sync::Arc;
use std::time::Duration;
use support::{given, stop};
use tally::Tally;
use verdict::Soaked;

/// A turn was answered as it should be, or how else.
pub type Done = Result<(), String>;

/// The longest that the server keeps a connection nobody uses, and a little more.
const IDLE: Duration = Duration::from_secs(8);

fn main() {
    // `cargo test --benches` runs benchmarks too, without wanting numbers.
    if given("--test") {
        return;
    }
    let plan = Plan::read();
    let database = Database::of(&plan);
    let soaked = soak(&plan, &database);
    database.drop();
    match soaked {
        Ok(soaked) if soaked.judge() => println!("\nThe soak is flat."),
        Ok(_) => stop("the soak is not flat"),
        Err(why) => stop(why),
    }
}

fn soak(plan: &Plan, database: &Database) -> Result<Soaked, String> {
    mix::check(&plan.only)?;
    let program = Program::start(plan, database)?;
    let tally = Arc::new(Tally::default());
    let mut scene = Scene::set(program.address, &tally)?;
    scene.wake()?;
    std::thread::sleep(IDLE);
    let before = Reading::take(&program, &tally)?;
    eprintln!("soak: {} seconds on {}, process {}", plan.seconds, database.name(), program.id());
    let watch = Watch::begin(&program, &tally);
    scene.begin(Duration::from_secs(plan.seconds));
    mix::run(&scene, &tally, &plan.only);
    let readings = watch.end(plan.seconds);
    let (left, posted) = (scene.leave(), scene.receiver.posted());
    std::thread::sleep(Duration::from_secs(plan.quiet_seconds));
    let after = Reading::take(&program, &tally)?;
    let health = scene.health();
    let complaints = program.complaints();
    let ended = program.end();
    Ok(Soaked { before, readings, after, left, posted, health, ended, complaints, tally })
}
