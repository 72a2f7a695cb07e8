//! The words of the calendar, each explained.

use async_graphql::Enum;

/// What a row of the calendar makes of its day.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::kernel::calendar::DayKind")]
pub enum CalendarDayKind {
    /// A holiday, on whatever day of the week.
    Holiday,
    /// A free weekday in place of a holiday that fell on a weekend.
    Observed,
    /// A weekday made free by the government's decree.
    DayOffByDecree,
    /// A Saturday or Sunday that is worked, by the same decree.
    WorkingDayByDecree,
}
