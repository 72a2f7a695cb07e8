//! What the process needs, second by second: from the kernel, and from its own metrics.

use crate::program::Program;
use crate::tally::{FAMILIES, Tally};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_secs(1);

/// One look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// Seconds since the load began.
    pub second: f64,
    pub resident_mb: f64,
    /// The part of it that is no file's: what the program allocated.
    pub allocated_mb: f64,
    pub descriptors: u64,
    pub threads: f64,
    /// GraphQL requests being answered.
    pub under_way: u64,
    /// WebSockets and event streams that are open.
    pub connections: u64,
    /// Turns that went as expected so far, of each family.
    pub turns: [u64; FAMILIES.len()],
    pub unexpected: u64,
}

impl Reading {
    pub fn take(program: &Program, tally: &Tally) -> Result<Self, String> {
        read(program.id(), program.metrics, tally, &ureq::Agent::new_with_defaults(), 0.0)
    }
}

fn read(id: u32, metrics: SocketAddr, tally: &Tally, agent: &ureq::Agent, second: f64) -> Result<Reading, String> {
    let gone = |error| format!("the process cannot be looked at: {error}");
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).map_err(gone)?;
    let descriptors = std::fs::read_dir(format!("/proc/{id}/fd")).map_err(gone)?.count();
    let of =
        |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok());
    let megabytes = |name| of(name).map(|kilobytes: f64| kilobytes / 1024.0).ok_or_else(|| format!("no {name}"));
    let text =
        agent.get(format!("http://{metrics}/metrics")).call().and_then(|mut answer| answer.body_mut().read_to_string());
    let text = text.map_err(|error| format!("the metrics: {error}"))?;
    let gauge = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        line.ok_or_else(|| format!("the metrics have no {name}"))
    };
    Ok(Reading {
        second,
        resident_mb: megabytes("VmRSS:")?,
        allocated_mb: megabytes("RssAnon:")?,
        descriptors: u64::try_from(descriptors).unwrap_or(0),
        threads: of("Threads:").unwrap_or(0.0),
        under_way: gauge("kenes_graphql_in_flight")?,
        connections: gauge("kenes_live_connections")?,
        turns: tally.by_family(),
        unexpected: tally.unexpected(),
    })
}

/// Looks every second until it is ended.
pub struct Watch {
    over: Sender<()>,
    thread: JoinHandle<Vec<Reading>>,
}

impl Watch {
    pub fn begin(program: &Program, tally: &Arc<Tally>) -> Self {
        let (over, ended) = channel();
        let (id, metrics, tally, started) = (program.id(), program.metrics, Arc::clone(tally), Instant::now());
        let thread = std::thread::spawn(move || {
            let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).build().into();
            let mut readings = Vec::new();
            while ended.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                match read(id, metrics, &tally, &agent, started.elapsed().as_secs_f64()) {
                    Ok(reading) => readings.push(reading),
                    Err(why) => eprintln!("soak: {why}"),
                }
            }
            readings
        });
        Self { over, thread }
    }

    /// The readings of the first so many seconds: what is slow takes longer to end than the load.
    pub fn end(self, seconds: u64) -> Vec<Reading> {
        drop(self.over);
        let readings = self.thread.join().unwrap_or_default();
        let is_load =
            |reading: &Reading| Duration::try_from_secs_f64(reading.second).is_ok_and(|it| it.as_secs() < seconds);
        readings.into_iter().filter(is_load).collect()
    }
}
