//! Those who preside write down what the council decided on an answer: to the point, or not.

use super::model::{self, Answer, Rating, RatingVerdict};
use super::{event, hold, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::{check, polls};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AnswerId, PollId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What the council thinks of which answer, and why.
#[derive(Clone, Debug)]
pub struct Judging {
    pub answer: AnswerId,
    pub verdict: RatingVerdict,
    pub reason: String,
    /// The adopted poll by which the council decided so.
    pub poll: PollId,
}

/// Rates an answer, once, after the poll that is the council's word. The rating stands as long as the poll does: once it
/// is annulled, the answer may be rated anew.
///
/// # Errors
/// ALREADY_RATED, ANSWER_NOT_LATEST, RATING_POLL_UNFIT, WRONG_STATE once the review is closed; BLANK or TOO_LONG of the
/// reason.
pub fn rate(tx: &mut Writing<'_>, input: &Judging) -> Outcome<(Answer, Rating)> {
    // load
    let (review, answer) = hold::answer(tx, input.answer)?;
    // authorize
    let permit = tx.authorize::<can::RateAnswer>(Place::council(answer.council_id))?;
    let rated_by = Some(hold::actor(tx)?);
    // admit
    model::admit_dialogue(&review)?;
    if store::is_corrected(tx.conn, answer.id)? {
        return Err(Refusal::new(Code::AnswerNotLatest).at("answerId").into());
    }
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    admit_poll(tx, &answer, input.poll)?;
    if !store::ratings_of(tx.conn, &[answer.id])?.is_empty() {
        return Err(Refusal::new(Code::AlreadyRated).at("answerId").into());
    }
    // write
    let (answer_id, verdict, poll_id) = (answer.id, input.verdict, input.poll);
    let rating = Rating { answer_id, verdict, reason, poll_id, rated_by, rated_at: tx.now };
    store::rate(tx.conn, &permit, &rating)?;
    // record
    tx.record(event::rated(&answer, &rating));
    Ok((answer, rating))
}

fn admit_poll(tx: &mut Writing<'_>, answer: &Answer, id: PollId) -> Outcome<()> {
    let found = polls::store::find(tx.conn, &tx.sight, id)?;
    // A poll with a motion has rated by itself, and says nothing of another answer.
    if !found.is_some_and(|poll| answer.is_judged_by(&poll)) || !store::motions_of(tx.conn, &[id])?.is_empty() {
        return Err(Refusal::new(Code::RatingPollUnfit).at("pollId").into());
    }
    Ok(())
}
