//! What bodies and councils send in.

use super::enums::{AnswerRatingVerdict, AnswerVerdict};
use crate::features::answers::motion::Proposal;
use crate::features::answers::{Promise, Statement};
use crate::graphql::scalars::{Date, LocalizedTextInput};
use crate::kernel::id::{AddresseeId, AnswerId, MilestoneId, PollId, ReviewId};
use async_graphql::InputObject;

/// One step of a plan.
#[derive(InputObject)]
pub struct MilestoneInput {
    /// What will be done.
    pub title: LocalizedTextInput,
    /// The last day of the promise: today or later, at most ten years from now.
    pub due_on: Date,
}

/// An answer to a recommendation.
#[derive(InputObject)]
pub struct AnswerRecommendationInput {
    /// The addressee of the recommendation for whom is answered.
    pub addressee_id: AddresseeId,
    /// What the body says.
    pub verdict: AnswerVerdict,
    /// Why; at most 10000 characters per language.
    pub reasons: LocalizedTextInput,
    /// What will be done by when, at most 50 milestones: obligatory when the recommendation is accepted, wholly or in
    /// part, and left out when it is refused.
    #[graphql(default)]
    pub plan: Vec<MilestoneInput>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// An answer to put in the place of another.
#[derive(InputObject)]
pub struct CorrectAnswerInput {
    /// The answer that is corrected: the latest of its addressee.
    pub answer_id: AnswerId,
    /// What the body says.
    pub verdict: AnswerVerdict,
    /// Why; at most 10000 characters per language.
    pub reasons: LocalizedTextInput,
    /// The whole plan from now on. Milestones of the old one that were not confirmed are superseded, unless they are late.
    #[graphql(default)]
    pub plan: Vec<MilestoneInput>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// What the council thinks of an answer.
#[derive(InputObject)]
pub struct RateAnswerInput {
    /// The answer: the latest of its addressee.
    pub answer_id: AnswerId,
    /// Whether it is to the point.
    pub verdict: AnswerRatingVerdict,
    /// Why; at most 2000 characters.
    pub reason: String,
    /// The adopted poll of the same review, opened after the answer, by which the council decided so.
    pub poll_id: PollId,
}

/// What a poll is to say of an answer.
#[derive(InputObject)]
pub struct AnswerMotionInput {
    /// The answer, of the same review: the latest of its addressee, not rated yet.
    pub answer_id: AnswerId,
    /// Whether it is to the point.
    pub verdict: AnswerRatingVerdict,
    /// Why; at most 2000 characters.
    pub reason: String,
}

impl From<AnswerMotionInput> for Proposal {
    fn from(input: AnswerMotionInput) -> Self {
        Self { answer: input.answer_id, verdict: input.verdict.into(), reason: input.reason }
    }
}

/// A milestone that was reached.
#[derive(InputObject)]
pub struct ReportMilestoneInput {
    /// The milestone.
    pub milestone_id: MilestoneId,
    /// What shows that it was reached; at most 10000 characters.
    pub evidence: String,
    /// Where more of it is to be seen: an address that begins with http:// or https://.
    pub url: Option<String>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// A milestone to confirm.
#[derive(InputObject)]
pub struct ConfirmMilestoneInput {
    /// The milestone.
    pub milestone_id: MilestoneId,
    /// What the council says to it; at most 2000 characters.
    pub reason: Option<String>,
}

/// A milestone to dispute.
#[derive(InputObject)]
pub struct DisputeMilestoneInput {
    /// The milestone.
    pub milestone_id: MilestoneId,
    /// What is wrong with the report; at most 2000 characters.
    pub reason: String,
}

/// A review to close.
#[derive(InputObject)]
pub struct CloseReviewInput {
    /// The review.
    pub review_id: ReviewId,
    /// What the chair says to it; at most 2000 characters.
    pub reason: Option<String>,
}

/// What a body says, from the fields of an input.
pub(super) fn statement(verdict: AnswerVerdict, reasons: LocalizedTextInput, plan: Vec<MilestoneInput>) -> Statement {
    let promise = |milestone: MilestoneInput| Promise { title: milestone.title.into(), due_on: milestone.due_on.0 };
    Statement { verdict: verdict.into(), reasons: reasons.into(), plan: plan.into_iter().map(promise).collect() }
}
