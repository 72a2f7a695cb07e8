//! A member comes into a meeting: entered by the secretary, or by the member.

use super::attendance::Stay;
use super::{event, notice, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::councils::{self, Council, Membership};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{CouncilId, MeetingId, MembershipId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Who comes or goes.
#[derive(Clone, Copy, Debug)]
pub struct Passage {
    pub meeting: MeetingId,
    /// Whose seat; the viewer's own when nothing is said.
    pub membership: Option<MembershipId>,
}

/// Checks a member in. Whoever is there already stays as they are.
///
/// # Errors
/// MEETING_TOO_EARLY, WRONG_STATE, MEMBERSHIP_ENDED.
pub fn check_in(tx: &mut Writing<'_>, input: &Passage) -> Outcome<Stay> {
    // load: the lock keeps the close out, and a second entry of the same member
    let meeting = store::lock(tx.conn, input.meeting)?.ok_or(Denied::NotFound("meeting"))?;
    let seat = seat(tx, meeting.council_id, input.membership)?;
    // authorize
    let permit = tx.authorize::<can::CheckIn>(Place::council(meeting.council_id).of(seat.person_id))?;
    let entered_by_id = permit.actor.ok_or(Denied::Unauthenticated)?;
    // admit
    let council = council_of(tx, meeting.council_id)?;
    let zone = notice::zone(tx, council.body_id)?;
    meeting.must_admit(tx.now, zone)?;
    let came_at = arrival(tx);
    if !seat.valid_on(tx.now.day()) {
        return Err(Refusal::new(Code::MembershipEnded).at("membershipId").into());
    }
    if let Some(there) = store::stay_now(tx.conn, meeting.id, seat.id)? {
        return Ok(there);
    }
    // write
    let stay = Stay {
        id: tx.id(),
        meeting_id: meeting.id,
        membership_id: seat.id,
        person_id: seat.person_id,
        name: seat.person_name,
        category: seat.category,
        position: seat.position,
        came_at,
        entered_by_id,
        left_at: None,
    };
    store::check_in(tx.conn, &permit, &stay)?;
    // record
    tx.record(event::came(&stay));
    Ok(stay)
}

/// The seat that is meant, in this council. A viewer without one has nothing to do here.
pub(super) fn seat(tx: &mut Writing<'_>, council: CouncilId, named: Option<MembershipId>) -> Outcome<Membership> {
    let own = || tx.viewer.seat_in(council).map(|seat| seat.membership);
    let id = match named.or_else(own) {
        Some(id) => id,
        None if tx.viewer.standing.is_none() => return Err(Denied::Unauthenticated.into()),
        None => return Err(Denied::Forbidden.into()),
    };
    let found = councils::store::memberships(tx.conn, &[id])?.into_iter().find(|seat| seat.council_id == council);
    found.ok_or_else(|| Denied::NotFound("membership").into())
}

/// The moment in which somebody comes or goes: now, as it is after waiting for the lock. Who waited while a poll was
/// being closed comes after that close, and its count does not have to know them.
pub(super) fn arrival(tx: &Writing<'_>) -> Timestamp {
    tx.core.clock.now().max(tx.now)
}

fn council_of(tx: &mut Writing<'_>, id: CouncilId) -> Outcome<Council> {
    councils::store::find(tx.conn, id)?.ok_or_else(|| Failure::fault("a meeting without a council"))
}
