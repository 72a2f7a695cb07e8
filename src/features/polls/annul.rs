//! The chair or a deputy annuls a poll: it counts for nothing, and everybody can read why.

use super::model::{Annulment, Poll, PollMode, PollState};
use super::{event, review, roster, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::features::{check, documents};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PollId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The annulment asked for.
#[derive(Clone, Debug)]
pub struct Annulling {
    pub poll_id: PollId,
    pub reason: String,
}

/// Annuls a poll, open or closed. A closed one keeps its result on record; an open one ends without.
///
/// # Errors
/// POLL_ANNULLED, BLANK, TOO_LONG.
pub fn annul(tx: &mut Writing<'_>, input: &Annulling) -> Outcome<Poll> {
    // load
    let roster = roster::of(tx, input.poll_id)?;
    // authorize
    let permit = tx.authorize::<can::AnnulPoll>(roster.place(tx.viewer))?;
    let by_id = permit.actor.ok_or(Denied::Unauthenticated)?;
    // admit
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    let sight = roster.sight(tx.viewer, &tx.sight);
    let (review, poll) = review::hold(tx, &sight, &roster)?;
    if poll.state == PollState::Annulled {
        return Err(Refusal::new(Code::PollAnnulled).into());
    }
    // write; the slips first, because nobody touches those of a poll that is no longer open
    if poll.state == PollState::Open && poll.mode == PollMode::Secret {
        review::unlink(tx, &poll)?;
    }
    let annulment = Annulment { at: tx.now, by_id, reason };
    store::annul(tx.conn, &permit, poll.id, &annulment)?;
    if poll.state == PollState::Open {
        review::resume(tx, &permit, &review)?;
    }
    // record
    tx.record(event::annulled(&poll));
    documents::clocks::annulled(tx, &review)?;
    // An annulled roll call is no longer counted: the totals of an open one were only under way.
    let tally = poll.tally.filter(|_| poll.ruling.is_some());
    Ok(Poll { state: PollState::Annulled, tally, annulment: Some(annulment), ..poll })
}
