//! What a final document quotes: the council, the body, the decision as it was voted on or heard, the vote or the protocol,
//! and whom the recommendations address. Read from the database each time a version is written.

use super::basis::Ground;
use super::content::{Content, Minutes, Named, Proposal, Reviewed, Vote};
use super::model::Number;
use super::wording::Wording;
use crate::access::act::Writing;
use crate::db::log::hex;
use crate::features::bodies::{self, StateBody};
use crate::features::councils::Council;
use crate::features::decisions::{self, Decision};
use crate::features::reviews::Review;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{Id, Kind, StateBodyId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use std::collections::HashMap;

/// What stands around the words of a document.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub review: &'a Review,
    pub decision: &'a Decision,
    pub council: &'a Council,
    pub number: Number,
    pub ground: &'a Ground,
}

/// The decision that is reviewed.
///
/// # Errors
/// NOT_FOUND.
pub(super) fn decision_of(tx: &mut Writing<'_>, review: &Review) -> Outcome<Decision> {
    let found = decisions::store::find(tx.conn, &tx.sight, review.decision_id)?;
    found.ok_or_else(|| Denied::NotFound("decision").into())
}

/// Puts checked words into their frame.
///
/// # Errors
/// NOT_FOUND of an addressee; BODY_NOT_IN_FORCE or ADDRESSEE_UNFIT, with its path.
pub(super) fn compose(tx: &mut Writing<'_>, frame: &Frame<'_>, wording: Wording) -> Outcome<Content> {
    let decision = frame.decision;
    let named = wording.addressees();
    let wanted: Vec<StateBodyId> = named.iter().map(|(body, _)| *body).chain([decision.body_id]).collect();
    let bodies = by_id(bodies::store::by_ids(tx.conn, &wanted)?);
    admit_addressees(&named, &bodies, decision, tx.now)?;
    let body = bodies.get(&decision.body_id).ok_or_else(|| Failure::fault("a decision without its body"))?;
    let Wording { held_on, place, form, participants, facts, conclusion, recommendations } = wording;
    let wishes = recommendations.into_iter().zip(1..).map(|(wish, number)| {
        let addressees = wish.addressees.iter().filter_map(|id| bodies.get(id)).map(|body| quote(body.id, &body.name));
        let addressees = addressees.collect();
        Proposal { number, text: wish.text, priority: wish.priority, wished_on: wish.wished_on, addressees }
    });
    Ok(Content {
        number: frame.number,
        review: frame.review.id.wire(),
        council: quote(frame.council.id, &frame.council.name),
        body: quote(body.id, &body.name),
        decision: reviewed(tx, frame)?,
        vote: vote(frame.ground)?,
        protocol: protocol(frame.ground),
        held_on,
        form: form.unwrap_or(frame.review.form),
        place,
        participants,
        facts,
        conclusion,
        recommendations: wishes.collect(),
    })
}

fn by_id(bodies: Vec<StateBody>) -> HashMap<StateBodyId, StateBody> {
    bodies.into_iter().map(|body| (body.id, body)).collect()
}

fn quote<K: Kind>(id: Id<K>, name: &Localized) -> Named {
    Named { id: id.wire(), name: name.clone() }
}

/// Whether each addressee exists today and may read the decision at all: what a body cannot read it cannot answer in time.
fn admit_addressees(
    named: &[(StateBodyId, String)],
    bodies: &HashMap<StateBodyId, StateBody>,
    decision: &Decision,
    now: Timestamp,
) -> Outcome<()> {
    for (id, path) in named {
        let body = bodies.get(id).ok_or(Denied::NotFound("state body"))?;
        if !body.in_force_on(now.day()) {
            return Err(Refusal::new(Code::BodyNotInForce).at(path).into());
        }
        if !decision.is_public_at(now) && *id != decision.body_id {
            return Err(Refusal::new(Code::AddresseeUnfit).at(path).into());
        }
    }
    Ok(())
}

/// The version of the decision that was voted on, or that was the current one when the hearing ended: a later one is not
/// what the council speaks about.
fn reviewed(tx: &mut Writing<'_>, frame: &Frame<'_>) -> Outcome<Reviewed> {
    let version = match frame.ground {
        Ground::Vote(poll) => decisions::store::version_of(tx.conn, poll.version_id)?,
        Ground::Hearing(hearing) => {
            let until = hearing.meeting.closed_at.unwrap_or(hearing.protocol.created_at);
            let newest_first = decisions::store::versions_of(tx.conn, &[frame.decision.id])?;
            newest_first.into_iter().find(|version| version.created_at <= until)
        }
    };
    let version = version.ok_or_else(|| Failure::fault("a decision that was taken up without a version"))?;
    let (id, sha256) = (version.decision_id.wire(), hex(&version.sha256));
    Ok(Reviewed { id, title: version.content.title, version: version.number, sha256 })
}

fn vote(ground: &Ground) -> Outcome<Option<Vote>> {
    let Ground::Vote(poll) = ground else { return Ok(None) };
    let tally = poll.tally.ok_or_else(|| Failure::fault("a closed poll without totals"))?;
    Ok(Some(Vote {
        poll: poll.id.wire(),
        mode: poll.mode,
        electorate: poll.electorate_size,
        present: tally.present,
        votes_for: tally.votes_for,
        votes_against: tally.votes_against,
        votes_abstain: tally.votes_abstain,
    }))
}

fn protocol(ground: &Ground) -> Option<Minutes> {
    let Ground::Hearing(hearing) = ground else { return None };
    let (meeting, protocol) = (&hearing.meeting, &hearing.protocol);
    Some(Minutes {
        id: protocol.id.wire(),
        meeting: meeting.id.wire(),
        title: meeting.title.clone(),
        version: protocol.number,
        sha256: hex(&protocol.sha256),
    })
}
