//! Time as a parameter: instants to the microsecond, and the legal day they fall on.
//!
//! `Utc::now()` is banned outside this file (`clippy.toml`): whoever needs the time is handed it, so that tests
//! and the demonstration can live at any date.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, SecondsFormat, Utc};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Seconds east of UTC of the whole of Kazakhstan since 1 March 2024 (one time zone, UTC+5).
const KAZAKHSTAN_OFFSET_SECONDS: i32 = 5 * 3600;

/// An instant, UTC, exact to the microsecond on both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// 1970-01-01T00:00:00Z: before anything happened here.
    pub const EPOCH: Self = Self(DateTime::UNIX_EPOCH);

    /// Microseconds since 1970-01-01T00:00:00Z; `None` beyond the calendar's range.
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).map(Self)
    }

    pub fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// Truncates to the microsecond.
    pub fn from_datetime(at: DateTime<Utc>) -> Self {
        Self::from_micros(at.timestamp_micros()).unwrap_or(Self(at))
    }

    pub fn datetime(self) -> DateTime<Utc> {
        self.0
    }

    /// Reads RFC 3339; any offset is accepted and converted to UTC.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|at| Self::from_datetime(at.with_timezone(&Utc)))
    }

    /// RFC 3339 in UTC with microseconds where there are any: `2026-11-22T10:00:00Z`.
    pub fn rfc3339(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// The day in Kazakhstan on which this instant falls: terms, seats and rules are valid by day.
    pub fn day(self) -> NaiveDate {
        match FixedOffset::east_opt(KAZAKHSTAN_OFFSET_SECONDS) {
            Some(zone) => self.0.with_timezone(&zone).date_naive(),
            None => self.0.date_naive(),
        }
    }

    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        self.0.checked_add_signed(duration).map_or(self, Self)
    }

    /// Whole seconds from `earlier` to here, never negative.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_seconds().max(0)
    }
}

/// Where time comes from: the machine's clock, or one that tests and the demonstration set by hand.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Microseconds since 1970.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn manual(start: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(start.micros())))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::from_datetime(Utc::now()),
            Self::Manual(micros) => {
                Timestamp::from_micros(micros.load(Ordering::SeqCst)).unwrap_or(Timestamp(DateTime::UNIX_EPOCH))
            }
        }
    }

    /// Sets a manual clock; the system clock is left alone.
    pub fn set(&self, to: Timestamp) {
        if let Self::Manual(micros) = self {
            micros.store(to.micros(), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legal_day_begins_at_midnight_in_kazakhstan() {
        let evening = Timestamp::parse("2026-11-22T18:59:59Z").map(Timestamp::day);
        let night = Timestamp::parse("2026-11-22T19:00:00Z").map(Timestamp::day);
        assert_eq!(evening, NaiveDate::from_ymd_opt(2026, 11, 22));
        assert_eq!(night, NaiveDate::from_ymd_opt(2026, 11, 23));
    }

    #[test]
    fn a_manual_clock_stands_still_until_it_is_set() {
        let start = Timestamp::from_micros(1_000_000).expect("in range");
        let clock = Clock::manual(start);
        assert_eq!(clock.now(), start);
        clock.set(start.plus(Duration::seconds(5)));
        assert_eq!(clock.now().seconds_since(start), 5);
    }
}
