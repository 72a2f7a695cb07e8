//! An answer and its rating, and the rules of answering, correcting and rating that need no database.

use crate::features::documents::model::{Addressee, AddresseeState};
use crate::features::polls::model::{Poll, PollState};
use crate::features::polls::words::Verdict as PollVerdict;
use crate::features::reviews::{Review, ReviewState};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{
    AddresseeId, AnswerId, CouncilId, DecisionId, FinalDocumentId, PersonId, PollId, RecommendationId, ReviewId,
    StateBodyId,
};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// What a body says to a recommendation (Public Control Law, art. 13(4)).
    pub enum Verdict { Accepted = "ACCEPTED", Partly = "PARTLY", Refused = "REFUSED" }
}

text_enum! {
    /// What the council thinks of an answer.
    pub enum RatingVerdict { ToThePoint = "TO_THE_POINT", NotToThePoint = "NOT_TO_THE_POINT" }
}

/// What one addressee answers to one recommendation. Never changed; a correction is a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: AnswerId,
    pub addressee_id: AddresseeId,
    pub recommendation_id: RecommendationId,
    pub document_id: FinalDocumentId,
    pub review_id: ReviewId,
    pub decision_id: DecisionId,
    pub council_id: CouncilId,
    /// The body that answers.
    pub body_id: StateBodyId,
    /// From 1; each correction adds one.
    pub number: i64,
    pub verdict: Verdict,
    pub reasons: Localized,
    /// The answer it corrects.
    pub corrects_id: Option<AnswerId>,
    pub author_id: PersonId,
    /// The author's name at the time of answering.
    pub author_name: String,
    pub answered_at: Timestamp,
    /// The day of it in the body's time zone, by which its clock is judged.
    pub answered_on: NaiveDate,
}

/// What the council thinks of an answer, once and for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    pub answer_id: AnswerId,
    pub verdict: RatingVerdict,
    pub reason: String,
    /// The poll by which the council decided so.
    pub poll_id: PollId,
    /// Who wrote it down, with the name at that time; nobody where the poll itself rated.
    pub rated_by: Option<(PersonId, String)>,
    pub rated_at: Timestamp,
}

/// What a poll says of an answer if it is adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion {
    pub poll_id: PollId,
    pub answer_id: AnswerId,
    pub verdict: RatingVerdict,
    pub reason: String,
}

/// Refuses what is said before the final document was sent and after the review was closed.
///
/// # Errors
/// WRONG_STATE.
pub fn admit_dialogue(review: &Review) -> Result<(), Refusal> {
    match review.state {
        ReviewState::Sent | ReviewState::Answered => Ok(()),
        ReviewState::Open
        | ReviewState::Deliberation
        | ReviewState::Voting
        | ReviewState::Concluded
        | ReviewState::Closed => Err(Refusal::new(Code::WrongState).with("state", review.state.as_str())),
    }
}

/// Refuses a second first answer.
///
/// # Errors
/// ALREADY_ANSWERED.
pub fn admit_first(addressee: &Addressee) -> Result<(), Refusal> {
    match addressee.state {
        AddresseeState::Pending => Ok(()),
        AddresseeState::Answered => Err(Refusal::new(Code::AlreadyAnswered).at("addresseeId")),
    }
}

impl Answer {
    /// Whether a rating of it may rest on this poll: a decision of the same council in the same review, taken after the
    /// answer could be read. The poll that adopted the recommendation says nothing about the answer to it.
    pub fn is_judged_by(&self, poll: &Poll) -> bool {
        poll.review_id == self.review_id
            && poll.state == PollState::Closed
            && poll.ruling.is_some_and(|ruling| ruling.verdict == PollVerdict::Adopted)
            && poll.opened_at >= self.answered_at
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
