//! The time zone in which a state body's days begin and end.

use super::clock::Timestamp;
use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// A time zone of the IANA database. All of Kazakhstan is in `Asia/Almaty` unless a body says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::Asia__Almaty)
    }
}

impl Zone {
    /// Its name in the IANA database.
    pub fn as_str(self) -> &'static str {
        self.0.name()
    }

    /// The day on which an instant falls here.
    pub fn day(self, at: Timestamp) -> NaiveDate {
        at.datetime().with_timezone(&self.0).date_naive()
    }

    /// What the clocks show here at an instant.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        at.datetime().with_timezone(&self.0).naive_local()
    }

    /// The first instant after a day: what was due on that day is overdue from here.
    pub fn end_of(self, day: NaiveDate) -> Timestamp {
        let midnight = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
        // Where clocks are put forward at midnight the day begins an hour later.
        let local = self.0.from_local_datetime(&midnight).earliest();
        let local = local.or_else(|| self.0.from_local_datetime(&(midnight + Duration::hours(1))).earliest());
        Timestamp::from_datetime(local.map_or(midnight.and_utc(), |local| local.with_timezone(&Utc)))
    }
}

impl std::str::FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("Zone: {text:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("an instant")
    }

    #[test]
    fn a_day_ends_at_the_midnight_of_its_zone() {
        assert_eq!(Zone::default().end_of(day("2026-11-22")), at("2026-11-22T19:00:00Z"));
        let utc: Zone = "UTC".parse().expect("a zone");
        assert_eq!(utc.end_of(day("2026-11-22")), at("2026-11-23T00:00:00Z"));
        assert!("Asia/Nowhere".parse::<Zone>().is_err());
    }

    #[test]
    fn the_last_instant_of_a_day_lies_in_it_and_the_next_does_not() {
        // Almaty was an hour ahead of today's time until March 2024.
        for (name, text) in
            [("Asia/Almaty", "2026-11-22"), ("Asia/Almaty", "2023-05-04"), ("America/Havana", "2026-03-07")]
        {
            let zone: Zone = name.parse().expect("a zone");
            let end = zone.end_of(day(text));
            assert_eq!(zone.day(end.plus(Duration::microseconds(-1))), day(text), "{name}");
            assert!(zone.day(end) > day(text), "{name}");
        }
    }
}
