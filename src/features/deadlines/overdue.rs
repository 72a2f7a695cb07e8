//! The clock notices deadlines that have passed, also those that passed while no server was running.

use super::model::{Deadline, DeadlineState};
use super::{event, store};
use crate::access::act::{Act, Writing};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use chrono::Duration;

/// How long after its last midnight a term is not called overdue yet. Who acts before midnight acts in time, also when
/// the request waits for a lock until after it; no request takes so long unless `KENES_REQUEST_SECONDS` was raised.
const GRACE: Duration = Duration::seconds(60);

/// Makes up to `limit` deadlines overdue whose last day has passed. Called by the worker, off the async threads;
/// several instances may call it at once: each deadline is held by one of them, the others pass it by, so there is one
/// change and one event.
///
/// # Errors
/// A fault when the database refuses: then none of them is overdue, and the next call tries again.
pub fn mark_past(act: &Act, limit: i64) -> Outcome<Vec<Deadline>> {
    let ran_out = ran_out(act.core.clock.now());
    // Most looks find nothing: they need no write transaction.
    if !act.read_now(|reading| store::has_past(reading.conn, ran_out))? {
        return Ok(Vec::new());
    }
    act.write_now(|tx| mark_past_in(tx, limit))
}

/// The same within a transaction of its caller.
///
/// # Errors
/// A fault when the database refuses.
pub fn mark_past_in(tx: &mut Writing<'_>, limit: i64) -> Outcome<Vec<Deadline>> {
    let past = store::lock_past(tx.conn, ran_out(tx.core.clock.now()), limit)?;
    let ids: Vec<_> = past.iter().map(|deadline| deadline.id).collect();
    store::set_overdue(tx.conn, &ids)?;
    let overdue: Vec<Deadline> =
        past.into_iter().map(|deadline| Deadline { state: DeadlineState::Overdue, ..deadline }).collect();
    overdue.iter().for_each(|deadline| tx.record(event::overdue(deadline)));
    Ok(overdue)
}

/// What ended until then is overdue now.
fn ran_out(now: Timestamp) -> Timestamp {
    now.plus(-GRACE)
}
