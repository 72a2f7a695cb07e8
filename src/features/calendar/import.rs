//! An administrator imports whole years: the decree for the next one is out.

use super::model::{self, Changed};
use super::{change, csv, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;

/// A CSV file, and by which decree or for which other reason.
#[derive(Clone, Debug)]
pub struct Import {
    pub csv: String,
    pub reason: String,
}

/// Imports the rows of a file. It says everything about each year it has a row of: what it does not name there is gone.
/// Other years stay.
///
/// # Errors
/// CALENDAR_FILE_INVALID, CALENDAR_DAY_UNFIT, OUT_OF_RANGE, NOTHING_CHANGED; BLANK or TOO_LONG of file or reason.
pub fn import(tx: &mut Writing<'_>, input: &Import) -> Outcome<Changed> {
    // authorize
    let permit = tx.authorize::<can::ImportCalendar>(Place::EVERYWHERE)?;
    // admit what needs no look at the calendar
    let text = check::text(&input.csv, "csv", csv::CHARS_MAX)?;
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    let rows = csv::read(&text)?;
    // load
    let known = store::lock(tx.conn)?;
    // admit
    let difference = model::importing(&known.calendar, rows)?;
    // write, record
    change::apply(tx, &permit, &known, &difference, (EventKind::CalendarImported, reason))
}
