//! The clock closes polls whose deadline has passed, also those that passed while no server was running.

use super::close::{Cause, finish};
use super::model::{Poll, PollState};
use super::{review, store};
use crate::access::act::{Act, Writing};
use crate::access::permit;
use crate::access::sight::Sight;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PollId;

/// Closes up to `limit` polls that are due, each in a transaction of its own, so that one that fails does not hold up
/// the others. Called by the worker, off the async threads; several instances may call it at once.
///
/// # Errors
/// A fault when the database cannot be read. A poll that could not be closed is logged and tried again next time.
pub fn close_due(act: &Act, limit: i64) -> Outcome<Vec<Poll>> {
    let now = act.core.clock.now();
    let due = act.read_now(|reading| store::due(reading.conn, now, limit))?;
    let mut closed = Vec::new();
    for id in due {
        match act.write_now(|tx| by_deadline(tx, id)) {
            Ok(poll) => closed.extend(poll),
            Err(failure) => tracing::error!(poll = %id.wire(), ?failure, "a poll that is due could not be closed"),
        }
    }
    Ok(closed)
}

/// Closes one poll, unless somebody was faster or it has gone. Only for the system's own clock: nobody is asked.
///
/// # Errors
/// NOT_FOUND; a fault when the database refuses.
pub fn by_deadline(tx: &mut Writing<'_>, id: PollId) -> Outcome<Option<Poll>> {
    let Some(roster) = store::roster(tx.conn, id)? else { return Ok(None) };
    let sight = Sight::system(tx.now);
    let permit = permit::by_deadline(crate::access::policy::Place::review(roster.body_id, roster.council_id));
    let (review, poll) = review::hold(tx, &sight, &roster)?;
    let now = tx.core.clock.now();
    if poll.state != PollState::Open || poll.closes_at.is_none_or(|closes_at| closes_at > now) {
        return Ok(None);
    }
    finish(tx, &permit, &review, poll, Cause::Deadline).map(Some)
}
