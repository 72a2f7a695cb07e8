//! The period of a scorecard, and the scorecard of a body or of many. Pure.

use crate::features::answers::Verdict;
use crate::features::answers::milestone::Punctuality;
use crate::features::calendar::model::YEARS;
use crate::features::deadlines::DeadlineState;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Failure;
use crate::kernel::fraction::Fraction;
use crate::kernel::id::Id;
use crate::kernel::zone::Zone;
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A period of legal days, half open; each end may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Period {
    from_on: Option<NaiveDate>,
    /// The first day no longer in it.
    until_on: Option<NaiveDate>,
}

impl Period {
    /// # Errors
    /// BAD_INPUT naming the end that is impossible: a year that no calendar speaks of, or an end not after the start.
    pub fn new(from_on: Option<NaiveDate>, until_on: Option<NaiveDate>) -> Result<Self, Failure> {
        for (name, day) in [("fromOn", from_on), ("untilOn", until_on)] {
            if day.is_some_and(|day| !YEARS.contains(&day.year())) {
                let why = format!("must be a day of the years {} to {}", YEARS.start(), YEARS.end());
                return Err(Failure::bad_input(name, why));
            }
        }
        if from_on.zip(until_on).is_some_and(|(from, until)| from >= until) {
            return Err(Failure::bad_input("untilOn", "must be later than the first day of the period"));
        }
        Ok(Self { from_on, until_on })
    }

    /// The days from one to before another; at least one.
    pub const fn between(from_on: NaiveDate, until_on: NaiveDate) -> Self {
        Self { from_on: Some(from_on), until_on: Some(until_on) }
    }

    /// The first day, if there is one.
    pub const fn first(self) -> Option<NaiveDate> {
        self.from_on
    }

    /// The last day, if there is one.
    pub fn last(self) -> Option<NaiveDate> {
        self.until_on.and_then(|until| until.pred_opt())
    }

    /// Both ends as days to compare with: the first, and the first no longer in it.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        let end = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        (self.from_on.unwrap_or_else(|| end(1900)), self.until_on.unwrap_or_else(|| end(9999)))
    }

    /// Both ends as instants, in the time zone in which the days begin.
    pub fn instants(self, zone: Zone) -> (Timestamp, Timestamp) {
        let (from, until) = self.days();
        let midnight = |day: NaiveDate| zone.end_of(day.pred_opt().unwrap_or(day));
        (midnight(from), midnight(until))
    }
}

/// What became of one recommendation at one body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// How its clock stands.
    pub clock: DeadlineState,
    /// What its latest answer says.
    pub verdict: Option<Verdict>,
    /// How many working days its first answer took.
    pub working_days: Option<u32>,
}

/// A month of a body or a council, by its first day.
pub type Month<K> = (Id<K>, NaiveDate);

/// The month of a day: its first day.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The first day of the month after one.
pub fn month_after(month: NaiveDate) -> NaiveDate {
    month.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
}

/// How one body, or many, answer and keep their promises. Its JSON is what is kept of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scorecard {
    pub on_time: u32,
    pub late: u32,
    pub overdue: u32,
    pub running: u32,
    pub accepted: u32,
    pub partly: u32,
    pub refused: u32,
    /// How many answers took so many working days.
    pub(super) took: BTreeMap<u32, u32>,
    pub milestones_kept: u32,
    pub milestones_late: u32,
    pub milestones_pending: u32,
}

impl Scorecard {
    /// Takes one recommendation in.
    pub fn count(&mut self, reply: Reply) {
        match reply.clock {
            DeadlineState::Met => self.on_time += 1,
            DeadlineState::MetLate => self.late += 1,
            DeadlineState::Overdue => self.overdue += 1,
            DeadlineState::Running => self.running += 1,
            // No answer is owed any more.
            DeadlineState::Cancelled => return,
        }
        match reply.verdict {
            Some(Verdict::Accepted) => self.accepted += 1,
            Some(Verdict::Partly) => self.partly += 1,
            Some(Verdict::Refused) => self.refused += 1,
            None => {}
        }
        if let Some(days) = reply.working_days {
            *self.took.entry(days).or_default() += 1;
        }
    }

    /// Takes so many milestones in.
    pub const fn count_milestones(&mut self, punctuality: Punctuality, times: u32) {
        match punctuality {
            Punctuality::Kept => self.milestones_kept += times,
            Punctuality::Late => self.milestones_late += times,
            Punctuality::Pending => self.milestones_pending += times,
        }
    }

    /// Takes another scorecard in.
    pub fn add(&mut self, other: &Self) {
        self.on_time += other.on_time;
        self.late += other.late;
        self.overdue += other.overdue;
        self.running += other.running;
        self.accepted += other.accepted;
        self.partly += other.partly;
        self.refused += other.refused;
        for (days, times) in &other.took {
            *self.took.entry(*days).or_default() += times;
        }
        self.milestones_kept += other.milestones_kept;
        self.milestones_late += other.milestones_late;
        self.milestones_pending += other.milestones_pending;
    }

    /// The sum of many.
    #[must_use]
    pub fn sum<'a>(cards: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        cards.into_iter().for_each(|card| sum.add(card));
        sum
    }

    /// Recommendations sent.
    pub const fn sent(&self) -> u32 {
        self.on_time + self.late + self.overdue + self.running
    }

    /// Recommendations answered, on time or late.
    pub const fn answered(&self) -> u32 {
        self.on_time + self.late
    }

    /// The share answered on time of those whose term is over one way or the other.
    pub const fn on_time_share(&self) -> Option<Fraction> {
        Fraction::new(self.on_time, self.on_time + self.late + self.overdue)
    }

    /// The share refused of those answered.
    pub const fn refused_share(&self) -> Option<Fraction> {
        Fraction::new(self.refused, self.answered())
    }

    /// Milestones promised for the period whose day has come, or that were reached before it.
    pub const fn milestones_settled(&self) -> u32 {
        self.milestones_kept + self.milestones_late
    }

    /// The share of those that were kept.
    pub const fn kept_share(&self) -> Option<Fraction> {
        Fraction::new(self.milestones_kept, self.milestones_settled())
    }

    /// The working days within which so many percent of the answers came, by nearest rank; nothing where nothing was answered.
    pub fn working_days(&self, percent: u32) -> Option<u32> {
        let answers: u64 = self.took.values().map(|times| u64::from(*times)).sum();
        let place = (u64::from(percent.clamp(1, 100)) * answers).div_ceil(100);
        let mut passed = 0;
        self.took.iter().find_map(|(days, times)| {
            passed += u64::from(*times);
            (passed >= place).then_some(*days)
        })
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
