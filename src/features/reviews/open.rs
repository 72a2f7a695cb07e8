//! A council takes up a decision.

use super::model::{Review, ReviewForm, ReviewState};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::councils::{self, Council};
use crate::features::decisions::{self, Decision, DecisionState};
use crate::features::transitions::Transition;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{CouncilId, DecisionId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;

/// Which council reviews what, and how.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    pub decision: DecisionId,
    pub council: CouncilId,
    pub form: ReviewForm,
}

/// Opens a review.
///
/// # Errors
/// WRONG_STATE unless the decision is published, COUNCIL_TERM_OVER or OUTSIDE_TERM, REVIEW_EXISTS while one runs.
pub fn open(tx: &mut Writing<'_>, input: &Opening) -> Outcome<Review> {
    // load
    let decision = decisions::store::hold(tx.conn, &tx.sight, input.decision)?.ok_or(Denied::NotFound("decision"))?;
    let council = councils::store::find(tx.conn, input.council)?.ok_or(Denied::NotFound("council"))?;
    // authorize
    let permit = tx.authorize::<can::OpenReview>(Place::council(council.id))?;
    let opened_by_id = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // admit
    admit(&decision, &council, tx.now.day())?;
    // write
    let review = Review {
        id: tx.id(),
        decision_id: decision.id,
        council_id: council.id,
        form: input.form,
        state: ReviewState::Open,
        opened_by_id,
        opened_at: tx.now,
        concluded_at: None,
    };
    let begun = Transition::made_in(tx, review.id, None, ReviewState::Open.as_str(), None);
    store::insert(tx.conn, &permit, &review, &begun)?;
    // record
    tx.record(event::opened(&review));
    Ok(review)
}

fn admit(decision: &Decision, council: &Council, today: NaiveDate) -> Result<(), Refusal> {
    if decision.state != DecisionState::Published {
        return Err(decision.wrong_state().at("decisionId"));
    }
    if council.term_ends_on < today {
        return Err(Refusal::new(Code::CouncilTermOver).at("councilId").with("ends", council.term_ends_on));
    }
    if !council.term_covers(today) {
        let outside = Refusal::new(Code::OutsideTerm).at("councilId");
        return Err(outside.with("starts", council.term_starts_on).with("ends", council.term_ends_on));
    }
    Ok(())
}
