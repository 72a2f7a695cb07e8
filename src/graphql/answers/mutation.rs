//! Answering, correcting, rating, and closing the review when all is done.

use super::answer::Answer;
use super::input::{AnswerRecommendationInput, CloseReviewInput, CorrectAnswerInput, RateAnswerInput, statement};
use super::rating::AnswerRating;
use crate::features::answers::{answer, close, correct, rate};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::graphql::reviews::Review;
use crate::payload;
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

payload! {
    /// What `answerRecommendation` did.
    AnswerRecommendationPayload {
        /// The answer.
        answer: Answer,
    }
}

payload! {
    /// What `correctAnswer` did.
    CorrectAnswerPayload {
        /// The answer that holds from now on.
        answer: Answer,
    }
}

payload! {
    /// What `rateAnswer` did.
    RateAnswerPayload {
        /// The answer rated.
        answer: Answer,
        /// What the council thinks of it.
        rating: AnswerRating,
    }
}

payload! {
    /// What `closeReview` did.
    CloseReviewPayload {
        /// The review as it now stands.
        review: Review,
    }
}

/// Mutations of answers, and the end of the review.
#[derive(Default)]
pub struct AnswerMutation;

#[Object]
impl AnswerMutation {
    /// Answer a recommendation for a body it is addressed to, with reasons and, unless it is refused, a plan. The last
    /// answer missing leads the review to ANSWERED. Officers of the body.
    async fn answer_recommendation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The answer.")] input: AnswerRecommendationInput,
    ) -> Result<AnswerRecommendationPayload> {
        let once = once("answerRecommendation", &input);
        let act = context.act();
        let AnswerRecommendationInput { addressee_id, verdict, reasons, plan, .. } = input;
        let input = answer::Answering { addressee: addressee_id, statement: statement(verdict, reasons, plan) };
        let made = once.write(act, move |tx| answer::answer(tx, &input), |made| made.id).await;
        let outcome = shown(made, |answer| answer.into(), |id| Answer::find(context, id)).await;
        AnswerRecommendationPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Correct the latest answer by a new one that refers to it. The clock does not move. Officers of the body.
    async fn correct_answer(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The correction.")] input: CorrectAnswerInput,
    ) -> Result<CorrectAnswerPayload> {
        let once = once("correctAnswer", &input);
        let act = context.act();
        let CorrectAnswerInput { answer_id, verdict, reasons, plan, .. } = input;
        let input = correct::Correction { answer: answer_id, statement: statement(verdict, reasons, plan) };
        let made = once.write(act, move |tx| correct::correct(tx, &input), |made| made.id).await;
        let outcome = shown(made, |answer| answer.into(), |id| Answer::find(context, id)).await;
        CorrectAnswerPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Write down what a poll decided on the latest answer, once: to the point or not. A poll that is opened on a motion rates
    /// by itself. Chair and deputy chair of the council.
    async fn rate_answer(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The rating.")] input: RateAnswerInput,
    ) -> Result<RateAnswerPayload> {
        let act = context.act();
        let RateAnswerInput { answer_id, verdict, reason, poll_id } = input;
        let input = rate::Judging { answer: answer_id, verdict: verdict.into(), reason, poll: poll_id };
        let outcome = act.write(move |tx| rate::rate(tx, &input)).await;
        let outcome = outcome.map(|(answer, rating)| (answer.into(), AnswerRating(Arc::new(rating))));
        RateAnswerPayload::settle(act, outcome)
    }

    /// Close a review in which every recommendation is answered and every milestone confirmed. Chair and deputy chair of
    /// the council.
    async fn close_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The review.")] input: CloseReviewInput,
    ) -> Result<CloseReviewPayload> {
        let act = context.act();
        let input = close::Closing { review: input.review_id, reason: input.reason };
        let outcome = act.write(move |tx| close::close(tx, &input)).await;
        CloseReviewPayload::settle(act, outcome.map(|review| (Review(Arc::new(review)),)))
    }
}
