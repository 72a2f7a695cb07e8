//! Whether it is flat: tables of what was seen, and what had to hold.

use crate::readings::Reading;
use crate::support::{median, table};
use crate::tally::{FAMILIES, Family, Tally};
use std::sync::Arc;
use std::time::Duration;

/// A row of the table stands for so many seconds.
const ROW_SECONDS: f64 = 10.0;
/// The last quarter may need so much more memory than the second: a share of it, or so many megabytes.
const MORE_SHARE: f64 = 0.10;
const MORE_MB: f64 = 8.0;
/// So many descriptors more, in the last quarter or when all is over.
const MORE_DESCRIPTORS: f64 = 8.0;
/// Lines of the log that are shown.
const SHOWN: usize = 8;

/// Everything that was seen.
pub struct Soaked {
    /// Before the load, at rest.
    pub before: Reading,
    /// Under the load.
    pub readings: Vec<Reading>,
    /// After the load, at rest.
    pub after: Reading,
    /// Whether the program and the webhook of the soak could be taken away.
    pub left: Result<(), String>,
    /// What webhooks posted.
    pub posted: u64,
    pub health: Result<(), String>,
    /// How long the server took to stop.
    pub ended: Result<Duration, String>,
    /// Warnings, errors and panics of the log.
    pub complaints: Vec<String>,
    pub tally: Arc<Tally>,
}

/// Something that had to hold.
struct Demand {
    what: &'static str,
    found: String,
    wanted: String,
    holds: bool,
}

impl Soaked {
    /// Prints the tables; whether everything held.
    pub fn judge(&self) -> bool {
        self.print_course();
        self.print_kinds();
        let demands: Vec<Demand> = self.flat().into_iter().chain(self.left()).collect();
        let rows = demands.iter().map(|demand| {
            let verdict = if demand.holds { "yes" } else { "NO" };
            vec![demand.what.to_owned(), demand.found.clone(), demand.wanted.clone(), verdict.to_owned()]
        });
        table::print("What had to hold", &["", "found", "wanted", "holds"], &rows.collect::<Vec<_>>());
        for told in self.tally.told() {
            println!("unexpected: {told}");
        }
        for line in self.complaints.iter().take(SHOWN) {
            println!("logged: {line}");
        }
        demands.iter().all(|demand| demand.holds)
    }

    fn print_course(&self) {
        let head = ["second", "RSS, MB", "allocated, MB", "descriptors", "threads", "under way", "live"];
        let head: Vec<&str> = head.into_iter().chain(FAMILIES.map(|(_, name)| name)).chain(["unexpected"]).collect();
        let mut rows = vec![row(&self.before, &self.before, "before")];
        let mut last = self.before;
        for reading in &self.readings {
            if reading.second - last.second >= ROW_SECONDS {
                rows.push(row(reading, &last, &format!("{:.0}", reading.second)));
                last = *reading;
            }
        }
        rows.push(row(&self.after, &last, "after"));
        table::print("Its course; turns that went as expected since the row before", &head, &rows);
    }

    fn print_kinds(&self) {
        let kinds = self.tally.by_kind().into_iter();
        let rows =
            kinds.map(|(name, count)| vec![name.to_owned(), count.expected.to_string(), count.unexpected.to_string()]);
        table::print("Turns", &["", "expected", "unexpected"], &rows.collect::<Vec<_>>());
        let statuses = self.tally.statuses().into_iter();
        let rows = statuses.map(|(status, count)| vec![status.to_string(), count.to_string()]);
        table::print("Answers by status", &["status", "answers"], &rows.collect::<Vec<_>>());
    }

    /// The readings of a quarter; the first is the second's, for the first one warms up.
    fn quarter(&self, number: usize, what: fn(&Reading) -> f64) -> f64 {
        let length = self.readings.len() / 4;
        median(&mut self.readings.iter().skip(length * number).take(length).map(what).collect::<Vec<_>>())
    }

