//! An administrator says what a day is: the government has moved it, or it was entered wrongly.

use super::model::{self, Changed};
use super::{change, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::calendar::{Day, DayKind};
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;
use crate::kernel::localized::Localized;
use chrono::NaiveDate;

/// What a day is, and by which decree or for which other reason.
#[derive(Clone, Debug)]
pub struct Setting {
    pub date: NaiveDate,
    pub kind: DayKind,
    pub name: Localized,
    pub reason: String,
}

/// Sets a day of a known year, whether it had a row or not, and moves the running deadlines that it concerns.
///
/// # Errors
/// CALENDAR_YEAR_UNKNOWN, CALENDAR_DAY_UNFIT, OUT_OF_RANGE, NOTHING_CHANGED; BLANK or TOO_LONG of name or reason.
pub fn set_day(tx: &mut Writing<'_>, input: &Setting) -> Outcome<Changed> {
    // authorize
    let permit = tx.authorize::<can::SetCalendarDay>(Place::EVERYWHERE)?;
    // load
    let known = store::lock(tx.conn)?;
    // admit
    let name = check::required(&input.name, "name", check::NAME_CHARS)?;
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    let difference = model::setting(&known.calendar, Day { date: input.date, kind: input.kind, name })?;
    // write, record
    change::apply(tx, &permit, &known, &difference, (EventKind::CalendarDaySet, reason))
}
