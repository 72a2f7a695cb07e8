//! What was asked for on the command line, and the database that follows from it.

use crate::support::database::{connect, run};
use crate::support::{OrStop, postgres, stop, value_of};
use std::path::PathBuf;

/// A soak that is shorter has no quarters worth comparing.
const SHORTEST_SECONDS: u64 = 40;
const LONGEST_SECONDS: u64 = 3600;

/// What was asked for.
pub struct Plan {
    /// How long the load goes on.
    pub seconds: u64,
    /// How long nothing is asked after it, until it is looked what is left.
    pub quiet_seconds: u64,
    pub program: PathBuf,
    /// The families of turns to take; all when there are none.
    pub only: Vec<String>,
    backend: String,
    database_url: Option<String>,
}

impl Plan {
    pub fn read() -> Self {
        let number = |switch, default| value_of(switch).map_or(default, |text| text.parse().or_stop(switch));
        let seconds = number("--seconds", 300);
        if !(SHORTEST_SECONDS..=LONGEST_SECONDS).contains(&seconds) {
            stop(format!("--seconds takes {SHORTEST_SECONDS} to {LONGEST_SECONDS}"));
        }
        Self {
            seconds,
            quiet_seconds: number("--quiet", 25).min(LONGEST_SECONDS),
            program: value_of("--program").unwrap_or_else(|| env!("CARGO_BIN_EXE_kenes").to_owned()).into(),
            only: value_of("--only").unwrap_or_default().split_terminator(',').map(str::to_owned).collect(),
            backend: value_of("--backend").unwrap_or_else(|| "sqlite".to_owned()),
            database_url: value_of("--database-url"),
        }
    }
}

/// Where the demonstration is filled in.
pub enum Database {
    /// A file in the data folder of the program.
    Embedded,
    /// Somebody's own.
    Given(String),
    /// Made on a server, and dropped when the soak is over.
    Made { server: postgres::Server, name: String },
}

impl Database {
    pub fn of(plan: &Plan) -> Self {
        match (&plan.database_url, plan.backend.as_str()) {
            (Some(url), _) => Self::Given(url.clone()),
            (None, "sqlite") => Self::Embedded,
            (None, "postgres") => {
                let server = postgres::server().or_stop("PostgreSQL: KENES_BENCH_DATABASE_URL or installed binaries");
                let name = format!("kenes_soak_{}", std::process::id());
                run(&mut connect(&format!("{}/postgres", server.address)), &format!("CREATE DATABASE {name}"));
                Self::Made { server, name }
            }
            (None, other) => stop(format!("--backend takes sqlite or postgres, not {other}")),
        }
    }

    /// What the program is told; `None` for the embedded one.
    pub fn url(&self) -> Option<String> {
        match self {
            Self::Embedded => None,
            Self::Given(url) => Some(url.clone()),
            Self::Made { server, name } => Some(format!("{}/{name}", server.address)),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Given(url) if !url.starts_with("postgres") => "SQLite",
            Self::Embedded => "SQLite",
            _ => "PostgreSQL",
        }
    }

    pub fn drop(self) {
        if let Self::Made { server, name } = self {
            let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            run(&mut connect(&format!("{}/postgres", server.address)), &sql);
        }
    }
}
