//! Those who preside open a meeting.

use super::model::{Meeting, MeetingState};
use super::{event, notice, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::councils;
use crate::features::polls::model::within_term;
use crate::features::transitions::Transition;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::MeetingId;

/// Opens a meeting, with a quorum or without: a hearing hears whoever came, and whether there was a quorum stands in
/// the protocol.
///
/// # Errors
/// WRONG_STATE, MEETING_TOO_EARLY, MEETING_LAPSED, COUNCIL_TERM_OVER, MEETING_RUNNING.
pub fn open(tx: &mut Writing<'_>, id: MeetingId) -> Outcome<Meeting> {
    // load
    let meeting = store::lock(tx.conn, id)?.ok_or(Denied::NotFound("meeting"))?;
    // authorize
    let permit = tx.authorize::<can::OpenMeeting>(Place::council(meeting.council_id))?;
    // admit
    let council = councils::store::find(tx.conn, meeting.council_id)?;
    let council = council.ok_or_else(|| Failure::fault("a meeting without a council"))?;
    let zone = notice::zone(tx, council.body_id)?;
    meeting.must_be_due(tx.now, zone)?;
    within_term(council.term_ends_on, tx.now)?;
    // write
    let from = meeting.state;
    let meeting = Meeting { state: MeetingState::Open, opened_at: Some(tx.now), ..meeting };
    let step = Transition::made_in(tx, meeting.id, Some(from.as_str()), meeting.state.as_str(), None);
    store::open(tx.conn, &permit, &meeting, &step)?;
    // record
    tx.record(event::opened(&meeting));
    Ok(meeting)
}