    /// Least squares over all but the first quarter, per minute.
    fn slope(&self, what: fn(&Reading) -> f64) -> f64 {
        let points: Vec<(f64, f64)> =
            self.readings.iter().skip(self.readings.len() / 4).map(|it| (it.second / 60.0, what(it))).collect();
        let count = f64::from(u32::try_from(points.len()).unwrap_or(1).max(1));
        let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / count, y + point.1 / count));
        let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
        let together: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
        if spread == 0.0 { 0.0 } else { together / spread }
    }

    fn memory(&self, what: &'static str, of: fn(&Reading) -> f64) -> Demand {
        let (second, last) = (self.quarter(1, of), self.quarter(3, of));
        let most = second + (second * MORE_SHARE).max(MORE_MB);
        let found = format!("{second:.1} → {last:.1} ({:+.2} a minute)", self.slope(of));
        Demand { what, found, wanted: format!("at most {most:.1}"), holds: last <= most }
    }

    fn flat(&self) -> Vec<Demand> {
        let enough = self.readings.len() >= 20;
        let (second, last) = (self.quarter(1, descriptors), self.quarter(3, descriptors));
        let per_minute = self.slope(descriptors);
        vec![
            Demand::that("readings", self.readings.len().to_string(), "at least 20", enough),
            self.memory("RSS of the second and the last quarter, MB", |it| it.resident_mb),
            self.memory("of that allocated, MB", |it| it.allocated_mb),
            Demand::that(
                "descriptors of the second and the last quarter",
                format!("{second:.0} → {last:.0} ({per_minute:+.2} a minute)"),
                "at most 8 more",
                last <= second + MORE_DESCRIPTORS,
            ),
        ]
    }

    /// Whether the load had turns that write, of which webhooks tell.
    fn is_written(&self) -> bool {
        let turns = self.tally.by_family();
        FAMILIES.iter().zip(turns).any(|((family, _), count)| *family == Family::Writes && count > 0)
    }

    fn left(&self) -> Vec<Demand> {
        let (before, after) = (descriptors(&self.before), descriptors(&self.after));
        let faults = self.complaints.iter().filter(|line| !line.contains(" WARN ")).count();
        let broken: u64 =
            self.tally.statuses().iter().filter(|(status, _)| *status >= 500).map(|(_, count)| count).sum();
        let word = |went: &Result<(), String>| went.clone().err().unwrap_or_else(|| "yes".to_owned());
        let unused = self.tally.by_kind().iter().filter(|(_, count)| count.expected == 0).count();
        let ended = match &self.ended {
            Ok(time) => format!("after {:.1} s", time.as_secs_f64()),
            Err(why) => why.clone(),
        };
        vec![
            Demand::that("unexpected answers", self.tally.unexpected().to_string(), "0", self.tally.unexpected() == 0),
            Demand::that("kinds of turns that never went well", unused.to_string(), "0", unused == 0),
            Demand::that("statuses of 500 and above", broken.to_string(), "0", broken == 0),
            Demand::that("errors and panics in the log", faults.to_string(), "0", faults == 0),
            Demand::that("posts of webhooks", self.posted.to_string(), "some", self.posted > 0 || !self.is_written()),
            Demand::that("the soak's program and webhook are taken away", word(&self.left), "yes", self.left.is_ok()),
            Demand::that(
                "requests under way afterwards",
                self.after.under_way.to_string(),
                "0",
                self.after.under_way == 0,
            ),
            Demand::that(
                "live connections afterwards",
                self.after.connections.to_string(),
                "0",
                self.after.connections == 0,
            ),
            Demand::that(
                "descriptors before and afterwards",
                format!("{before:.0} → {after:.0}"),
                "at most 8 more",
                after <= before + MORE_DESCRIPTORS,
            ),
            Demand::that("a query is answered afterwards", word(&self.health), "yes", self.health.is_ok()),
            Demand::that("it stopped in order", ended, "within 40 s", self.ended.is_ok()),
        ]
    }
}

impl Demand {
    fn that(what: &'static str, found: String, wanted: &str, holds: bool) -> Self {
        Self { what, found, wanted: wanted.to_owned(), holds }
    }
}

fn descriptors(reading: &Reading) -> f64 {
    f64::from(u32::try_from(reading.descriptors).unwrap_or(u32::MAX))
}

fn row(reading: &Reading, last: &Reading, second: &str) -> Vec<String> {
    let mut row = vec![
        second.to_owned(),
        format!("{:.1}", reading.resident_mb),
        format!("{:.1}", reading.allocated_mb),
        reading.descriptors.to_string(),
        reading.threads.to_string(),
        reading.under_way.to_string(),
        reading.connections.to_string(),
    ];
    row.extend(reading.turns.iter().zip(last.turns).map(|(now, then)| (now - then).to_string()));
    row.push((reading.unexpected - last.unexpected).to_string());
    row
}
