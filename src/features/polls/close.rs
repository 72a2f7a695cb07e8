//! A poll is closed: counted, and its result frozen. By hand here, by the clock in `close_due.rs`.

use super::model::{Poll, PollMode, PollState};
use super::roster;
use super::store::{self, Closing, Votes};
use super::tally::{self, BallotBox};
use super::{event, hall, review};
use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::features::answers::motion;
use crate::features::documents;
use crate::features::reviews::Review;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PollId;

/// What ended a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    ByHand,
    Deadline,
}

impl Cause {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ByHand => "BY_HAND",
            Self::Deadline => "DEADLINE",
        }
    }
}

/// Closes a poll before its deadline, or one that has none.
///
/// # Errors
/// POLL_CLOSED, POLL_ANNULLED.
pub fn close(tx: &mut Writing<'_>, id: PollId) -> Outcome<Poll> {
    // load
    let roster = roster::of(tx, id)?;
    // authorize
    let permit = tx.authorize::<can::ClosePoll>(roster.place(tx.viewer))?;
    // admit, after the last ballot under way has landed
    let sight = roster.sight(tx.viewer, &tx.sight);
    let (review, poll) = review::hold(tx, &sight, &roster)?;
    poll.must_be_open()?;
    // write, record
    finish(tx, &permit, &review, poll, Cause::ByHand)
}

/// Counts, freezes and says so. The caller holds the locks of review and poll.
pub(super) fn finish(
    tx: &mut Writing<'_>,
    permit: &Permit<can::ClosePoll>,
    review: &Review,
    poll: Poll,
    cause: Cause,
) -> Outcome<Poll> {
    let (ballots, last) = open_the_box(tx, permit, &poll)?;
    let closed_at = closing_time(tx, &poll, last);
    let silent = hall::silent(tx, &poll, closed_at)?;
    let tally = ballots.tally_among(&silent.iter().map(|(_, category)| *category).collect::<Vec<_>>());
    let ruling = tally::rule_on(&poll.rules.charter, poll.electorate_size, &tally, &ballots);
    let votes = Votes::of(poll.mode, &ruling);
    let closing = Closing { closed_at, tally, ruling, votes };
    store::freeze(tx.conn, permit, poll.id, &closing)?;
    review::resume(tx, permit, review)?;
    tx.record(hall::told(&poll, &silent, event::closed(poll.id, &closing, cause)));
    let closed = Poll {
        state: PollState::Closed,
        closed_at: Some(closing.closed_at),
        tally: Some(closing.tally).filter(|_| votes == Votes::Published),
        ruling: Some(closing.ruling),
        ..poll
    };
    // What follows from it.
    motion::settle(tx, permit, &closed)?;
    documents::clocks::repeated(tx, review)?;
    Ok(closed)
}

fn open_the_box(
    tx: &mut Writing<'_>,
    permit: &Permit<can::ClosePoll>,
    poll: &Poll,
) -> Outcome<(BallotBox, Option<Timestamp>)> {
    match poll.mode {
        PollMode::RollCall => store::open_box(tx.conn, poll.id),
        PollMode::Secret => {
            let counted = store::secret_box(tx.conn, permit, poll.id)?;
            review::unlink(tx, poll)?;
            Ok(counted)
        }
    }
}

/// The moment of the close: now, as it is after waiting for the ballots under way (the request's own time lies before
/// theirs), or the deadline if that has passed. Never before a ballot that counts, whatever the clocks of two instances
/// say.
fn closing_time(tx: &Writing<'_>, poll: &Poll, last: Option<Timestamp>) -> Timestamp {
    let now = tx.core.clock.now();
    let bounded = poll.closes_at.map_or(now, |closes_at| closes_at.min(now));
    last.map_or(bounded, |last| last.max(bounded))
}
