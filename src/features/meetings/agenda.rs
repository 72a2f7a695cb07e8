//! The agenda of a meeting: reviews of the council, in the order in which they are taken.

use super::model::{Meeting, MeetingForm};
use crate::access::act::Writing;
use crate::features::reviews::{self, Review, ReviewState};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{CouncilId, DecisionId, MeetingId, ReviewId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use std::collections::HashMap;

/// The most items of one agenda.
pub const MAX_ITEMS: usize = 50;

/// A review on the agenda of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    pub meeting_id: MeetingId,
    /// From 1.
    pub number: i64,
    pub review_id: ReviewId,
    /// Through which decision the item is seen.
    pub decision_id: DecisionId,
}

/// The agenda that a council asks for. A review named twice stands where it was named first.
///
/// # Errors
/// NOT_FOUND of a review; OUT_OF_RANGE, BLANK, REVIEW_ELSEWHERE, WRONG_STATE, with its path.
pub(super) fn wanted(
    tx: &mut Writing<'_>,
    (council, meeting, form): (CouncilId, MeetingId, MeetingForm),
    ids: &[ReviewId],
) -> Outcome<Vec<AgendaItem>> {
    if ids.len() > MAX_ITEMS {
        return Err(Refusal::new(Code::OutOfRange).at("reviewIds").with("min", 0).with("max", MAX_ITEMS).into());
    }
    if ids.is_empty() && form == MeetingForm::Hearing {
        return Err(Refusal::new(Code::Blank).at("reviewIds").into());
    }
    let found = reviews::store::by_ids(tx.conn, &tx.sight, ids)?;
    let reviews: HashMap<ReviewId, Review> = found.into_iter().map(|review| (review.id, review)).collect();
    let mut items: Vec<AgendaItem> = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let review = reviews.get(id).ok_or(Denied::NotFound("review"))?;
        admit(review, council).map_err(|refusal| refusal.at(&format!("reviewIds.{place}")))?;
        if items.iter().all(|item| item.review_id != *id) {
            let number = i64::try_from(items.len()).unwrap_or(i64::MAX).saturating_add(1);
            items.push(AgendaItem { meeting_id: meeting, number, review_id: *id, decision_id: review.decision_id });
        }
    }
    Ok(items)
}

fn admit(review: &Review, council: CouncilId) -> Result<(), Refusal> {
    if review.council_id != council {
        return Err(Refusal::new(Code::ReviewElsewhere));
    }
    if review.state == ReviewState::Closed {
        return Err(Refusal::new(Code::WrongState).with("state", review.state.as_str()));
    }
    Ok(())
}

/// The reviews of an agenda, in its order.
pub fn reviews(items: &[AgendaItem]) -> Vec<ReviewId> {
    items.iter().map(|item| item.review_id).collect()
}

/// What another agenda changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub added: Vec<ReviewId>,
    pub removed: Vec<ReviewId>,
}

/// What is new on an agenda, and what is gone from it.
pub fn difference(old: &[AgendaItem], new: &[AgendaItem]) -> Difference {
    let missing_in = |there: &[AgendaItem], here: &[AgendaItem]| {
        let absent = |item: &&AgendaItem| there.iter().all(|other| other.review_id != item.review_id);
        here.iter().filter(absent).map(|item| item.review_id).collect()
    };
    Difference { added: missing_in(old, new), removed: missing_in(new, old) }
}

/// What agenda is asked for a meeting that exists.
pub(super) fn of(meeting: &Meeting) -> (CouncilId, MeetingId, MeetingForm) {
    (meeting.council_id, meeting.id, meeting.form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    fn agenda(reviews: &[u128]) -> Vec<AgendaItem> {
        let item = |(number, review): (i64, &u128)| AgendaItem {
            meeting_id: Id::from_uuid(Uuid::nil()),
            number,
            review_id: Id::from_uuid(Uuid::from_u128(*review)),
            decision_id: Id::from_uuid(Uuid::nil()),
        };
        (1..).zip(reviews).map(item).collect()
    }

    #[test]
    fn another_order_adds_and_removes_nothing() {
        let id = |n| Id::from_uuid(Uuid::from_u128(n));
        assert_eq!(difference(&agenda(&[1, 2]), &agenda(&[2, 1])), Difference::default());
        let changed = difference(&agenda(&[1, 2]), &agenda(&[2, 3]));
        assert_eq!(changed, Difference { added: vec![id(3)], removed: vec![id(1)] });
    }
}
