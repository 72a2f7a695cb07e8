//! The calendar has changed: every running deadline is counted anew, in the transaction that changed it.
//!
//! A country's running deadlines may be many. They are gone through a page at a time, and those of a page that end up
//! counted alike are written together: terms that began on the same day are. So no statement grows with the number of
//! deadlines, and there is not one for each.

use super::model::{Deadline, Move};
use super::{event, store};
use crate::access::act::Writing;
use crate::features::calendar::{Known, Version};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DeadlineId;

/// Deadlines gone through at a time.
const PAGE: i64 = 1_000;

/// Recounts the running deadlines by the new calendar; returns how many moved. What was met, cancelled or missed stays,
/// also what was missed a moment ago and does not say so yet. The caller holds the calendar alone, so none begins or is
/// met meanwhile.
///
/// # Errors
/// A fault when the database refuses.
pub fn recount(tx: &mut Writing<'_>, known: &Known, version: &Version) -> Outcome<usize> {
    // Not the request's time: it may have waited for the calendar, and a midnight may have passed.
    let now = tx.core.clock.now();
    let (mut moved, mut after) = (0, None);
    loop {
        let running = store::lock_running(tx.conn, now, after, PAGE)?;
        let Some(last) = running.last() else { return Ok(moved) };
        after = Some(last.id);
        moved += recount_some(tx, known, version, now, &running)?;
    }
}

fn recount_some(
    tx: &mut Writing<'_>,
    known: &Known,
    version: &Version,
    now: Timestamp,
    running: &[Deadline],
) -> Outcome<usize> {
    let (mut alike, mut moves) = (Vec::<(Deadline, Vec<DeadlineId>)>::new(), Vec::new());
    for old in running {
        let new = old.recounted(&known.calendar, known.version, now);
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
        if !is_counted_alike(old, &new) {
            match alike.iter_mut().find(|(first, _)| is_counted_alike(first, &new)) {
                Some((_, ids)) => ids.push(new.id),
                None => alike.push((new, vec![old.id])),
            }
        }
    }
    let all: Vec<DeadlineId> = running.iter().map(|deadline| deadline.id).collect();
    store::set_calendar(tx.conn, &all, known.version)?;
    for (counted, ids) in &alike {
        store::set_due(tx.conn, ids, counted)?;
    }
    store::insert_moves(tx.conn, &moves)?;
    Ok(moves.len())
}

/// The last day may be the same while the explanation differs: a holiday got another name, a year became known.
fn is_counted_alike(one: &Deadline, other: &Deadline) -> bool {
    (one.due_on, one.overdue_at, &one.skipped, one.provisional)
        == (other.due_on, other.overdue_at, &other.skipped, other.provisional)
}
