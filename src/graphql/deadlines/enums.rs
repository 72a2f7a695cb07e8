//! The words of deadlines, each explained.

use async_graphql::Enum;
use serde::Serialize;

/// Where a deadline stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(remote = "crate::features::deadlines::model::DeadlineState")]
pub enum DeadlineState {
    /// What it waits for is not done, and its last day has not passed.
    Running,
    /// What it waited for was done in time.
    Met,
    /// What it waited for was done after the last day.
    MetLate,
    /// Its last day has passed and what it waits for is not done.
    Overdue,
    /// What it waited for is no longer owed.
    Cancelled,
}

/// In what a term is measured.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(remote = "crate::kernel::calendar::LengthUnit")]
pub enum LengthUnit {
    /// Working days; free days do not count.
    WorkingDays,
    /// Calendar days; a term that would end on a free day ends on the next working day.
    CalendarDays,
    /// Months, to the same day of the month; a term that would end on a free day ends on the next working day.
    Months,
}

/// Why a day did not count.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(remote = "crate::kernel::calendar::SkipReason")]
pub enum SkipReason {
    /// A Saturday or Sunday.
    Weekend,
    /// A holiday.
    Holiday,
    /// A weekday that is free in place of a holiday on a weekend.
    Observed,
    /// A weekday made free by the government's decree.
    DayOffByDecree,
}

/// By what deadlines are ordered.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub enum DeadlineOrderField {
    /// By the last day.
    #[default]
    DueOn,
}
