//! The command line: one file per command.

mod access;
mod account;
mod backup;
mod config;
pub mod demo;
mod migrate;
mod schema;
mod serve;

use crate::config::Settings;
use crate::db::conn::DatabaseUrl;
use crate::http::instance::Instance;
use crate::kernel::clock::Clock;
use crate::kernel::failure::{Denied, Failure};
use crate::kernel::localized::Locale;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Kenes (кеңес, "council"): the system of record for public oversight of the state.
///
/// State bodies publish decisions, their public councils review and vote on them, everybody can read, and nobody can
/// quietly rewrite it. One program: a GraphQL server with an embedded SQLite database, or on PostgreSQL.
#[derive(Parser, Debug)]
#[command(name = "kenes", version, max_term_width = 100, arg_required_else_help = true, after_help = EXAMPLES)]
struct Arguments {
    /// A TOML file with settings; environment variables KENES_… win over it. See `kenes config`.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Try it:
  kenes demo                          an embedded database filled with a demonstration, served
Run it for real:
  export KENES_DATABASE_URL=postgres://kenes@db.example/kenes
  kenes migrate up                    create or update the tables
  kenes account create-administrator --name \"…\" --email admin@example.kz
  kenes serve                         serve; /readyz answers 200 when requests can be served
Look inside:
  kenes access matrix                 who may do what
  kenes schema print                  the GraphQL schema
  kenes config                        every setting in force, with its meaning";

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the API on the configured database.
    Serve(serve::Serve),
    /// Fill an embedded database with the demonstration and serve it.
    Demo(demo::Demo),
    /// See or change the version of the database's tables.
    #[command(subcommand)]
    Migrate(migrate::Migrate),
    /// Print the GraphQL schema, or check a file against it.
    #[command(subcommand)]
    Schema(schema::Schema),
    /// Create the first administrator, or reset a password.
    #[command(subcommand)]
    Account(account::Account),
    /// See who may do what.
    #[command(subcommand)]
    Access(access::Access),
    /// Copy a running SQLite database consistently.
    Backup(backup::Backup),
    /// Print the settings in force, without secrets.
    Config,
}

/// Where to keep data and where to listen: the two settings people change first.
#[derive(clap::Args, Debug)]
pub struct Place {
    /// The data folder: embedded database and signing keys.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to serve; port 0 lets the system choose.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
}

impl Place {
    fn apply(&self, settings: &mut Settings) {
        if let Some(data) = &self.data {
            settings.data = data.to_string_lossy().into_owned();
        }
        if let Some(listen) = &self.listen {
            settings.listen.clone_from(listen);
        }
    }
}

/// What a command says when it cannot do its work: a sentence for people.
type Done = Result<(), String>;

/// Parses the arguments, runs the command, and says how it ended.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let settings = match Settings::read(arguments.config.as_deref(), &Settings::environment()) {
        Ok(settings) => settings,
        Err(why) => return fail(&why),
    };
    log_to_stderr(&settings);
    let done = match arguments.command {
        Command::Serve(command) => serve::run(command, settings),
        Command::Demo(command) => demo::run(command, settings),
        Command::Migrate(command) => migrate::run(command, &settings),
        Command::Schema(command) => schema::run(command),
        Command::Account(command) => account::run(command, &settings),
        Command::Access(command) => access::run(command),
        Command::Backup(command) => backup::run(command, &settings),
        Command::Config => config::run(&settings),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => fail(&why),
    }
}

fn fail(why: &str) -> ExitCode {
    eprintln!("kenes: {why}");
    ExitCode::FAILURE
}

fn log_to_stderr(settings: &Settings) {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log).unwrap_or_default();
    // The library calls a client's broken frames errors of ours: anybody could fill the log with them.
    let filter = match "actix_http::ws=off".parse() {
        Ok(silence) => filter.add_directive(silence),
        Err(_) => filter,
    };
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    if settings.log_format == "json" {
        builder.json().init();
    } else {
        builder.with_target(false).compact().init();
    }
}

/// Opens an instance on the machine's clock.
fn open(settings: &Settings) -> Result<Arc<Instance>, String> {
    Instance::open(settings, Clock::System).map(Arc::new).map_err(say)
}

/// Opens an instance on a database that is there: a mistyped folder must not become a new one.
fn open_existing(settings: &Settings) -> Result<Arc<Instance>, String> {
    match settings.database()? {
        DatabaseUrl::Sqlite(file) if !file.exists() => {
            Err(format!("there is no database at {}; `kenes migrate up` makes one", file.display()))
        }
        _ => open(settings),
    }
}

/// A failure as a sentence. The command line is the operator's, so a fault may be told in full.
fn say(failure: Failure) -> String {
    match failure {
        Failure::Refused(refusals) => {
            refusals.iter().map(|refusal| refusal.message(Locale::En)).collect::<Vec<_>>().join(" ")
        }
        Failure::Denied(Denied::BadInput { field, why }) => format!("{field}: {why}"),
        Failure::Denied(denied) => format!("refused: {denied:?}"),
        Failure::Fault(fault) => fault.what,
    }
}
