//! Those who preside close a meeting: attendance is frozen, and the protocol drawn up.

use super::attendance::{self, Session, Stay, Turnout};
use super::model::{Meeting, MeetingState};
use super::protocol::draw_up;
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::councils;
use crate::features::transitions::Transition;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::MeetingId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What a close freezes.
#[derive(Clone, Debug)]
pub struct Closing {
    pub meeting: Meeting,
    pub turnouts: Vec<Turnout>,
    /// Who was there until the end; they leave with it.
    pub remaining: Vec<Stay>,
}

/// Closes a meeting. Everybody who is still there leaves with the close.
///
/// # Errors
/// WRONG_STATE unless it is open, MEETING_VOTING while a poll of it is.
pub fn close(tx: &mut Writing<'_>, id: MeetingId) -> Outcome<Meeting> {
    // load
    let meeting = store::lock(tx.conn, id)?.ok_or(Denied::NotFound("meeting"))?;
    // authorize
    let permit = tx.authorize::<can::CloseMeeting>(Place::council(meeting.council_id))?;
    // admit
    meeting.must_be(&[MeetingState::Open])?;
    if store::is_voting(tx.conn, meeting.id)? {
        return Err(Refusal::new(Code::MeetingVoting).into());
    }
    // write
    let from = meeting.state;
    let closing = freeze(tx, meeting)?;
    let step = Transition::made_in(tx, id, Some(from.as_str()), closing.meeting.state.as_str(), None);
    store::close(tx.conn, &permit, &closing, &step)?;
    // record
    tx.record(event::closed(&closing));
    draw_up::draw_up(tx, &permit, &closing.meeting)?;
    Ok(closing.meeting)
}

fn freeze(tx: &mut Writing<'_>, meeting: Meeting) -> Outcome<Closing> {
    let council = councils::store::find(tx.conn, meeting.council_id)?;
    let council = council.ok_or_else(|| Failure::fault("a meeting without a council"))?;
    let opened_at = meeting.opened_at.ok_or_else(|| Failure::fault("an open meeting that was never opened"))?;
    let stays = store::stays_of(tx.conn, &[meeting.id])?;
    let session = Session { opened_at, closed_at: closing_time(tx, opened_at, &stays) };
    let seats = councils::store::seats_on(tx.conn, council.id, opened_at.day())?;
    let members = u32::try_from(seats.len()).unwrap_or(u32::MAX);
    let quorum = attendance::quorum(&council.charter, members, &stays, session);
    Ok(Closing {
        turnouts: attendance::turnouts(&seats, &stays, session),
        remaining: stays.into_iter().filter(|stay| stay.left_at.is_none()).collect(),
        meeting: Meeting {
            state: MeetingState::Closed,
            revision: meeting.revision.saturating_add(1),
            changed_at: tx.now,
            closed_at: Some(session.closed_at),
            quorum: Some(quorum),
            ..meeting
        },
    })
}

/// Now, but never before anybody came or went, whatever the clocks of two instances say.
fn closing_time(tx: &Writing<'_>, opened_at: Timestamp, stays: &[Stay]) -> Timestamp {
    let now = tx.core.clock.now().max(tx.now);
    attendance::last(stays).map_or(opened_at, |last| last.max(opened_at)).max(now)
}
