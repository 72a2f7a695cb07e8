//! Databases filled by the demonstration at a scale, kept between runs, and working copies of them to write to.

use super::{OrStop, cache, settings, stop};
use diesel::connection::SimpleConnection;
use kenes::cli::demo::{self, Keep};
use kenes::db::AnyConn;
use kenes::db::conn::{DatabaseUrl, establish};
use kenes::on_each;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Which database to measure on.
#[derive(Clone, Copy)]
pub enum Engine<'a> {
    Sqlite,
    /// On a server with this address.
    Postgres(&'a str),
}

impl Engine<'_> {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// The URL of a working copy of the database at a scale. The filled original is made when there is none yet.
    pub fn copy(self, scale: u32) -> String {
        match self {
            Self::Sqlite => copy_file(scale),
            Self::Postgres(server) => copy_database(server, scale),
        }
    }

    /// Removes a working copy.
    pub fn drop(self, scale: u32) {
        match self {
            Self::Sqlite => remove_file("copy", scale),
            Self::Postgres(server) => {
                administer(server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", name("copy", scale)));
            }
        }
    }
}

/// The schema is part of the name: a database of an earlier schema is not taken for one of this.
fn name(what: &str, scale: u32) -> String {
    let mut hasher = DefaultHasher::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    for engine in ["postgres", "sqlite"] {
        let steps = std::fs::read_dir(format!("{folder}/{engine}")).or_stop("the migrations");
        let mut steps: Vec<_> = steps.map(|step| step.or_stop("a migration").path().join("up.sql")).collect();
        steps.sort();
        steps.iter().for_each(|step| std::fs::read(step).or_stop("a migration").hash(&mut hasher));
    }
    format!("kenes_bench_{what}_{scale}_{:08x}", hasher.finish() & 0xffff_ffff)
}

fn file(what: &str, scale: u32) -> std::path::PathBuf {
    cache().join(name(what, scale)).with_extension("sqlite")
}

fn copy_file(scale: u32) -> String {
    let (original, copy) = (file("filled", scale), file("copy", scale));
    fill(&format!("sqlite:{}", original.display()), scale);
    checkpoint(&original);
    remove_file("copy", scale);
    std::fs::copy(&original, &copy).or_stop("copying the filled database");
    format!("sqlite:{}", copy.display())
}

/// Everything into the one file, so that it alone is the database.
fn checkpoint(path: &std::path::Path) {
    let mut conn = connect(&format!("sqlite:{}", path.display()));
    run(&mut conn, "PRAGMA wal_checkpoint(TRUNCATE)");
}

fn remove_file(what: &str, scale: u32) {
    for suffix in ["", "-wal", "-shm"] {
        let mut path = file(what, scale).into_os_string();
        path.push(suffix);
        drop(std::fs::remove_file(path));
    }
}

fn copy_database(server: &str, scale: u32) -> String {
    let (original, copy) = (name("filled", scale), name("copy", scale));
    let exists = "SELECT count(*) AS n FROM pg_database WHERE datname = ";
    if super::writes::count(&mut connect(&format!("{server}/postgres")), &format!("{exists}'{original}'")) == 0 {
        administer(server, &format!("CREATE DATABASE {original}"));
    }
    let url = format!("{server}/{original}");
    if fill(&url, scale) == demo::Filled::Now {
        run(&mut connect(&url), "VACUUM (ANALYZE)");
    }
    Engine::Postgres(server).drop(scale);
    administer(server, &format!("CREATE DATABASE {copy} TEMPLATE {original}"));
    format!("{server}/{copy}")
}

fn fill(url: &str, scale: u32) -> demo::Filled {
    demo::prepare(&settings(url), scale, Keep::WhatIsThere).or_stop("filling a database")
}

fn administer(server: &str, sql: &str) {
    run(&mut connect(&format!("{server}/postgres")), sql);
}

/// A connection beside the measured ones.
pub fn connect(url: &str) -> AnyConn {
    let url = DatabaseUrl::parse(url).unwrap_or_else(|why| stop(why));
    establish(&url).or_stop("connecting")
}

/// Runs SQL that gives nothing back.
pub fn run(conn: &mut AnyConn, sql: &str) {
    on_each!(conn, c => c.batch_execute(sql)).or_stop(sql);
}
