//! What every verb begins with: the thing under the viewer's sight, with its review locked first.

use super::milestone::{Milestone, MilestoneReport};
use super::model::Answer;
use super::store;
use crate::access::act::Writing;
use crate::access::sight::Sight;
use crate::features::documents::{self, Addressee};
use crate::features::reviews::{self, Review};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{AddresseeId, AnswerId, MilestoneId, PersonId, ReviewId};

/// An addressee and its review, both held.
pub(super) fn addressee(tx: &mut Writing<'_>, id: AddresseeId) -> Outcome<(Review, Addressee)> {
    let missing = || Denied::NotFound("addressee");
    let found = documents::store::find_addressee(tx.conn, &tx.sight, id)?.ok_or_else(missing)?;
    let review = review(tx, found.review_id, "addressee")?;
    let held = documents::store::lock_addressee(tx.conn, &tx.sight, id)?.ok_or_else(missing)?;
    Ok((review, held))
}

/// An answer, which never changes, and its review, held, so that nobody corrects or rates it meanwhile.
pub(super) fn answer(tx: &mut Writing<'_>, id: AnswerId) -> Outcome<(Review, Answer)> {
    let found = store::find(tx.conn, &tx.sight, id)?.ok_or(Denied::NotFound("answer"))?;
    Ok((review(tx, found.review_id, "answer")?, found))
}

/// An answer that a poll is about, whoever closes the poll: the clock has no eyes of its own.
pub(super) fn seen_by_the_clock(tx: &mut Writing<'_>, id: AnswerId) -> Outcome<Answer> {
    let found = store::find(tx.conn, &Sight::system(tx.now), id)?;
    found.ok_or_else(|| Failure::fault("a motion without its answer"))
}

/// A milestone as it is once its review is held: every verb that moves milestones holds the review.
pub(super) fn milestone(tx: &mut Writing<'_>, id: MilestoneId) -> Outcome<Milestone> {
    let missing = || Denied::NotFound("milestone");
    let found = store::find_milestone(tx.conn, &tx.sight, id)?.ok_or_else(missing)?;
    review(tx, found.review_id, "milestone")?;
    Ok(store::find_milestone(tx.conn, &tx.sight, id)?.ok_or_else(missing)?)
}

fn review(tx: &mut Writing<'_>, id: ReviewId, what: &'static str) -> Outcome<Review> {
    reviews::store::lock(tx.conn, &tx.sight, id)?.ok_or_else(|| Denied::NotFound(what).into())
}

/// The report of a milestone that waits for the council's word.
pub(super) fn reported(tx: &mut Writing<'_>, id: MilestoneId) -> Outcome<MilestoneReport> {
    let latest = store::latest_report(tx.conn, id)?;
    latest.ok_or_else(|| Failure::fault("a reported milestone without a report"))
}

/// Who acts, with the name that is kept with what they say.
pub(super) fn actor(tx: &Writing<'_>) -> Outcome<(PersonId, String)> {
    let who = tx.viewer.standing.as_ref().ok_or(Denied::Unauthenticated)?;
    Ok((who.account, who.name.clone()))
}
