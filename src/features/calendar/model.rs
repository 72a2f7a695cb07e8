//! A version of the calendar, and what rows make sense.

use crate::kernel::calendar::{Calendar, Day, DayKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CalendarVersionId, PersonId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// The years a calendar may speak of: those of Kenes and of the terms that can run in it.
pub const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A change of the calendar: who made it, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: CalendarVersionId,
    /// From 1, without gaps.
    pub number: i64,
    pub reason: String,
    /// Nobody for the version a new database begins with.
    pub author: Option<(PersonId, String)>,
    pub created_at: Timestamp,
}

/// The calendar in force, with the number of its version.
#[derive(Clone, Debug)]
pub struct Known {
    pub version: i64,
    pub calendar: Calendar,
}

/// What a change did.
#[derive(Clone, Debug)]
pub struct Changed {
    pub version: Version,
    /// How many rows are new or different, and how many are gone.
    pub set: usize,
    pub cleared: usize,
    /// How many running deadlines moved.
    pub moved: usize,
    /// The years concerned.
    pub years: BTreeSet<i32>,
}

/// The rows that a change replaces: those of `cleared` end, those of `set` begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub set: Vec<Day>,
    pub cleared: Vec<NaiveDate>,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.cleared.is_empty()
    }

    /// The days whose row ends: those that go, and those that get another.
    pub fn ended(&self, old: &Calendar) -> Vec<NaiveDate> {
        let replaced = self.set.iter().map(|day| day.date).filter(|date| old.row(*date).is_some());
        self.cleared.iter().copied().chain(replaced).collect()
    }
}

/// Whether a row makes sense: what is free in lieu is a weekday, what is worked by decree a Saturday or Sunday.
///
/// # Errors
/// CALENDAR_DAY_UNFIT; OUT_OF_RANGE for a year far away.
pub fn admit(day: &Day) -> Result<(), Refusal> {
    admit_year(day.date.year())?;
    let weekend = matches!(day.date.weekday(), Weekday::Sat | Weekday::Sun);
    let fits = match day.kind {
        DayKind::Holiday => true,
        DayKind::Observed | DayKind::DayOffByDecree => !weekend,
        DayKind::WorkingDayByDecree => weekend,
    };
    if fits { Ok(()) } else { Err(Refusal::new(Code::CalendarDayUnfit).at("kind").with("date", day.date)) }
}

/// Whether the calendar may speak of a year.
///
/// # Errors
/// OUT_OF_RANGE.
pub fn admit_year(year: i32) -> Result<(), Refusal> {
    if YEARS.contains(&year) {
        return Ok(());
    }
    Err(Refusal::new(Code::OutOfRange).at("date").with("min", YEARS.start()).with("max", YEARS.end()))
}

/// What setting one day changes. A year becomes known only as a whole: the first day set would otherwise take the
/// fixed holidays away from it.
///
/// # Errors
/// CALENDAR_YEAR_UNKNOWN, CALENDAR_DAY_UNFIT, OUT_OF_RANGE, NOTHING_CHANGED.
pub fn setting(calendar: &Calendar, day: Day) -> Result<Difference, Refusal> {
    admit(&day)?;
    if !calendar.knows(day.date.year()) {
        return Err(Refusal::new(Code::CalendarYearUnknown).at("date").with("year", day.date.year()));
    }
    if calendar.row(day.date) == Some(&day) {
        return Err(Refusal::new(Code::NothingChanged));
    }
    Ok(Difference { set: vec![day], cleared: Vec::new() })
}

/// What clearing one day changes.
///
/// # Errors
/// CALENDAR_DAY_UNKNOWN.
pub fn clearing(calendar: &Calendar, date: NaiveDate) -> Result<Difference, Refusal> {
    match calendar.row(date) {
        Some(_) => Ok(Difference { set: Vec::new(), cleared: vec![date] }),
        None => Err(Refusal::new(Code::CalendarDayUnknown).at("date")),
    }
}

/// What importing rows changes: a year of which there is a row is replaced whole, other years stay.
///
/// # Errors
/// NOTHING_CHANGED.
pub fn importing(calendar: &Calendar, rows: Vec<Day>) -> Result<Difference, Refusal> {
    let new = Calendar::new(rows);
    let gone = calendar.rows().filter(|day| new.knows(day.date.year()) && new.row(day.date).is_none());
    let cleared = gone.map(|day| day.date).collect();
    let set = new.rows().filter(|day| calendar.row(day.date) != Some(*day)).cloned().collect();
    let difference = Difference { set, cleared };
    if difference.is_empty() { Err(Refusal::new(Code::NothingChanged)) } else { Ok(difference) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::localized::Localized;

    fn day(date: &str, kind: DayKind) -> Day {
        let name = Localized { kk: "күн".into(), ru: None, en: None };
        Day { date: date.parse().expect("a day"), kind, name }
    }

    fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Code {
        result.expect_err("refused").code
    }

    #[test]
    fn a_decree_frees_weekdays_and_works_weekends_and_a_holiday_is_any_day() {
        // 9 May 2026 is a Saturday, 11 May a Monday.
        for kind in [DayKind::Observed, DayKind::DayOffByDecree] {
            assert_eq!(code(admit(&day("2026-05-09", kind))), Code::CalendarDayUnfit, "{kind:?}");
            assert_eq!(admit(&day("2026-05-11", kind)), Ok(()), "{kind:?}");
        }
        assert_eq!(code(admit(&day("2026-05-11", DayKind::WorkingDayByDecree))), Code::CalendarDayUnfit);
        assert_eq!(admit(&day("2026-05-09", DayKind::WorkingDayByDecree)), Ok(()));
        assert_eq!(admit(&day("2026-05-09", DayKind::Holiday)), Ok(()));
        assert_eq!(code(admit(&day("1999-05-09", DayKind::Holiday))), Code::OutOfRange);
    }

    #[test]
    fn a_single_day_is_set_only_in_a_known_year_and_only_if_it_changes_something() {
        let calendar = Calendar::new([day("2026-05-09", DayKind::Holiday)]);
        assert_eq!(code(setting(&calendar, day("2031-05-09", DayKind::Holiday))), Code::CalendarYearUnknown);
        assert_eq!(code(setting(&calendar, day("2026-05-09", DayKind::Holiday))), Code::NothingChanged);
        let moved = setting(&calendar, day("2026-05-11", DayKind::Observed)).expect("admitted");
        assert_eq!((moved.set.len(), moved.ended(&calendar).len()), (1, 0));
        let other = setting(&calendar, day("2026-05-09", DayKind::WorkingDayByDecree)).expect("admitted");
        assert_eq!(other.ended(&calendar).len(), 1);
        assert_eq!(code(clearing(&calendar, "2026-05-10".parse().expect("a day"))), Code::CalendarDayUnknown);
    }

    #[test]
    fn an_import_replaces_the_years_it_names_and_no_other() {
        let holiday = |date| day(date, DayKind::Holiday);
        let calendar = Calendar::new([holiday("2026-01-01"), holiday("2026-05-09"), holiday("2027-01-01")]);
        let difference = importing(&calendar, vec![holiday("2026-01-01"), holiday("2026-05-07")]).expect("admitted");
        assert_eq!(difference.set, vec![holiday("2026-05-07")]);
        assert_eq!(difference.cleared, vec![holiday("2026-05-09").date]);
        let same = calendar.rows().cloned().collect();
        assert_eq!(code(importing(&calendar, same)), Code::NothingChanged);
    }
}
