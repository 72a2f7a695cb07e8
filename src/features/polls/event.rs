//! What can happen to a poll. A roll call can be recounted from its events alone: the opening carries electorate and
//! rules, every ballot its choice.

use super::close::Cause;
use super::hall;
use super::model::{Ballot, Dissent, Elector, Participation, Poll, Recusal};
use super::store::Closing;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::{Id, PollId};
use serde_json::json;

/// A member declared a conflict of interest.
pub fn recusal_declared(recusal: &Recusal) -> NewEvent {
    NewEvent::new(EventKind::RecusalDeclared, recusal.id)
        .about("review", recusal.review_id)
        .about("membership", recusal.membership_id)
}

/// A poll was opened, with the electorate and the rules frozen by it.
pub fn opened(poll: &Poll, electors: &[Elector]) -> NewEvent {
    let elector = |elector: &Elector| {
        json!({
            "membership": elector.membership_id.wire(),
            "category": elector.category.as_str(),
            "position": elector.position.as_str(),
            "entitlement": elector.entitlement.as_str(),
        })
    };
    let charter = &poll.rules.charter;
    hall::placed(poll, NewEvent::new(EventKind::PollOpened, poll.id))
        .about("review", poll.review_id)
        .about("decision", poll.decision_id)
        .about("council", poll.council_id)
        .about("version", poll.version_id)
        .with("mode", poll.mode.as_str())
        .with("closesAt", poll.closes_at.map(|at| at.rfc3339()))
        .with("replaces", poll.replaces_id.map(Id::wire))
        .with("electorate", electors.iter().map(elector).collect::<Vec<_>>())
        .with("quorum", charter.quorum.to_string())
        .with("publicQuorum", charter.public_quorum.map(|share| share.to_string()))
        .with("majority", charter.majority.to_string())
        .with("majorityBase", charter.majority_base.as_str())
}

/// A ballot of a roll call was cast.
pub fn ballot_cast(ballot: &Ballot) -> NewEvent {
    NewEvent::new(EventKind::BallotCast, ballot.poll_id)
        .about("membership", ballot.membership_id)
        .with("choice", ballot.choice.as_str())
        .with("revision", ballot.revision)
}

/// A ballot of a roll call was changed.
pub fn ballot_changed(was: &Ballot, is: &Ballot) -> NewEvent {
    NewEvent::new(EventKind::BallotChanged, is.poll_id)
        .about("membership", is.membership_id)
        .with("from", was.choice.as_str())
        .with("choice", is.choice.as_str())
        .with("revision", is.revision)
}

/// A secret ballot was cast: that, and not what.
pub fn took_part(participation: &Participation) -> NewEvent {
    NewEvent::new(EventKind::BallotCast, participation.poll_id).about("membership", participation.membership_id)
}

/// A poll was closed and its result frozen.
pub fn closed(poll: PollId, closing: &Closing, cause: Cause) -> NewEvent {
    let Closing { closed_at, tally, ruling, votes } = closing;
    NewEvent::new(EventKind::PollClosed, poll)
        .with("cause", cause.as_str())
        .with("closedAt", closed_at.rfc3339())
        .with("present", tally.present)
        .with("presentPublic", tally.present_public)
        .with("for", votes.told(tally.votes_for))
        .with("against", votes.told(tally.votes_against))
        .with("abstain", votes.told(tally.votes_abstain))
        .with("quorum", ruling.quorum.as_str())
        .with("outcome", ruling.verdict.as_str())
        .with("decidedBy", ruling.decided_by.as_str())
}

/// A poll was annulled. The reason stands with the poll, for all to read.
pub fn annulled(poll: &Poll) -> NewEvent {
    NewEvent::new(EventKind::PollAnnulled, poll.id).about("review", poll.review_id).with("was", poll.state.as_str())
}

/// A dissenting opinion was attached.
pub fn dissent_attached(dissent: &Dissent) -> NewEvent {
    NewEvent::new(EventKind::DissentAttached, dissent.id)
        .about("poll", dissent.poll_id)
        .about("membership", dissent.membership_id)
}
