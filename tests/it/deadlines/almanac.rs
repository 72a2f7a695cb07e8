//! A second opinion on the calendar: its own reading of the facts, its own months and weekdays, its own counting. It
//! shares nothing with the program but the file of facts, and of that only the first two columns.

use std::collections::BTreeMap;

const FACTS: &str = include_str!("../../../src/features/calendar/seed.csv");

/// The years the facts tell of, one more to run into, and the weekday of their first day: a Saturday.
const YEARS: std::ops::RangeInclusive<u32> = 2022..=2028;
const SATURDAY: usize = 0;
const SUNDAY: usize = 1;

/// A day: year, month, day, and why nobody works on it.
#[derive(Clone, Debug)]
struct Day {
    at: (u32, u32, u32),
    free: Option<String>,
}

/// Every day of the years, in order, known by its number.
pub struct Almanac {
    days: Vec<Day>,
}

/// Where a term ends, and the free days it stepped over, with the reasons.
pub type Term = (String, Vec<(String, String)>);

fn month_length(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Almanac {
    /// The almanac of the facts.
    pub fn new() -> Self {
        let rows = FACTS.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        let kinds: BTreeMap<&str, &str> = rows.map(|row| (row[0], row[1])).collect();
        let mut days = Vec::new();
        for year in YEARS {
            for month in 1..=12 {
                for day in 1..=month_length(year, month) {
                    let weekend = [SATURDAY, SUNDAY].contains(&(days.len() % 7)).then(|| "WEEKEND".to_owned());
                    let at = (year, month, day);
                    let free = kinds.get(text(at).as_str()).map_or(weekend, |kind| reason(kind));
                    days.push(Day { at, free });
                }
            }
        }
        Self { days }
    }

    /// What a decree makes of a day.
    pub fn decree(&mut self, date: &str, kind: &str) {
        let number = self.number(date);
        self.days[number].free = reason(kind);
    }

    /// The number of a day.
    pub fn number(&self, date: &str) -> usize {
        self.days.iter().position(|day| text(day.at) == date).expect("within the almanac")
    }

    /// The day of a number.
    pub fn date(&self, number: usize) -> String {
        text(self.days[number].at)
    }

    /// How many Saturdays and Sundays of the days until one are worked.
    pub fn worked_weekends(&self, until: usize) -> usize {
        (0..until).filter(|n| [SATURDAY, SUNDAY].contains(&(n % 7)) && self.days[*n].free.is_none()).count()
    }

    fn free_between(&self, first: usize, last: usize) -> Vec<(String, String)> {
        let free = |n: usize| Some((self.date(n), self.days[n].free.clone()?));
        (first..=last).filter_map(free).collect()
    }

    /// So many working days after a day.
    pub fn working_days(&self, start: usize, amount: usize) -> Term {
        let mut worked = (start + 1..).filter(|n| self.days[*n].free.is_none());
        let last = worked.nth(amount - 1).expect("within the almanac");
        (self.date(last), self.free_between(start + 1, last))
    }

    /// A term that would end on a day ends on the first worked one from there on.
    fn ending(&self, last: usize) -> Term {
        let end = (last..).find(|n| self.days[*n].free.is_none()).expect("within the almanac");
        (self.date(end), self.free_between(last, end))
    }

    /// So many calendar days after a day.
    pub fn calendar_days(&self, start: usize, amount: usize) -> Term {
        self.ending(start + amount)
    }

    /// So many months after a day: the same number, or the last of a month that is shorter.
    pub fn months(&self, start: usize, amount: u32) -> Term {
        let (year, month, day) = self.days[start].at;
        let months = year * 12 + (month - 1) + amount;
        let (year, month) = (months / 12, months % 12 + 1);
        self.ending(self.number(&text((year, month, day.min(month_length(year, month))))))
    }

    /// How many worked days lie between two days, neither of them counted.
    pub fn worked_between(&self, given: usize, event: usize) -> usize {
        (given + 1..event).filter(|n| self.days[*n].free.is_none()).count()
    }

    /// The first day between which and a day there are so many worked days.
    pub fn earliest(&self, given: usize, working_days: usize) -> String {
        let event = (given..).find(|event| self.worked_between(given, *event) >= working_days);
        self.date(event.expect("within the almanac"))
    }
}

fn text((year, month, day): (u32, u32, u32)) -> String {
    format!("{year}-{month:02}-{day:02}")
}

/// Why a day of a kind is free; nothing of one that is worked.
fn reason(kind: &str) -> Option<String> {
    (kind != "WORKING_DAY_BY_DECREE").then(|| kind.to_owned())
}
