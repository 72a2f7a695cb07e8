//! `kenes demo`: an embedded database filled with a demonstration, served.
//!
//! | file | holds |
//! |---|---|
//! | `content.rs` | the TOML files of `demo/`, which are part of the binary |
//! | `script.rs`, `world.rs` | steps in the order of time, played in a few transactions, and what is known while they are |
//! | `registry.rs`, `stories.rs`, `voting.rs`, `meetings.rs` | the steps: all through the use cases, as the person concerned, on the day told |
//! | `documents.rs`, `answers.rs`, `ratings.rs`, `files.rs` | the same of what follows the vote |
//! | `nights.rs` | what the clock does by itself: terms run out, who follows something is told |
//! | `scale/` | the multiplier: more of everything, written in bulk with the rows the use cases write |
//! | `reset.rs` | a demonstration is taken away, with its files |
//! | `greeting.rs` | what a newcomer is told |
//!
//! A database is filled only when it is empty, and reset only when its `installation` row says DEMONSTRATION. The row
//! is committed as FILLING before anything else and becomes READY after everything else, so a filling that was broken
//! off (by Ctrl-C, by a power cut) is recognised at the next start and begun anew. A lock file in the data folder, and
//! on PostgreSQL an advisory lock, keep two demonstrations from using one database, and so a reset from pulling it away
//! under a running server.

mod answers;
mod chance;
mod content;
mod documents;
mod files;
pub mod greeting;
mod meetings;
mod nights;
mod progress;
mod ratings;
mod registry;
mod reset;
mod scale;
mod script;
mod stories;
mod voting;
mod world;

use super::{Done, Place, open, say, serve};
use crate::access::password;
use crate::config::Settings;
use crate::db::conn::{DatabaseUrl, establish};
use crate::db::installation::{self, Contents, Purpose, Stage};
use crate::db::{AnyConn, uow};
use crate::features::notices::pass_over::pass_over;
use crate::http::instance::Instance;
use crate::http::server;
use crate::kernel::clock::Clock;
use content::Content;
use progress::Progress;
use script::Script;
use std::fs::File;
use std::path::Path;

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "kenes demonstration 2026";

/// Fill an embedded database with the demonstration and serve it.
///
/// The first start creates and fills the database, later ones keep what is there. Everybody signs in with the password
/// that is printed, so do not let strangers reach it. With KENES_DATABASE_URL set to an empty PostgreSQL database that
/// one is filled instead.
#[derive(clap::Args, Debug)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
    /// Start afresh. Only ever resets a database that this command has made.
    #[arg(long)]
    reset: bool,
    /// Multiply decisions, comments and ballots: 1 makes about 200, 2,000 and 5,000 of them, 100 a hundred times that.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    scale: Option<u32>,
}

/// Whether what is there is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    WhatIsThere,
    Nothing,
}

pub fn run(command: Demo, mut settings: Settings) -> Done {
    command.place.apply(&mut settings);
    // Nobody of the demonstration is to be written to, and their addresses might be somebody's.
    settings.smtp_host.clear();
    let listener = server::bind(&settings.listen).map_err(say)?;
    // Links in mails lead to where it listens, unless somebody said where they lead.
    if settings.token_issuer == Settings::default().token_issuer {
        let port = listener.local_addr().map_err(|error| format!("listen: {error}"))?.port();
        settings.token_issuer = format!("http://localhost:{port}");
    }
    let _lock = lock(&settings.data_dir())?;
    let _claim = claim(&settings.database()?)?;
    let keep = if command.reset { Keep::Nothing } else { Keep::WhatIsThere };
    let filled = prepare(&settings, command.scale.unwrap_or(1), keep)?;
    if filled == Filled::Before && command.scale.is_some() {
        eprintln!("kenes: the demonstration is there already; --scale has an effect with --reset only");
    }
    let instance = open(&settings)?;
    instance.migrate().map_err(say)?;
    serve::serve(listener, &instance, &settings, |address| greeting::print(address, &settings))
}

/// Whether this start filled the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    Now,
    Before,
}

