//! What the viewer may do about a meeting, as far as its state lets anybody.

use super::loader::ProtocolOfMeeting;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::councils::store::Span;
use crate::features::meetings::sign::chair_before;
use crate::features::meetings::{Capacity, Meeting, MeetingState, Protocol};
use crate::graphql::context::Ask;
use crate::graphql::registry::loader::SeatsOfCouncil;
use crate::kernel::failure::Outcome;
use async_graphql::Context;
use std::sync::Arc;

/// Whether it is in one of these states and the policy lets the viewer.
pub(super) fn may(context: &Context<'_>, meeting: &Meeting, action: Action, states: &[MeetingState]) -> bool {
    states.contains(&meeting.state) && allowed(&context.act().viewer, action, &Place::council(meeting.council_id))
}

/// Whether the viewer may check themselves in: as somebody who has a seat.
pub(super) fn may_check_in(context: &Context<'_>, meeting: &Meeting) -> bool {
    let viewer = &context.act().viewer;
    let held = matches!(meeting.state, MeetingState::Called | MeetingState::Open);
    let seat = viewer.seat_in(meeting.council_id).and(viewer.account());
    let own = |person| allowed(viewer, Action::CheckIn, &Place::council(meeting.council_id).of(person));
    held && seat.is_some_and(own)
}

/// Whether the viewer may draw the protocol up anew: until both have signed it.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) async fn may_redraw(context: &Context<'_>, meeting: &Meeting) -> Outcome<bool> {
    let protocol = protocol(context, meeting, Action::RedrawProtocol).await?;
    Ok(protocol.is_some_and(|protocol| !protocol.is_sealed()))
}

/// Whether the viewer may sign the current version: nobody has in their capacity, nor they in another, and it is not for
/// the chair to sign in a deputy's place.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) async fn may_sign(context: &Context<'_>, meeting: &Meeting) -> Outcome<bool> {
    let Some(protocol) = protocol(context, meeting, Action::SignProtocol).await? else { return Ok(false) };
    let viewer = &context.act().viewer;
    let Some(seat) = viewer.seat_in(meeting.council_id) else { return Ok(false) };
    let free = Capacity::of(seat.position).is_some_and(|capacity| protocol.signature(capacity).is_none());
    if !free || protocol.signatures.iter().any(|one| Some(one.person_id) == viewer.account()) {
        return Ok(false);
    }
    let seats = context.load::<SeatsOfCouncil>((meeting.council_id, Span::On(viewer.now.day()))).await?;
    let seats = seats.unwrap_or_default();
    Ok(chair_before(seat, &protocol, seats.iter().map(AsRef::as_ref))?.is_none())
}

/// The current protocol, where the policy lets the viewer do this about it; nothing is read for anybody else.
async fn protocol(context: &Context<'_>, meeting: &Meeting, action: Action) -> Outcome<Option<Arc<Protocol>>> {
    if !may(context, meeting, action, &[MeetingState::Closed]) {
        return Ok(None);
    }
    context.load::<ProtocolOfMeeting>(meeting.id).await
}
