//! Chair and secretary sign a protocol, each the version they have read.

use super::model::MeetingState;
use super::protocol::{Capacity, Protocol, Signature};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::viewer::{Position, Seat};
use crate::db::log::hex;
use crate::features::councils::{self, Membership};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::MeetingId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// A signature to give.
#[derive(Clone, Debug)]
pub struct Signing {
    pub meeting: MeetingId,
    /// The hash of the version that was read, hexadecimal.
    pub sha256: String,
}

/// Who signs in the place of this deputy, if it is not the deputy: the chair, unless the deputy presided. Of any other
/// seat it asks nothing.
///
/// # Errors
/// A fault when the protocol cannot be read.
pub fn chair_before<'a>(
    deputy: &Seat,
    protocol: &Protocol,
    seats: impl IntoIterator<Item = &'a Membership>,
) -> Outcome<Option<&'a Membership>> {
    let presided = protocol.content()?.presided_by.map(|member| member.membership);
    if deputy.position != Position::DeputyChair || presided == Some(deputy.membership.wire()) {
        return Ok(None);
    }
    Ok(seats.into_iter().find(|seat| seat.position == Position::Chair))
}

/// Signs the protocol of a closed meeting in the viewer's capacity: the chair, or a deputy in the chair's place, and
/// the secretary. Who has signed already signs nothing twice.
///
/// # Errors
/// WRONG_STATE unless the meeting is closed, PROTOCOL_CHANGED when another version is the current one, ALREADY_SIGNED
/// by somebody else in this capacity, or by the viewer in another; CHAIR_SIGNS to a deputy who did not preside, while
/// somebody holds the seat of the chair.
pub fn sign(tx: &mut Writing<'_>, input: &Signing) -> Outcome<Protocol> {
    // load
    let meeting = store::lock(tx.conn, input.meeting)?.ok_or(Denied::NotFound("meeting"))?;
    // authorize
    let permit = tx.authorize::<can::SignProtocol>(Place::council(meeting.council_id))?;
    let signer = tx.viewer.standing.clone().ok_or(Denied::Unauthenticated)?;
    let seat = tx.viewer.seat_in(meeting.council_id).cloned().ok_or(Denied::Forbidden)?;
    let capacity = Capacity::of(seat.position).ok_or(Denied::Forbidden)?;
    // admit
    meeting.must_be(&[MeetingState::Closed])?;
    let protocol = store::latest_protocol(tx.conn, meeting.id)?;
    let protocol = protocol.ok_or_else(|| Failure::fault("a closed meeting without a protocol"))?;
    if !hex(&protocol.sha256).eq_ignore_ascii_case(input.sha256.trim()) {
        return Err(Refusal::new(Code::ProtocolChanged).at("sha256").into());
    }
    let given = protocol.signatures.iter().find(|one| one.capacity == capacity || one.person_id == signer.account);
    match given {
        Some(own) if own.capacity == capacity && own.person_id == signer.account => return Ok(protocol),
        Some(given) => return Err(Refusal::new(Code::AlreadySigned).with("name", &given.name).into()),
        None => {}
    }
    let seats = councils::store::seats_on(tx.conn, meeting.council_id, tx.now.day())?;
    if let Some(chair) = chair_before(&seat, &protocol, &seats)? {
        return Err(Refusal::new(Code::ChairSigns).with("name", &chair.person_name).into());
    }
    // write
    let signature = Signature { capacity, person_id: signer.account, name: signer.name.clone(), signed_at: tx.now };
    store::sign(tx.conn, &permit, &protocol, &signature)?;
    // record
    tx.record(event::signed(&protocol, &signature));
    let signatures = protocol.signatures.iter().cloned().chain([signature]).collect();
    Ok(Protocol { signatures, ..protocol })
}
