//! What can happen to a meeting. Attendance and turnout can be recounted from the events alone: who came, who left, and
//! who was still there at the close.

use super::agenda::{AgendaItem, reviews};
use super::attendance::{Stay, Turnout};
use super::close::Closing;
use super::model::Meeting;
use super::notice::Notice;
use super::protocol::{Protocol, Signature};
use crate::db::log::hex;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::Id;
use serde_json::{Value, json};

/// A meeting was called.
pub fn called(meeting: &Meeting, items: &[AgendaItem], notice: Option<&Notice>) -> NewEvent {
    let event = about(EventKind::MeetingCalled, meeting)
        .with("form", meeting.form.as_str())
        .with("openness", meeting.openness.as_str())
        .with("startsAt", meeting.starts_at.rfc3339())
        .with("agenda", agenda(items));
    match notice {
        Some(notice) => event
            .with("noticeGivenOn", notice.given_on.to_string())
            .with("noticeLatestOn", notice.latest_on.to_string())
            .with("calendarVersion", notice.calendar_version),
        None => event,
    }
}

/// A meeting got another agenda.
pub fn agenda_changed(meeting: &Meeting, items: &[AgendaItem]) -> NewEvent {
    about(EventKind::AgendaChanged, meeting).with("revision", meeting.revision).with("agenda", agenda(items))
}

/// A meeting was cancelled. The reason stands with it, for all to read.
pub fn cancelled(meeting: &Meeting) -> NewEvent {
    about(EventKind::MeetingCancelled, meeting)
}

/// A meeting was opened.
pub fn opened(meeting: &Meeting) -> NewEvent {
    about(EventKind::MeetingOpened, meeting)
}

/// A member came.
pub fn came(stay: &Stay) -> NewEvent {
    of(EventKind::MemberCheckedIn, stay).with("category", stay.category.as_str())
}

/// A member left before the end.
pub fn left(stay: &Stay) -> NewEvent {
    of(EventKind::MemberCheckedOut, stay)
}

/// A meeting was closed, with what that froze.
pub fn closed(closing: &Closing) -> NewEvent {
    let line = |turnout: &Turnout| {
        let Turnout { category, members, attended } = turnout;
        json!({ "category": category.as_str(), "members": members, "attended": attended })
    };
    let meeting = &closing.meeting;
    about(EventKind::MeetingClosed, meeting)
        .with("closedAt", meeting.closed_at.map(|at| at.rfc3339()))
        .with("quorum", meeting.quorum.map(|quorum| quorum.as_str()))
        .with("turnout", closing.turnouts.iter().map(line).collect::<Vec<Value>>())
        .with("remaining", closing.remaining.iter().map(|stay| stay.membership_id.wire()).collect::<Vec<_>>())
}

/// A protocol was drawn up. What it says is in the protocol, and its hash is here.
pub fn drawn_up(protocol: &Protocol) -> NewEvent {
    NewEvent::new(EventKind::ProtocolDrawnUp, protocol.meeting_id)
        .about("protocol", protocol.id)
        .with("number", protocol.number)
        .with("sha256", hex(&protocol.sha256))
}

/// A protocol was signed.
pub fn signed(protocol: &Protocol, signature: &Signature) -> NewEvent {
    NewEvent::new(EventKind::ProtocolSigned, protocol.meeting_id)
        .about("protocol", protocol.id)
        .with("capacity", signature.capacity.as_str())
        .with("sha256", hex(&protocol.sha256))
}

fn about(kind: EventKind, meeting: &Meeting) -> NewEvent {
    NewEvent::new(kind, meeting.id).about("council", meeting.council_id)
}

fn of(kind: EventKind, stay: &Stay) -> NewEvent {
    NewEvent::new(kind, stay.meeting_id).about("stay", stay.id).about("membership", stay.membership_id)
}

fn agenda(items: &[AgendaItem]) -> Vec<String> {
    reviews(items).into_iter().map(Id::wire).collect()
}
