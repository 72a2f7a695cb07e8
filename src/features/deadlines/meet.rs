//! What a deadline waited for is done. Called by the use case that does it, in its transaction and with its right.

use super::model::{Deadline, DeadlineState};
use super::{event, store};
use crate::access::act::Writing;
use crate::features::calendar;
use crate::kernel::failure::Outcome;
use chrono::NaiveDate;
use uuid::Uuid;

/// Meets the deadline of a subject under a rule, on a day: MET until the last day, MET_LATE after it. `None` when the
/// subject has none that waits: it never had one, or it was met or cancelled before.
///
/// A deadline that passed before the clock noticed becomes overdue first: every late one has been overdue once.
///
/// # Errors
/// A fault when the database refuses.
pub fn meet(tx: &mut Writing<'_>, subject: Uuid, key: &str, on: NaiveDate) -> Outcome<Option<Deadline>> {
    calendar::store::hold_version(tx.conn)?;
    let Some(deadline) = store::lock_live(tx.conn, subject, key)? else { return Ok(None) };
    let Some(state) = deadline.met(on) else { return Ok(None) };
    if state == DeadlineState::MetLate && deadline.state == DeadlineState::Running {
        tx.record(event::overdue(&deadline));
    }
    let met = Deadline { state, met_on: Some(on), ..deadline };
    store::set_state(tx.conn, &met)?;
    tx.record(event::met(&met));
    Ok(Some(met))
}
