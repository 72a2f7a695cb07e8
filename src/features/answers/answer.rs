//! An officer answers a recommendation for the body it is addressed to.

use super::milestone::{Milestone, MilestoneState};
use super::model::{self, Answer};
use super::plan::{Promise, Statement};
use super::{event, hold, store};
use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::{Can, Place, can};
use crate::features::deadlines;
use crate::features::documents::{self, Addressee, AddresseeState};
use crate::features::reviews::{self, Review, Step};
use crate::features::rules::key;
use crate::features::transitions::Transition;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, AnswerId};
use chrono::NaiveDate;

/// To what is answered, and what is said.
#[derive(Clone, Debug)]
pub struct Answering {
    pub addressee: AddresseeId,
    pub statement: Statement,
}

/// Answers a recommendation: meets the clock, and leads the review to ANSWERED when it was the last one missing.
///
/// # Errors
/// ALREADY_ANSWERED, WRONG_STATE unless the document is sent and the review not closed; PLAN_NEEDED, PLAN_UNFIT,
/// PLAN_DATE_INVALID, OUT_OF_RANGE, BLANK, TOO_LONG of a field.
pub fn answer(tx: &mut Writing<'_>, input: &Answering) -> Outcome<Answer> {
    // load
    let (review, addressee) = hold::addressee(tx, input.addressee)?;
    // authorize
    let permit = tx.authorize::<can::AnswerRecommendation>(Place::body(addressee.body_id))?;
    // admit
    model::admit_dialogue(&review)?;
    model::admit_first(&addressee)?;
    let today = deadlines::today(tx, addressee.body_id)?;
    let statement = input.statement.checked(today)?;
    // write
    let (answer, plan) = draft(tx, &addressee, None, statement, today)?;
    store::insert(tx.conn, &permit, &answer, &plan)?;
    documents::store::set_addressee_state(tx.conn, &permit, addressee.id, AddresseeState::Answered)?;
    // record, before the review moves on: first the answer, then what follows from it
    let clock = deadlines::meet(tx, addressee.id.uuid(), key::ANSWER_REPLY, today)?;
    tx.record(event::answered(&answer, &plan, clock.as_ref()));
    move_on(tx, &permit, &review)?;
    Ok(answer)
}

/// The answer with its plan, as they are to be written: the first, or the one after `corrected`.
pub(super) fn draft(
    tx: &Writing<'_>,
    addressee: &Addressee,
    corrected: Option<(AnswerId, i64)>,
    statement: Statement,
    today: NaiveDate,
) -> Outcome<(Answer, Vec<Milestone>)> {
    let (author_id, author_name) = hold::actor(tx)?;
    let answer = Answer {
        id: tx.id(),
        addressee_id: addressee.id,
        recommendation_id: addressee.recommendation_id,
        document_id: addressee.document_id,
        review_id: addressee.review_id,
        decision_id: addressee.decision_id,
        council_id: addressee.council_id,
        body_id: addressee.body_id,
        number: corrected.map_or(1, |(_, number)| number.saturating_add(1)),
        verdict: statement.verdict,
        reasons: statement.reasons,
        corrects_id: corrected.map(|(id, _)| id),
        author_id,
        author_name,
        answered_at: tx.now,
        answered_on: today,
    };
    let plan = statement.plan.into_iter().zip(1..).map(|(promise, number)| milestone(tx, &answer, promise, number));
    let plan = plan.collect();
    Ok((answer, plan))
}

/// One step of the plan of an answer, by its place in it.
fn milestone(tx: &Writing<'_>, answer: &Answer, promise: Promise, number: i64) -> Milestone {
    Milestone {
        id: tx.id(),
        answer_id: answer.id,
        addressee_id: answer.addressee_id,
        review_id: answer.review_id,
        decision_id: answer.decision_id,
        council_id: answer.council_id,
        body_id: answer.body_id,
        number,
        title: promise.title,
        due_on: promise.due_on,
        state: MilestoneState::Planned,
        planned_at: tx.now,
        reported_on: None,
    }
}

/// Everything is answered: so is the review.
fn move_on<A: Can>(tx: &mut Writing<'_>, permit: &Permit<A>, review: &Review) -> Outcome<()> {
    if documents::store::pending_of_review(tx.conn, review.id)? > 0 {
        return Ok(());
    }
    let (from, to) = (review.state, review.after(Step::Answer)?);
    let step = Transition::made_in(tx, review.id, Some(from.as_str()), to.as_str(), None);
    let review = reviews::store::set_state(tx.conn, permit, review, to, &step)?;
    tx.record(reviews::event::moved(&review, from));
    Ok(())
}
