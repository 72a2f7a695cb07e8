//! Chair or secretary draw the protocol up anew, because something was added to the record after the close.

use super::model::MeetingState;
use super::protocol::{Protocol, draw_up};
use super::store;
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::MeetingId;

/// Draws the protocol of a closed meeting up anew. Signatures under an earlier version stay under that one: whoever
/// signed it signed nothing else.
///
/// # Errors
/// WRONG_STATE unless it is closed, PROTOCOL_SEALED, NOTHING_CHANGED.
pub fn redraw(tx: &mut Writing<'_>, id: MeetingId) -> Outcome<Protocol> {
    // load
    let meeting = store::lock(tx.conn, id)?.ok_or(Denied::NotFound("meeting"))?;
    // authorize
    let permit = tx.authorize::<can::RedrawProtocol>(Place::council(meeting.council_id))?;
    // admit
    meeting.must_be(&[MeetingState::Closed])?;
    // write, record
    draw_up::draw_up(tx, &permit, &meeting)
}
