//! What a poll does to its review: it makes it vote, and lets it deliberate again.

use super::model::Poll;
use super::roster::Roster;
use super::{hall, store};
use crate::access::act::{Writing, unlinked};
use crate::access::permit::Permit;
use crate::access::policy::Can;
use crate::access::sight::Sight;
use crate::features::reviews::{self, Review, Step};
use crate::features::transitions::Transition;
use crate::kernel::failure::{Denied, Outcome};

/// Locks the review, then the meeting and the poll, in this order everywhere, and reads the poll as it is once all are
/// held.
///
/// # Errors
/// NOT_FOUND.
pub(super) fn hold(tx: &mut Writing<'_>, sight: &Sight, roster: &Roster) -> Outcome<(Review, Poll)> {
    let review = reviews::store::lock(tx.conn, sight, roster.review_id)?.ok_or(Denied::NotFound("review"))?;
    hall::hold(tx, roster)?;
    let poll = store::lock(tx.conn, sight, roster.poll_id)?.ok_or(Denied::NotFound("poll"))?;
    Ok((review, poll))
}

/// A poll was opened: the review votes.
///
/// # Errors
/// WRONG_STATE when the review is concluded.
pub(super) fn vote<A: Can>(tx: &mut Writing<'_>, permit: &Permit<A>, review: &Review) -> Outcome<()> {
    move_on(tx, permit, review, Step::Vote)
}

/// A poll ended: the review deliberates again. One that was concluded meanwhile stays concluded.
///
/// # Errors
/// A fault when the database refuses.
pub(super) fn resume<A: Can>(tx: &mut Writing<'_>, permit: &Permit<A>, review: &Review) -> Outcome<()> {
    match review.after(Step::Resume) {
        Ok(_) => move_on(tx, permit, review, Step::Resume),
        Err(_) => Ok(()),
    }
}

fn move_on<A: Can>(tx: &mut Writing<'_>, permit: &Permit<A>, review: &Review, step: Step) -> Outcome<()> {
    let to = review.after(step)?;
    if to == review.state {
        return Ok(());
    }
    let from = review.state;
    let step = Transition::made_in(tx, review.id, Some(from.as_str()), to.as_str(), None);
    let review = reviews::store::set_state(tx.conn, permit, review, to, &step)?;
    tx.record(reviews::event::moved(&review, from));
    Ok(())
}

/// Rewrites the slips of a secret poll that ended, so that nothing in the table says who wrote which.
///
/// # Errors
/// A fault when the database refuses.
pub(super) fn unlink(tx: &mut Writing<'_>, poll: &Poll) -> Outcome<()> {
    store::shuffle(tx.conn, poll.id, unlinked)
}
