//! Puts a protocol together from what is on record. Whatever the size of the meeting, it takes the same few statements.

use super::content::{At, Content, Line, Member, Present, Span};
use super::votes;
use crate::access::act::Writing;
use crate::features::councils::{self, Membership};
use crate::features::documents::content::Named;
use crate::features::meetings::attendance::{Session, Stay, Turnout};
use crate::features::meetings::model::{Meeting, MeetingState};
use crate::features::meetings::store;
use crate::features::{bodies, transitions};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::MembershipId;
use std::collections::HashMap;

/// The protocol of a meeting that was closed, as the record stands now.
///
/// # Errors
/// A fault when the record is not whole.
pub(super) fn compose(tx: &mut Writing<'_>, meeting: &Meeting) -> Outcome<Content> {
    let held = meeting.opened_at.zip(meeting.closed_at).zip(meeting.quorum);
    let ((opened_at, closed_at), quorum) = held.ok_or_else(|| Failure::fault("a meeting that was not held"))?;
    let council = councils::store::find(tx.conn, meeting.council_id)?;
    let council = council.ok_or_else(|| Failure::fault("a meeting without a council"))?;
    let body =
        bodies::store::find(tx.conn, council.body_id)?.ok_or_else(|| Failure::fault("a council without a body"))?;
    let zone = bodies::store::zones(tx.conn, &[body.id])?.get(&body.id).copied().unwrap_or_default();
    let seats = councils::store::seats_on(tx.conn, council.id, opened_at.day())?;
    let (present, absent) = attendance(tx, meeting, &seats, Session { opened_at, closed_at })?;
    Ok(Content {
        meeting: meeting.id.wire(),
        form: meeting.form,
        title: meeting.title.clone(),
        place: meeting.place.clone(),
        time_zone: zone.as_str().to_owned(),
        openness: meeting.openness,
        openness_reason: meeting.openness_reason.clone(),
        council: Named { id: council.id.wire(), name: council.name.clone() },
        body: Named { id: body.id.wire(), name: body.name },
        called_at: At(meeting.called_at),
        starts_at: At(meeting.starts_at),
        opened_at: At(opened_at),
        closed_at: At(closed_at),
        presided_by: presiding(tx, meeting, &seats)?,
        quorum,
        turnout: turnout(tx, meeting)?,
        present,
        absent,
        agenda: votes::agenda(tx, meeting)?,
    })
}

fn turnout(tx: &mut Writing<'_>, meeting: &Meeting) -> Outcome<Vec<Line>> {
    let found = store::turnouts_of(tx.conn, &[meeting.id])?.remove(&meeting.id).unwrap_or_default();
    let line =
        |turnout: Turnout| Line { category: turnout.category, members: turnout.members, attended: turnout.attended };
    Ok(found.into_iter().map(line).collect())
}

/// Whoever opened the meeting presided: the chair, or a deputy in the chair's place.
fn presiding(tx: &mut Writing<'_>, meeting: &Meeting, seats: &[Membership]) -> Outcome<Option<Member>> {
    let steps = transitions::store::of_subjects(tx.conn, &[meeting.id.uuid()])?;
    let opening = steps.into_iter().find(|step| step.to_state == MeetingState::Open.as_str());
    let opener = opening.and_then(|step| step.actor).map(|actor| actor.id);
    Ok(seats.iter().find(|seat| Some(seat.person_id) == opener).map(member))
}

/// Who came while it was open, with every coming and going, and who had a seat that day and did not; both by name.
fn attendance(
    tx: &mut Writing<'_>,
    meeting: &Meeting,
    seats: &[Membership],
    session: Session,
) -> Outcome<(Vec<Present>, Vec<Member>)> {
    let mut stays: HashMap<MembershipId, Vec<Stay>> = HashMap::new();
    for stay in store::stays_of(tx.conn, &[meeting.id])?.into_iter().filter(|stay| stay.touches(session)) {
        stays.entry(stay.membership_id).or_default().push(stay);
    }
    let mut absent: Vec<Member> = seats.iter().filter(|seat| !stays.contains_key(&seat.id)).map(member).collect();
    let mut present: Vec<Present> = stays.into_values().filter_map(|stays| came(&stays)).collect();
    absent.sort_by(|a, b| key(a).cmp(&key(b)));
    present.sort_by(|a, b| key(&a.member).cmp(&key(&b.member)));
    Ok((present, absent))
}

fn key(member: &Member) -> (&str, &str) {
    (&member.name, &member.membership)
}

fn member(seat: &Membership) -> Member {
    Member {
        membership: seat.id.wire(),
        name: seat.person_name.clone(),
        category: seat.category,
        position: seat.position,
    }
}

/// The stays of one member, as the first of them names the member.
fn came(stays: &[Stay]) -> Option<Present> {
    let first = stays.first()?;
    let span = |stay: &Stay| Some(Span { came_at: At(stay.came_at), left_at: At(stay.left_at?) });
    let member = Member {
        membership: first.membership_id.wire(),
        name: first.name.clone(),
        category: first.category,
        position: first.position,
    };
    Some(Present { member, stays: stays.iter().filter_map(span).collect() })
}