/// Sees to it that the database holds the demonstration: fills an empty one, keeps or resets one that holds it.
/// Benchmarks and tests begin here too.
///
/// # Errors
/// A sentence: what was found where the demonstration should stand, or what went wrong while filling.
pub fn prepare(settings: &Settings, scale: u32, keep: Keep) -> Result<Filled, String> {
    let url = settings.database()?;
    match (look(&url)?, keep) {
        (Contents::Empty, _) => {}
        (Contents::Declared(found), keep) if found.purpose == Purpose::Demonstration => match (found.stage, keep) {
            (Stage::Ready, Keep::WhatIsThere) => return Ok(Filled::Before),
            (Stage::Ready | Stage::Filling, Keep::Nothing) => reset::clear(settings, &url)?,
            // Somebody may have entered something since, such as an administrator of their own.
            (Stage::Filling, Keep::WhatIsThere) => {
                let why = "holds a demonstration whose filling was broken off";
                return Err(format!("{} {why}. Start afresh with demo --reset", url.redacted()));
            }
        },
        (Contents::Declared(_) | Contents::Unknown, _) => {
            let why = "holds data that is not a demonstration; it is neither filled nor reset";
            return Err(format!("{} {why}. Choose another --data or KENES_DATABASE_URL", url.redacted()));
        }
    }
    fill(settings, scale)?;
    Ok(Filled::Now)
}

/// Locks the data folder for as long as the returned file is held.
fn lock(data: &Path) -> Result<File, String> {
    std::fs::create_dir_all(data).map_err(|error| format!("the data folder cannot be made: {error}"))?;
    let file = File::create(data.join("demo.lock")).map_err(|error| format!("the data folder: {error}"))?;
    file.try_lock().map_err(|_| format!("another kenes demo is using {}", data.display()))?;
    Ok(file)
}

/// Claims a PostgreSQL database for as long as the returned connection is held.
fn claim(url: &DatabaseUrl) -> Result<Option<AnyConn>, String> {
    if matches!(url, DatabaseUrl::Sqlite(_)) {
        return Ok(None);
    }
    let mut conn = establish(url).map_err(|error| format!("{}: {error}", url.redacted()))?;
    match installation::claim(&mut conn).map_err(say)? {
        true => Ok(Some(conn)),
        false => Err(format!("another kenes demo is using {}", url.redacted())),
    }
}

/// What the database holds. A SQLite file that is not there is not made either.
fn look(url: &DatabaseUrl) -> Result<Contents, String> {
    if matches!(url, DatabaseUrl::Sqlite(path) if !path.exists()) {
        return Ok(Contents::Empty);
    }
    let mut conn = establish(url).map_err(|error| format!("{}: {error}", url.redacted()))?;
    installation::contents(&mut conn).map_err(say)
}

/// Fills an empty database, on a clock that is set to the time of each step.
fn fill(settings: &Settings, scale: u32) -> Done {
    let content = Content::read()?;
    let hash = password::hash(PASSWORD).map_err(say)?;
    let now = Clock::System.now();
    let instance = Instance::open(settings, Clock::manual(now)).map_err(say)?;
    let (core, progress) = (&instance.core, Progress::new());
    instance.migrate().map_err(say)?;
    uow::write(&core.db, |conn| installation::begin(conn, Purpose::Demonstration, now)).map_err(say)?;
    let mut script = Script::default();
    registry::tell(&mut script, &content, &hash);
    stories::tell(&mut script, &content)?;
    meetings::tell(&mut script, &content)?;
    documents::tell(&mut script, &content)?;
    files::tell(&mut script, &content)?;
    nights::tell(&mut script, &content);
    let world = script.play(core, &progress).map_err(say)?;
    scale::multiply(core, &content, &world, scale, &progress).map_err(say)?;
    // What was multiplied happened to nobody.
    uow::write(&core.db, |conn| pass_over(conn, content::today())).map_err(say)?;
    uow::write(&core.db, |conn| installation::finish(conn, Purpose::Demonstration)).map_err(say)
}
