//! The calendar of working days, and how the law counts: pure arithmetic of days, no clock and no time zone.
//!
//! A calendar is made of **rows**: holidays, holidays moved from a weekend, days off and working days set by decree.
//! A year that has any row is known; Saturdays and Sundays are free unless a row says otherwise. A year without rows
//! falls back to the fixed holidays and to weekends, moves nothing, and whatever rests on it says that it is
//! provisional.
//!
//! The day on which a term starts is not counted. A term in working days ends on its last working day. A term in
//! calendar days or months whose last day is free ends on the next working day (Civil Code, Art. 175).

mod fixed;
mod words;

pub use words::{Count, Day, DayKind, Length, LengthUnit, SkipReason, Skipped};

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use fixed::fixed_holiday;
use std::collections::{BTreeMap, BTreeSet};

/// The most days one term is followed for: more than five times the longest rule. A calendar without working days
/// must not keep anybody walking for ever.
const HORIZON_DAYS: usize = 8_000;

/// Which days are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, Day>,
    known_years: BTreeSet<i32>,
}

impl Calendar {
    /// A calendar of these rows. Of two rows of one day the later one holds.
    pub fn new(rows: impl IntoIterator<Item = Day>) -> Self {
        let days: BTreeMap<NaiveDate, Day> = rows.into_iter().map(|day| (day.date, day)).collect();
        let known_years = days.keys().map(NaiveDate::year).collect();
        Self { days, known_years }
    }

    /// The rows, by day.
    pub fn rows(&self) -> impl Iterator<Item = &Day> {
        self.days.values()
    }

    /// The row of a day.
    pub fn row(&self, date: NaiveDate) -> Option<&Day> {
        self.days.get(&date)
    }

    /// Whether a year has rows of its own.
    pub fn knows(&self, year: i32) -> bool {
        self.known_years.contains(&year)
    }

    /// Whether a day is worked.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        self.free(date).is_none()
    }

    /// Why a day is free; `None` when it is worked.
    pub fn free(&self, date: NaiveDate) -> Option<Skipped> {
        let free =
            |reason, name: &super::localized::Localized| Some(Skipped { date, reason, name: Some(name.clone()) });
        match self.days.get(&date).map(|day| (day.kind, &day.name)) {
            Some((DayKind::WorkingDayByDecree, _)) => return None,
            Some((DayKind::Holiday, name)) => return free(SkipReason::Holiday, name),
            Some((DayKind::Observed, name)) => return free(SkipReason::Observed, name),
            Some((DayKind::DayOffByDecree, name)) => return free(SkipReason::DayOffByDecree, name),
            None => {}
        }
        if !self.knows(date.year())
            && let Some(name) = fixed_holiday(date)
        {
            return Some(Skipped { date, reason: SkipReason::Holiday, name: Some(name) });
        }
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        weekend.then_some(Skipped { date, reason: SkipReason::Weekend, name: None })
    }

    /// The end of a term that starts on a day; that day itself is not counted.
    pub fn count(&self, started_on: NaiveDate, length: Length) -> Count {
        match length.unit {
            LengthUnit::WorkingDays => self.count_working_days(started_on, length.amount),
            LengthUnit::CalendarDays => {
                let last = started_on.checked_add_days(Days::new(length.amount.into()));
                self.ending(last.unwrap_or(started_on))
            }
            // The same number in the last month, or its last day where it is shorter (Civil Code, Art. 173).
            LengthUnit::Months => {
                self.ending(started_on.checked_add_months(Months::new(length.amount)).unwrap_or(started_on))
            }
        }
    }

    fn count_working_days(&self, started_on: NaiveDate, amount: u32) -> Count {
        let (mut due_on, mut left, mut skipped) = (started_on, amount, Vec::new());
        for day in started_on.iter_days().skip(1).take(HORIZON_DAYS) {
            if left == 0 {
                break;
            }
            due_on = day;
            match self.free(day) {
                Some(free) => skipped.push(free),
                None => left -= 1,
            }
        }
        let first = started_on.succ_opt().unwrap_or(started_on).min(due_on);
        Count { due_on, skipped, provisional: self.is_provisional(first, due_on) }
    }

    /// A term whose last day is known: free days at its end do not count.
    fn ending(&self, last: NaiveDate) -> Count {
        let (mut due_on, mut skipped) = (last, Vec::new());
        for day in last.iter_days().take(HORIZON_DAYS) {
            due_on = day;
            match self.free(day) {
                Some(free) => skipped.push(free),
                None => break,
            }
        }
        Count { due_on, skipped, provisional: self.is_provisional(last, due_on) }
    }

    fn is_provisional(&self, first: NaiveDate, last: NaiveDate) -> bool {
        (first.year()..=last.year()).any(|year| !self.knows(year))
    }

    /// The latest day on which notice must have been given of what happens on a day: so many whole working days lie
    /// between the two, neither of them counted. For three days before a Friday that is the Monday.
    pub fn before(&self, on: NaiveDate, working_days: u32) -> NaiveDate {
        if working_days == 0 {
            return on;
        }
        let (mut latest, mut left) = (on, working_days);
        for day in std::iter::successors(on.pred_opt(), NaiveDate::pred_opt).take(HORIZON_DAYS) {
            latest = day;
            if left == 0 {
                break;
            }
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        latest
    }

    /// The earliest day of which notice given on a day comes in time: the first for which [`Calendar::before`] is not
    /// earlier than the notice.
    pub fn earliest(&self, notice_on: NaiveDate, working_days: u32) -> NaiveDate {
        if working_days == 0 {
            return notice_on;
        }
        let (mut earliest, mut left) = (notice_on, working_days);
        for day in notice_on.iter_days().skip(1).take(HORIZON_DAYS) {
            earliest = day;
            if left == 0 {
                break;
            }
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        earliest
    }

    /// How many working days lie after `from` up to and with `to`: what a term that started on `from` has used up.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| self.is_working_day(*day));
        u32::try_from(days.count()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests;
