//! What a deadline waited for is no longer owed: the decision was withdrawn, the hearing called off.

use super::model::{Deadline, DeadlineState};
use super::{event, store};
use crate::access::act::Writing;
use crate::features::calendar;
use crate::kernel::failure::Outcome;
use uuid::Uuid;

/// Cancels the running deadline of a subject under a rule; `None` when there is none. One that has passed stays
/// overdue: that somebody was late does not become untrue.
///
/// # Errors
/// A fault when the database refuses.
pub fn cancel(tx: &mut Writing<'_>, subject: Uuid, key: &str) -> Outcome<Option<Deadline>> {
    calendar::store::hold_version(tx.conn)?;
    let Some(deadline) = store::lock_live(tx.conn, subject, key)? else { return Ok(None) };
    if deadline.state != DeadlineState::Running || deadline.is_past(tx.core.clock.now()) {
        return Ok(None);
    }
    let cancelled = Deadline { state: DeadlineState::Cancelled, ..deadline };
    store::set_state(tx.conn, &cancelled)?;
    tx.record(event::cancelled(&cancelled));
    Ok(Some(cancelled))
}
