//! What the benchmarks share: databases filled by the demonstration, the six operations of the project's speed goals
//! with varied arguments, members who are signed in, and tables.

pub mod database;
pub mod operations;
pub mod postgres;
pub mod replies;
pub mod samples;
pub mod table;
pub mod writes;

use kenes::config::Settings;
use std::path::PathBuf;

/// Stops with a sentence. A benchmark that cannot go on has nothing to clean up.
pub fn stop(why: impl std::fmt::Display) -> ! {
    eprintln!("benchmark: {why}");
    std::process::exit(1)
}

/// The value, or the end of the benchmark.
pub trait OrStop<T> {
    fn or_stop(self, doing: &str) -> T;
}

impl<T, E: std::fmt::Debug> OrStop<T> for Result<T, E> {
    fn or_stop(self, doing: &str) -> T {
        self.unwrap_or_else(|error| stop(format!("{doing}: {error:?}")))
    }
}

impl<T> OrStop<T> for Option<T> {
    fn or_stop(self, doing: &str) -> T {
        self.unwrap_or_else(|| stop(format!("{doing}: nothing there")))
    }
}

/// Where filled databases are kept between runs.
pub fn cache() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bench-data");
    std::fs::create_dir_all(&folder).or_stop("the folder of filled databases");
    folder
}

/// Settings of an instance on a database, with a data folder (and so a signing key) shared by all benchmarks.
pub fn settings(database_url: &str) -> Settings {
    Settings {
        data: cache().join("keys").to_string_lossy().into_owned(),
        database_url: database_url.to_owned(),
        listen: "127.0.0.1:0".to_owned(),
        rate_account: 0,
        rate_address: 0,
        requests_at_once: 10_000,
        ..Settings::default()
    }
}

/// Whether a switch such as `--quick` was given.
pub fn given(switch: &str) -> bool {
    std::env::args().any(|argument| argument == switch)
}

/// The value after a switch such as `--scales 1,10`.
pub fn value_of(switch: &str) -> Option<String> {
    std::env::args().skip_while(|argument| argument != switch).nth(1)
}

/// The scales to measure.
pub fn scales() -> Vec<u32> {
    let text = value_of("--scales").unwrap_or_else(|| if given("--quick") { "1" } else { "1,10,100" }.to_owned());
    text.split(',').map(|part| part.parse().or_stop("--scales takes numbers such as 1,10,100")).collect()
}

/// The middle value; 0 of none.
pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
