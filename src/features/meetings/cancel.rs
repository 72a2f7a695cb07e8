//! Those who preside cancel a meeting that was not opened.

use super::model::{Meeting, MeetingState};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::features::transitions::Transition;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::MeetingId;

/// Which meeting is cancelled, and why.
#[derive(Clone, Debug)]
pub struct Cancellation {
    pub meeting: MeetingId,
    /// Public.
    pub reason: String,
}

/// Cancels a meeting. It stays on record, and in the calendars of those who follow it, as cancelled.
///
/// # Errors
/// WRONG_STATE once it was opened; BLANK or TOO_LONG of the reason.
pub fn cancel(tx: &mut Writing<'_>, input: &Cancellation) -> Outcome<Meeting> {
    // load
    let meeting = store::lock(tx.conn, input.meeting)?.ok_or(Denied::NotFound("meeting"))?;
    // authorize
    let permit = tx.authorize::<can::CancelMeeting>(Place::council(meeting.council_id))?;
    // admit
    meeting.must_be(&[MeetingState::Called])?;
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    // write
    let from = meeting.state;
    let meeting = Meeting {
        state: MeetingState::Cancelled,
        revision: meeting.revision.saturating_add(1),
        changed_at: tx.now,
        ..meeting
    };
    let step = Transition::made_in(tx, meeting.id, Some(from.as_str()), meeting.state.as_str(), Some(reason));
    store::cancel(tx.conn, &permit, &meeting, &step)?;
    // record
    tx.record(event::cancelled(&meeting));
    Ok(meeting)
}
