//! The calendar has changed: every running deadline is counted anew, in the transaction that changed it.

use super::model::{Deadline, Move};
use super::{event, store};
use crate::access::act::Writing;
use crate::features::calendar::{Known, Version};
use crate::kernel::failure::Outcome;

/// Recounts the running deadlines by the new calendar; returns how many moved. What was met, cancelled or missed stays,
/// also what was missed a moment ago and does not say so yet. The caller holds the calendar alone.
///
/// # Errors
/// A fault when the database refuses.
pub fn recount(tx: &mut Writing<'_>, known: &Known, version: &Version) -> Outcome<usize> {
    // Not the request's time: it may have waited for the calendar, and a midnight may have passed.
    let now = tx.core.clock.now();
    let running = store::lock_running(tx.conn, now)?;
    store::set_calendar(tx.conn, now, known.version)?;
    let mut moves = Vec::new();
    for old in &running {
        let new = old.recounted(&known.calendar, known.version, now);
        if is_counted_alike(old, &new) {
            continue;
        }
        store::set_due(tx.conn, &new)?;
        if new.due_on != old.due_on {
            let change = Move {
                deadline_id: old.id,
                from_on: old.due_on,
                to_on: new.due_on,
                calendar_version: known.version,
                reason: version.reason.clone(),
                moved_at: tx.now,
            };
            tx.record(event::moved(&new, &change));
            moves.push(change);
        }
    }
    store::insert_moves(tx.conn, &moves)?;
    Ok(moves.len())
}

/// The last day may be the same while the explanation differs: a holiday got another name, a year became known.
fn is_counted_alike(old: &Deadline, new: &Deadline) -> bool {
    (old.due_on, &old.skipped, old.provisional) == (new.due_on, &new.skipped, new.provisional)
}
