//! Polls in a meeting: who is in the hall may vote and is present, nobody else.

use super::model::Poll;
use super::roster::{Roster, Voter};
use super::store;
use crate::access::act::Writing;
use crate::features::councils::Category;
use crate::features::meetings::{self, MeetingState};
use crate::features::reviews::Review;
use crate::kernel::clock::Timestamp;
use crate::kernel::event::NewEvent;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{Id, MeetingId, MembershipId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Whether a poll on a review may be opened in a meeting, which is held so that it is not closed meanwhile.
///
/// # Errors
/// NOT_FOUND of the meeting, WRONG_STATE unless it is open, NOT_ON_AGENDA.
pub(super) fn admit(tx: &mut Writing<'_>, meeting: Option<MeetingId>, review: &Review) -> Outcome<()> {
    let Some(id) = meeting else { return Ok(()) };
    let meeting = meetings::store::hold(tx.conn, id)?.filter(|meeting| meeting.council_id == review.council_id);
    let meeting = meeting.ok_or(Denied::NotFound("meeting"))?;
    meeting.must_be(&[MeetingState::Open]).map_err(|refusal| refusal.at("meetingId"))?;
    let agenda = meetings::store::agenda_of(tx.conn, &[meeting.id])?;
    if agenda.iter().all(|item| item.review_id != review.id) {
        return Err(Refusal::new(Code::NotOnAgenda).at("meetingId").into());
    }
    Ok(())
}

/// Holds the meeting of a poll, if it has one, before the poll itself is held: who comes or goes at this moment is in
/// the record, or comes after what is decided now. A count of the hall and the list of who was there then agree.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn hold(tx: &mut Writing<'_>, roster: &Roster) -> Outcome<()> {
    if let Some(meeting) = roster.meeting_id {
        meetings::store::hold(tx.conn, meeting)?;
    }
    Ok(())
}

/// Whether a voter is where the poll is held. Whoever leaves after voting has voted.
///
/// # Errors
/// NOT_PRESENT.
pub(super) fn must_be_present(tx: &mut Writing<'_>, roster: &Roster, voter: Voter) -> Outcome<()> {
    let Some(meeting) = roster.meeting_id else { return Ok(()) };
    if meetings::store::is_present(tx.conn, meeting, voter.membership)? {
        return Ok(());
    }
    Err(Refusal::new(Code::NotPresent).into())
}

/// The members of the electorate who are in the hall at the close and cast nothing; nobody outside of a meeting.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn silent(tx: &mut Writing<'_>, poll: &Poll, at: Timestamp) -> Outcome<Vec<(MembershipId, Category)>> {
    match poll.meeting_id {
        Some(meeting) => store::silent(tx.conn, poll.id, meeting, at),
        None => Ok(Vec::new()),
    }
}

/// The opening of a poll says in which meeting, if in one.
pub(super) fn placed(poll: &Poll, event: NewEvent) -> NewEvent {
    match poll.meeting_id {
        Some(meeting) => event.about("meeting", meeting),
        None => event,
    }
}

/// The close of a poll in a meeting says who was there without a ballot, so that it can be recounted from its events.
pub(super) fn told(poll: &Poll, silent: &[(MembershipId, Category)], event: NewEvent) -> NewEvent {
    match poll.meeting_id {
        Some(_) => event.with("silent", silent.iter().map(|(membership, _)| Id::wire(*membership)).collect::<Vec<_>>()),
        None => event,
    }
}
