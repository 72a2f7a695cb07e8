//! An administrator takes a row out of the calendar: the day is what its weekday makes it.

use super::model::{self, Changed};
use super::{change, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;
use chrono::NaiveDate;

/// Which day, and why.
#[derive(Clone, Debug)]
pub struct Clearing {
    pub date: NaiveDate,
    pub reason: String,
}

/// Clears a day and moves the running deadlines that it concerns. A year whose last row is cleared is unknown again.
///
/// # Errors
/// CALENDAR_DAY_UNKNOWN; BLANK or TOO_LONG of the reason.
pub fn clear_day(tx: &mut Writing<'_>, input: &Clearing) -> Outcome<Changed> {
    // authorize
    let permit = tx.authorize::<can::ClearCalendarDay>(Place::EVERYWHERE)?;
    // load
    let known = store::lock(tx.conn)?;
    // admit
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    let difference = model::clearing(&known.calendar, input.date)?;
    // write, record
    change::apply(tx, &permit, &known, &difference, (EventKind::CalendarDayCleared, reason))
}
