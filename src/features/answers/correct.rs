//! An officer corrects an answer of the body by a new one. What was said before stays on record.

use super::answer::draft;
use super::milestone::{Milestone, Punctuality};
use super::model::{self, Answer};
use super::plan::Statement;
use super::{event, hold, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::{deadlines, documents};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::AnswerId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Which answer is corrected, and what is said instead, whole.
#[derive(Clone, Debug)]
pub struct Correction {
    pub answer: AnswerId,
    pub statement: Statement,
}

/// Corrects an answer. Milestones of its plan whose day is still to come and that the council has not confirmed are
/// superseded. What is late by now stays: a new plan does not undo a promise that was broken.
///
/// # Errors
/// ANSWER_NOT_LATEST, NOTHING_CHANGED, WRONG_STATE once the review is closed; PLAN_NEEDED, PLAN_UNFIT,
/// PLAN_DATE_INVALID, OUT_OF_RANGE, BLANK, TOO_LONG of a field.
pub fn correct(tx: &mut Writing<'_>, input: &Correction) -> Outcome<Answer> {
    // load
    let (review, corrected) = hold::answer(tx, input.answer)?;
    let addressee = documents::store::find_addressee(tx.conn, &tx.sight, corrected.addressee_id)?;
    let addressee = addressee.ok_or(Denied::NotFound("answer"))?;
    // authorize
    let permit = tx.authorize::<can::CorrectAnswer>(Place::body(corrected.body_id))?;
    // admit
    model::admit_dialogue(&review)?;
    if store::is_corrected(tx.conn, corrected.id)? {
        return Err(Refusal::new(Code::AnswerNotLatest).at("answerId").into());
    }
    let today = deadlines::today(tx, corrected.body_id)?;
    let statement = input.statement.checked(today)?;
    let promised = store::plans_of(tx.conn, &[corrected.id])?;
    if is_same(&corrected, &promised, &statement) {
        return Err(Refusal::new(Code::NothingChanged).into());
    }
    // write
    let due = promised.iter().filter(|milestone| milestone.punctuality(today) == Some(Punctuality::Pending));
    let superseded = store::supersede(tx.conn, &permit, due)?;
    let (answer, plan) = draft(tx, &addressee, Some((corrected.id, corrected.number)), statement, today)?;
    store::insert(tx.conn, &permit, &answer, &plan)?;
    // record
    tx.record(event::corrected(&answer, &plan, &superseded));
    Ok(answer)
}

/// Whether a body would only repeat itself.
fn is_same(answer: &Answer, promised: &[Milestone], statement: &Statement) -> bool {
    let same_plan = promised.len() == statement.plan.len()
        && promised.iter().zip(&statement.plan).all(|(is, said)| is.title == said.title && is.due_on == said.due_on);
    answer.verdict == statement.verdict && answer.reasons == statement.reasons && same_plan
}
