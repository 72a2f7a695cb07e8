//! A poll that rates an answer itself: once it is adopted, what it moved is what the council thinks.
//!
//! The motion stands with the poll from its opening, so that everybody knows what they vote on. The close of the poll
//! settles it, by hand or by the clock: nobody has to write the rating down afterwards, and nobody can forget to. If the
//! answer was corrected or rated meanwhile, the vote comes too late and stays without effect.

use super::model::{self, Motion, Rating, RatingVerdict};
use super::{event, hold, store};
use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::features::check;
use crate::features::polls::{Poll, words::Verdict};
use crate::features::reviews::Review;
use crate::kernel::event::NewEvent;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{AnswerId, PollId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What a poll is to say of which answer.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub answer: AnswerId,
    pub verdict: RatingVerdict,
    pub reason: String,
}

/// The motion of a poll that is about to be opened on a review, whose row is held.
///
/// # Errors
/// NOT_FOUND or ANSWER_ELSEWHERE of the answer, ANSWER_NOT_LATEST, ALREADY_RATED, WRONG_STATE unless body and council talk;
/// BLANK or TOO_LONG of the reason.
pub fn admit(tx: &mut Writing<'_>, review: &Review, asked: Option<&Proposal>) -> Outcome<Option<Proposal>> {
    let Some(asked) = asked else { return Ok(None) };
    let answer = store::find(tx.conn, &tx.sight, asked.answer)?.ok_or(Denied::NotFound("answer"))?;
    let refused = |code| Refusal::new(code).at("motion.answerId");
    if answer.review_id != review.id {
        return Err(refused(Code::AnswerElsewhere).into());
    }
    model::admit_dialogue(review)?;
    if store::is_corrected(tx.conn, answer.id)? {
        return Err(refused(Code::AnswerNotLatest).into());
    }
    if !store::ratings_of(tx.conn, &[answer.id])?.is_empty() {
        return Err(refused(Code::AlreadyRated).into());
    }
    let reason = check::text(&asked.reason, "motion.reason", check::REASON_CHARS)?;
    Ok(Some(Proposal { reason, ..asked.clone() }))
}

/// Enters the motion of a poll that was opened.
///
/// # Errors
/// A fault when the database refuses.
pub fn put(
    tx: &mut Writing<'_>,
    permit: &Permit<can::OpenPoll>,
    poll_id: PollId,
    proposal: Option<&Proposal>,
) -> Outcome<()> {
    let Some(Proposal { answer: answer_id, verdict, reason }) = proposal.cloned() else { return Ok(()) };
    store::insert_motion(tx.conn, permit, &Motion { poll_id, answer_id, verdict, reason })
}

/// The opening of a poll says what it moves, if it is about an answer.
pub fn told(proposal: Option<&Proposal>, event: NewEvent) -> NewEvent {
    match proposal {
        Some(proposal) => event.about("answer", proposal.answer).with("verdict", proposal.verdict.as_str()),
        None => event,
    }
}

/// A poll was closed, its review still held: what it adopted is said.
///
/// # Errors
/// A fault when the database refuses.
pub fn settle(tx: &mut Writing<'_>, permit: &Permit<can::ClosePoll>, poll: &Poll) -> Outcome<()> {
    if poll.ruling.is_none_or(|ruling| ruling.verdict != Verdict::Adopted) {
        return Ok(());
    }
    let Some(motion) = store::motions_of(tx.conn, &[poll.id])?.pop() else { return Ok(()) };
    let answer = hold::seen_by_the_clock(tx, motion.answer_id)?;
    if store::is_corrected(tx.conn, answer.id)? || !store::ratings_of(tx.conn, &[answer.id])?.is_empty() {
        return Ok(());
    }
    let Motion { poll_id, answer_id, verdict, reason } = motion;
    let rating = Rating { answer_id, verdict, reason, poll_id, rated_by: None, rated_at: tx.now };
    store::rate(tx.conn, permit, &rating)?;
    tx.record(event::rated(&answer, &rating));
    Ok(())
}
