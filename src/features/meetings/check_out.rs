//! A member leaves a meeting before its end.

use super::attendance::Stay;
use super::check_in::{Passage, arrival, seat};
use super::model::MeetingState;
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Checks a member out. Ballots cast before stay cast.
///
/// # Errors
/// WRONG_STATE once the meeting is over, NOT_PRESENT.
pub fn check_out(tx: &mut Writing<'_>, input: &Passage) -> Outcome<Stay> {
    // load
    let meeting = store::lock(tx.conn, input.meeting)?.ok_or(Denied::NotFound("meeting"))?;
    let seat = seat(tx, meeting.council_id, input.membership)?;
    // authorize
    let permit = tx.authorize::<can::CheckOut>(Place::council(meeting.council_id).of(seat.person_id))?;
    // admit
    meeting.must_be(&[MeetingState::Called, MeetingState::Open])?;
    let there = store::stay_now(tx.conn, meeting.id, seat.id)?;
    let there = there.ok_or_else(|| Refusal::new(Code::NotPresent).at("membershipId"))?;
    // write: the clocks of two instances may differ, but nobody leaves before they came
    let stay = Stay { left_at: Some(arrival(tx).max(there.came_at)), ..there };
    store::check_out(tx.conn, &permit, &stay)?;
    // record
    tx.record(event::left(&stay));
    Ok(stay)
}
