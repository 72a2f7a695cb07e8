//! What an answer looks like.

use super::enums::AnswerVerdict;
use super::loader::{AnswerById, CorrectionOf, PlanOf, RatingOf};
use super::milestone::Milestone;
use super::rating::AnswerRating;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::answers::model;
use crate::features::rules::key;
use crate::graphql::attachments::{self, Attachment};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::deadlines::{self, Deadline};
use crate::graphql::decisions::looks;
use crate::graphql::documents::{Addressee, Recommendation};
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::registry::StateBody;
use crate::graphql::reviews::Review;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::AnswerId;
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// What a state body says to a recommendation addressed to it. Never changed: a correction is a new answer.
#[derive(Clone)]
pub struct Answer(pub Arc<model::Answer>);

impl From<model::Answer> for Answer {
    fn from(answer: model::Answer) -> Self {
        Self(Arc::new(answer))
    }
}

impl Answer {
    /// An answer by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: AnswerId) -> Outcome<Option<Self>> {
        let Some(answer) = context.load::<AnswerById>(id).await? else { return Ok(None) };
        looks::log(context, [answer.decision_id]).await?;
        Ok(Some(Self(answer)))
    }

    /// An answer that a row refers to which the viewer sees.
    ///
    /// # Errors
    /// NOT_FOUND when its decision was closed to the viewer meanwhile; a fault when the database cannot be read.
    pub async fn of(context: &Context<'_>, id: AnswerId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Denied::NotFound("answer").into())
    }

    /// Whether it is the one that holds and its review still talks. Asked only of those who may act on it, so that nobody
    /// else pays for the answer.
    async fn is_open(&self, context: &Context<'_>) -> Outcome<bool> {
        if context.load::<CorrectionOf>(self.0.id).await?.is_some() {
            return Ok(false);
        }
        let review = Review::of(context, self.0.review_id).await?;
        Ok(model::admit_dialogue(&review.0).is_ok())
    }
}

/// What a state body says to a recommendation addressed to it. Never changed: a correction is a new answer.
#[Object]
impl Answer {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The recommendation it answers.
    async fn recommendation(&self, context: &Context<'_>) -> Result<Recommendation> {
        Ok(Recommendation::of(context, self.0.recommendation_id).await?)
    }

    /// The addressee whose answer it is.
    async fn addressee(&self, context: &Context<'_>) -> Result<Addressee> {
        Ok(Addressee::of(context, self.0.addressee_id).await?)
    }

    /// The body that answers.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// The review whose final document made the recommendation.
    async fn review(&self, context: &Context<'_>) -> Result<Review> {
        Ok(Review::of(context, self.0.review_id).await?)
    }

    /// Its number among the answers of this addressee, from 1; each correction adds one.
    async fn number(&self) -> i32 {
        int(self.0.number)
    }

    /// What the body says.
    async fn verdict(&self) -> AnswerVerdict {
        self.0.verdict.into()
    }

    /// Why.
    async fn reasons(&self) -> LocalizedText {
        self.0.reasons.clone().into()
    }

    /// What the body promises to do, by when, in its own order; empty when it refuses.
    async fn plan(&self, context: &Context<'_>) -> Result<Vec<Milestone>> {
        let plan = context.load::<PlanOf>(self.0.id).await?.unwrap_or_default();
        Ok(plan.iter().map(|milestone| Milestone(Arc::clone(milestone))).collect())
    }

    /// The answer it corrects; null for the first.
    async fn corrects(&self, context: &Context<'_>) -> Option<Result<Self>> {
        Self::find(context, self.0.corrects_id?).await.map_err(Into::into).transpose()
    }

    /// The answer that corrects it; null for the one that holds.
    async fn corrected_by(&self, context: &Context<'_>) -> Option<Result<Self>> {
        let found = context.load::<CorrectionOf>(self.0.id).await.map_err(Into::into).transpose();
        found.map(|answer| answer.map(Self))
    }

    /// Who answered for the body, with the name at that time.
    async fn author(&self) -> Person {
        Person::known(self.0.author_id, self.0.author_name.clone())
    }

    /// When it was given.
    async fn answered_at(&self) -> Timestamp {
        self.0.answered_at
    }

    /// The day of it in the body's time zone, by which its clock is judged.
    async fn answered_on(&self) -> Date {
        Date(self.0.answered_on)
    }

    /// The clock of the addressee, which the first answer met.
    async fn deadline(&self, context: &Context<'_>) -> Option<Result<Deadline>> {
        let found = deadlines::of(context, self.0.addressee_id.uuid(), key::ANSWER_REPLY).await;
        found.map_err(Into::into).transpose()
    }

    /// What the council thinks of it; null while it has not said so.
    async fn rating(&self, context: &Context<'_>) -> Option<Result<AnswerRating>> {
        let found = context.load::<RatingOf>(self.0.id).await.map_err(Into::into).transpose();
        found.map(|rating| rating.map(AnswerRating))
    }

    /// The documents attached to it, oldest first.
    async fn attachments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Attachment>> {
        Ok(attachments::of_subject(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Whether the viewer may attach documents to it.
    async fn viewer_can_attach(&self, context: &Context<'_>) -> bool {
        attachments::may_attach(context, &Place::body(self.0.body_id))
    }

    /// Whether the viewer can correct it now.
    async fn viewer_can_correct(&self, context: &Context<'_>) -> Result<bool> {
        let place = Place::body(self.0.body_id);
        Ok(allowed(&context.act().viewer, Action::CorrectAnswer, &place) && self.is_open(context).await?)
    }

    /// Whether the viewer can rate it now.
    async fn viewer_can_rate(&self, context: &Context<'_>) -> Result<bool> {
        let place = Place::council(self.0.council_id);
        if !allowed(&context.act().viewer, Action::RateAnswer, &place) || !self.is_open(context).await? {
            return Ok(false);
        }
        Ok(context.load::<RatingOf>(self.0.id).await?.is_none())
    }
}
