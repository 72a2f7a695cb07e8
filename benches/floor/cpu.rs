//! CPU time of processes, from `/proc`. Linux only, like the numbers.

use crate::support::OrStop;
use std::collections::HashMap;

/// Kernel ticks per second, as every Linux shows them to programs.
const TICKS: f64 = 100.0;

/// What had been spent at a moment, in ticks.
pub struct Reading {
    server: f64,
    database: HashMap<u32, f64>,
}

/// What one request cost, in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Spent {
    pub server: f64,
    pub database: f64,
}

impl Spent {
    pub fn total(&self) -> f64 {
        self.server + self.database
    }
}

impl Reading {
    /// Of a server and of every process of PostgreSQL. Connections stay open, so no backend takes its time away.
    pub fn now(server: u32) -> Self {
        Self { server: ticks(server).or_stop("the server's CPU time"), database: database() }
    }

    /// What each of so many requests cost since then.
    pub fn since(&self, before: &Self, requests: usize) -> Spent {
        let requests = f64::from(u32::try_from(requests).unwrap_or(u32::MAX).max(1));
        let micros = |ticks: f64| ticks / TICKS * 1e6 / requests;
        let earlier = |pid: &u32| before.database.get(pid).copied().unwrap_or(0.0);
        let database = self.database.iter().map(|(pid, ticks)| ticks - earlier(pid)).sum();
        Spent { server: micros(self.server - before.server), database: micros(database) }
    }
}

/// User and system time of a process.
fn ticks(pid: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold anything; what counts comes after it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let of = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some(of(11)? + of(12)?)
}

fn database() -> HashMap<u32, f64> {
    let processes = std::fs::read_dir("/proc").or_stop("/proc").flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    pids.filter(|pid| is_ours(*pid)).filter_map(|pid| Some((pid, ticks(pid)?))).collect()
}

/// A process of the measured server: its command line or its parent's names the data folder, or, for a server of
/// yours, any process called postgres.
fn is_ours(pid: u32) -> bool {
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    if name.trim() != "postgres" {
        return false;
    }
    std::env::var_os("KENES_BENCH_DATABASE_URL").is_some()
        || of_own_folder(pid)
        || parent(pid).is_some_and(of_own_folder)
}

fn of_own_folder(pid: u32) -> bool {
    let folder = crate::support::cache().join("postgres");
    let command = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    command.contains(&*folder.to_string_lossy())
}

fn parent(pid: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}
