//! A member casts a ballot, or changes it.

use super::model::{Ballot, Choice, Participation, PollMode, takes_ballots};
use super::roster::{self, Voter};
use super::{event, hall, store};
use crate::access::act::{Writing, unlinked};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::PollId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The ballot a member hands in.
#[derive(Clone, Copy, Debug)]
pub struct Casting {
    pub poll_id: PollId,
    pub choice: Choice,
}

/// What a member gets back: in a secret poll that they took part, never what they chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receipt {
    Open(Ballot),
    Secret(Participation),
}

/// Casts a ballot. Casting the same choice again returns the ballot as it is.
///
/// # Errors
/// POLL_CLOSED, POLL_ANNULLED, COUNCIL_TERM_OVER, NOT_ELECTOR, RECUSED; in a meeting NOT_PRESENT; in a secret poll
/// ALREADY_VOTED.
pub fn cast(tx: &mut Writing<'_>, input: &Casting) -> Outcome<Receipt> {
    // load
    let roster = roster::of(tx, input.poll_id)?;
    // authorize
    let permit = tx.authorize::<can::CastBallot>(roster.place(tx.viewer))?;
    // admit: who votes is frozen; whether the poll is still open only the writing statement can say
    let voter = roster.voter(tx.viewer)?;
    roster.must_be_in_term(tx.now)?;
    hall::must_be_present(tx, &roster, voter)?;
    // write, record
    match roster.mode {
        PollMode::RollCall => cast_open(tx, &permit, input, voter).map(Receipt::Open),
        PollMode::Secret => cast_secret(tx, &permit, input, voter).map(Receipt::Secret),
    }
}

fn cast_open(tx: &mut Writing<'_>, permit: &Permit<can::CastBallot>, input: &Casting, voter: Voter) -> Outcome<Ballot> {
    if !store::cast_open(tx.conn, permit, input.poll_id, voter.person, input.choice, tx.now)? {
        return change(tx, permit, input, voter);
    }
    let ballot = Ballot {
        poll_id: input.poll_id,
        membership_id: voter.membership,
        choice: input.choice,
        revision: 1,
        cast_at: tx.now,
    };
    tx.record(event::ballot_cast(&ballot));
    Ok(ballot)
}

/// Nothing was cast: the poll is closed, or there is a ballot already.
fn change(tx: &mut Writing<'_>, permit: &Permit<can::CastBallot>, input: &Casting, voter: Voter) -> Outcome<Ballot> {
    hold_open(tx, input.poll_id)?;
    let was = store::ballot(tx.conn, input.poll_id, voter.membership)?;
    let was = was.ok_or_else(|| Failure::fault(format!("{}: no ballot, and none to be had", input.poll_id.wire())))?;
    if was.choice == input.choice {
        return Ok(was);
    }
    let is = Ballot { choice: input.choice, revision: was.revision + 1, cast_at: tx.now.max(was.cast_at), ..was };
    store::change_choice(tx.conn, permit, &was, &is)?;
    tx.record(event::ballot_changed(&was, &is));
    Ok(is)
}

fn cast_secret(
    tx: &mut Writing<'_>,
    permit: &Permit<can::CastBallot>,
    input: &Casting,
    voter: Voter,
) -> Outcome<Participation> {
    let slip = store::Slip { id: unlinked(), choice: input.choice };
    if !store::cast_secret(tx.conn, permit, input.poll_id, voter.person, slip, tx.now)? {
        hold_open(tx, input.poll_id)?;
        return Err(Refusal::new(Code::AlreadyVoted).into());
    }
    let participation =
        Participation { poll_id: input.poll_id, membership_id: voter.membership, participated_at: tx.now };
    tx.record(event::took_part(&participation));
    Ok(participation)
}

/// Holds the close off for the rest of the transaction, if the poll still takes ballots.
fn hold_open(tx: &mut Writing<'_>, id: PollId) -> Outcome<()> {
    let gate = store::gate(tx.conn, id)?.ok_or(Denied::NotFound("poll"))?;
    Ok(takes_ballots(gate.state, gate.closes_at, tx.now)?)
}
