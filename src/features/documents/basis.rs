//! On what a final document rests: a vote of the council, or the protocol of a hearing.
//!
//! As a rule the council votes, and the latest poll of the review that was adopted and stands is the ground. What was
//! heard in public may go without a vote: then the ground is the protocol of the hearing, once chair and secretary have
//! both signed it. It does not overrule a vote: what the council voted down in the review is not adopted by a protocol.

use super::model::Basis;
use crate::access::act::Writing;
use crate::features::meetings::{self, Meeting, MeetingForm, MeetingState, Protocol};
use crate::features::polls::{self, Poll};
use crate::features::reviews::Review;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::ProtocolId;
use crate::kernel::page::Total;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What a document rests on, as it was found.
#[derive(Debug)]
pub(super) enum Ground {
    Vote(Box<Poll>),
    Hearing(Box<Hearing>),
}

/// A hearing with its protocol, signed by both.
#[derive(Debug)]
pub(super) struct Hearing {
    pub meeting: Meeting,
    pub protocol: Protocol,
}

impl Ground {
    /// What is stored of it.
    pub const fn basis(&self) -> Basis {
        match self {
            Self::Vote(poll) => Basis::Poll(poll.id),
            Self::Hearing(hearing) => Basis::Protocol(hearing.protocol.id),
        }
    }
}

/// The ground that is named, or the vote of the council where none is.
///
/// # Errors
/// POLL_NOT_ADOPTED; NOT_FOUND, PROTOCOL_UNFIT, PROTOCOL_UNSIGNED or VOTED_DOWN of a protocol.
pub(super) fn find(tx: &mut Writing<'_>, review: &Review, protocol: Option<ProtocolId>) -> Outcome<Ground> {
    match protocol {
        Some(id) => heard(tx, review, id),
        None => voted(tx, review),
    }
}

/// The latest poll of the review that was adopted and stands.
fn voted(tx: &mut Writing<'_>, review: &Review) -> Outcome<Ground> {
    let poll = polls::store::adopted(tx.conn, review.id)?;
    Ok(Ground::Vote(Box::new(poll.ok_or_else(|| Refusal::new(Code::PollNotAdopted))?)))
}

fn heard(tx: &mut Writing<'_>, review: &Review, id: ProtocolId) -> Outcome<Ground> {
    let refused = |code| Failure::from(Refusal::new(code).at("protocolId"));
    let found = meetings::store::protocols_by_ids(tx.conn, &tx.sight, &[id])?.pop();
    let protocol = found.ok_or(Denied::NotFound("protocol"))?;
    let meeting = meetings::store::find(tx.conn, protocol.meeting_id)?;
    let meeting = meeting.ok_or_else(|| Failure::fault("a protocol without a meeting"))?;
    let agenda = meetings::store::agenda_of(tx.conn, &[meeting.id])?;
    if meeting.form != MeetingForm::Hearing || !agenda.iter().any(|item| item.review_id == review.id) {
        return Err(refused(Code::ProtocolUnfit));
    }
    // Nothing is added to a protocol that both have signed, so nothing has to be held.
    if !protocol.is_sealed() {
        return Err(refused(Code::ProtocolUnsigned));
    }
    if is_voted_down(tx, review)? {
        return Err(refused(Code::VotedDown));
    }
    Ok(Ground::Hearing(Box::new(Hearing { meeting, protocol })))
}

/// Before a document goes out: a poll may have been annulled since, a protocol that both have signed stands.
///
/// # Errors
/// POLL_ANNULLED.
pub(super) fn must_stand(tx: &mut Writing<'_>, basis: Basis) -> Outcome<()> {
    if let Basis::Poll(id) = basis {
        let poll = polls::store::find(tx.conn, &tx.sight, id)?.ok_or(Denied::NotFound("poll"))?;
        poll.must_be_closed()?;
    }
    Ok(())
}

/// Whether the council owes a final document of the review: something was adopted in it, or it was heard. A hearing counts
/// from its end, also while its protocol waits for signatures: the council is not to win time by not signing.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn is_owed(tx: &mut Writing<'_>, review: &Review) -> Outcome<bool> {
    if polls::store::adopted(tx.conn, review.id)?.is_some() {
        return Ok(true);
    }
    Ok(!is_voted_down(tx, review)? && was_heard(tx, review)?)
}

fn is_voted_down(tx: &mut Writing<'_>, review: &Review) -> Outcome<bool> {
    Ok(polls::store::was_rejected(tx.conn, review.id)? && polls::store::adopted(tx.conn, review.id)?.is_none())
}

fn was_heard(tx: &mut Writing<'_>, review: &Review) -> Outcome<bool> {
    let held = meetings::store::Filter {
        form: Some(MeetingForm::Hearing),
        states: Some(vec![MeetingState::Closed]),
        review: Some(review.id),
        ..meetings::store::Filter::default()
    };
    Ok(meetings::store::count(tx.conn, &tx.sight, &held, 1)? != Total::Exact(0))
}
