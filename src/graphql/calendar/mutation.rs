//! What administrators do with the calendar.

use super::enums::CalendarDayKind;
use super::object::{CalendarVersion, CalendarYear};
use crate::features::calendar::{Changed, Known, clear_day, import, set_day, store};
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::scalars::{Date, LocalizedTextInput};
use crate::kernel::failure::Outcome;
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// What a day is.
#[derive(InputObject)]
pub struct SetCalendarDayInput {
    /// The day, in a year that has been entered.
    pub date: Date,
    /// What it is.
    pub kind: CalendarDayKind,
    /// The name of the holiday, or what the decree says of the day.
    pub name: LocalizedTextInput,
    /// Why: the decree, or the mistake that is corrected. Everybody reads it where a deadline moves.
    pub reason: String,
}

/// A day that is again what its weekday makes it.
#[derive(InputObject)]
pub struct ClearCalendarDayInput {
    /// The day.
    pub date: Date,
    /// Why: the decree, or the mistake that is corrected. Everybody reads it where a deadline moves.
    pub reason: String,
}

/// Whole years of the calendar.
#[derive(InputObject)]
pub struct ImportCalendarInput {
    /// A CSV file with a header: `date`, `kind`, `name_kk`, and `name_ru` and `name_en` if they are known. Each year
    /// that has a row in it is replaced whole.
    pub csv: String,
    /// Why: the decree, or the mistake that is corrected. Everybody reads it where a deadline moves.
    pub reason: String,
}

payload! {
    /// What `setCalendarDay` did.
    SetCalendarDayPayload {
        /// The new version of the calendar.
        version: CalendarVersion,
        /// The year of the day as it counts now.
        calendar: Vec<CalendarYear>,
        /// The number of running deadlines that moved.
        moved_deadlines: i32,
    }
}

payload! {
    /// What `clearCalendarDay` did.
    ClearCalendarDayPayload {
        /// The new version of the calendar.
        version: CalendarVersion,
        /// The year of the day as it counts now.
        calendar: Vec<CalendarYear>,
        /// The number of running deadlines that moved.
        moved_deadlines: i32,
    }
}

payload! {
    /// What `importCalendar` did.
    ImportCalendarPayload {
        /// The new version of the calendar.
        version: CalendarVersion,
        /// The years that changed, as they count now.
        calendar: Vec<CalendarYear>,
        /// The number of running deadlines that moved.
        moved_deadlines: i32,
    }
}

/// Mutations of the calendar.
#[derive(Default)]
pub struct CalendarMutation;

#[Object]
impl CalendarMutation {
    /// Say what a day is, and move the running deadlines that it concerns. Administrators.
    async fn set_calendar_day(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day.")] input: SetCalendarDayInput,
    ) -> Result<SetCalendarDayPayload> {
        let act = context.act();
        let SetCalendarDayInput { date, kind, name, reason } = input;
        let input = set_day::Setting { date: date.0, kind: kind.into(), name: name.into(), reason };
        let outcome = act.write(move |tx| told(set_day::set_day(tx, &input)?, store::current(tx.conn)?)).await;
        SetCalendarDayPayload::settle(act, outcome)
    }

    /// Make a day what its weekday makes it, and move the running deadlines that it concerns. Administrators.
    async fn clear_calendar_day(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day.")] input: ClearCalendarDayInput,
    ) -> Result<ClearCalendarDayPayload> {
        let act = context.act();
        let input = clear_day::Clearing { date: input.date.0, reason: input.reason };
        let outcome = act.write(move |tx| told(clear_day::clear_day(tx, &input)?, store::current(tx.conn)?)).await;
        ClearCalendarDayPayload::settle(act, outcome)
    }

    /// Import whole years of the calendar, and move the running deadlines that they concern. Administrators.
    async fn import_calendar(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The file.")] input: ImportCalendarInput,
    ) -> Result<ImportCalendarPayload> {
        let act = context.act();
        let input = import::Import { csv: input.csv, reason: input.reason };
        let outcome = act.write(move |tx| told(import::import(tx, &input)?, store::current(tx.conn)?)).await;
        ImportCalendarPayload::settle(act, outcome)
    }
}

type Told = (CalendarVersion, Vec<CalendarYear>, i32);

/// A change as its payload tells it.
fn told(changed: Changed, known: Known) -> Outcome<Told> {
    let known = Arc::new(known);
    let years = changed.years.iter().map(|year| CalendarYear::of(Arc::clone(&known), *year)).collect();
    Ok((CalendarVersion(Arc::new(changed.version)), years, int(changed.moved)))
}
