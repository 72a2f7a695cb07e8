//! Opening, advancing and concluding reviews.

use super::enums::ReviewForm;
use super::object::Review;
use crate::features::reviews::{advance, conclude, open};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::kernel::id::{CouncilId, DecisionId, ReviewId};
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// A review to open.
#[derive(InputObject)]
pub struct OpenReviewInput {
    /// The published decision.
    pub decision_id: DecisionId,
    /// The council that reviews it.
    pub council_id: CouncilId,
    /// The form of public control.
    pub form: ReviewForm,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// A review to move to deliberation.
#[derive(InputObject)]
pub struct AdvanceReviewInput {
    /// The review.
    pub review_id: ReviewId,
}

/// A review to conclude.
#[derive(InputObject)]
pub struct ConcludeReviewInput {
    /// The review.
    pub review_id: ReviewId,
    /// What the chair says to it.
    pub reason: Option<String>,
}

payload! {
    /// What `openReview` did.
    OpenReviewPayload {
        /// The new review.
        review: Review,
    }
}

payload! {
    /// What `advanceReview` did.
    AdvanceReviewPayload {
        /// The review as it now stands.
        review: Review,
    }
}

payload! {
    /// What `concludeReview` did.
    ConcludeReviewPayload {
        /// The review as it now stands.
        review: Review,
    }
}

/// Mutations of reviews.
#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Open a council's review of a published decision. Chair, deputy chair and secretary of the council.
    async fn open_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The review.")] input: OpenReviewInput,
    ) -> Result<OpenReviewPayload> {
        let once = once("openReview", &input);
        let act = context.act();
        let input = open::Opening { decision: input.decision_id, council: input.council_id, form: input.form.into() };
        let made = once.write(act, move |tx| open::open(tx, &input), |made| made.id).await;
        let outcome = shown(made, |review| Review(Arc::new(review)), |id| Review::find(context, id)).await;
        OpenReviewPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Move an open review to deliberation. Chair, deputy chair and secretary of the council.
    async fn advance_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The review.")] input: AdvanceReviewInput,
    ) -> Result<AdvanceReviewPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| advance::advance(tx, input.review_id)).await;
        AdvanceReviewPayload::settle(act, outcome.map(|review| (Review(Arc::new(review)),)))
    }

    /// Conclude a review on which no poll is open: no more comments, no more polls. Chair and deputy chair of the
    /// council.
    async fn conclude_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The conclusion.")] input: ConcludeReviewInput,
    ) -> Result<ConcludeReviewPayload> {
        let act = context.act();
        let input = conclude::Conclusion { review: input.review_id, reason: input.reason };
        let outcome = act.write(move |tx| conclude::conclude(tx, &input)).await;
        ConcludeReviewPayload::settle(act, outcome.map(|review| (Review(Arc::new(review)),)))
    }
}
