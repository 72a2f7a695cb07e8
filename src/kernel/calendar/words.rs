//! The words of the calendar: what a day is, how long a term is, where it ends and why.

use crate::kernel::localized::Localized;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a row of the calendar makes of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DayKind {
    /// A holiday, on whatever day of the week.
    Holiday,
    /// A free weekday in place of a holiday that fell on a weekend.
    Observed,
    /// A weekday made free by the government's yearly decree.
    DayOffByDecree,
    /// A Saturday or Sunday that is worked, by the same decree.
    WorkingDayByDecree,
}

impl DayKind {
    pub const ALL: &'static [Self] = &[Self::Holiday, Self::Observed, Self::DayOffByDecree, Self::WorkingDayByDecree];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Holiday => "HOLIDAY",
            Self::Observed => "OBSERVED",
            Self::DayOffByDecree => "DAY_OFF_BY_DECREE",
            Self::WorkingDayByDecree => "WORKING_DAY_BY_DECREE",
        }
    }
}

impl std::str::FromStr for DayKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or_else(|| format!("DayKind: {text:?}"))
    }
}

/// A row of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub kind: DayKind,
    pub name: Localized,
}

/// In what a term is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LengthUnit {
    WorkingDays,
    CalendarDays,
    Months,
}

impl LengthUnit {
    pub const ALL: &'static [Self] = &[Self::WorkingDays, Self::CalendarDays, Self::Months];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingDays => "WORKING_DAYS",
            Self::CalendarDays => "CALENDAR_DAYS",
            Self::Months => "MONTHS",
        }
    }
}

impl std::str::FromStr for LengthUnit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().copied().find(|unit| unit.as_str() == text).ok_or_else(|| format!("LengthUnit: {text:?}"))
    }
}

/// How long a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Length {
    pub amount: u32,
    pub unit: LengthUnit,
}

/// Why a day did not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SkipReason {
    Weekend,
    Holiday,
    Observed,
    DayOffByDecree,
}

/// A day that did not count, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    pub date: NaiveDate,
    pub reason: SkipReason,
    /// The name of the holiday, or of the day off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Localized>,
}

/// Where a term ends, and how that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// The last day of the term.
    pub due_on: NaiveDate,
    /// The days that did not count, in order.
    pub skipped: Vec<Skipped>,
    /// It rests on a year of which only the fixed holidays are known.
    pub provisional: bool,
}
