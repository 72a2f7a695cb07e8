//! What recommendations and their addressees look like. What they are answered comes from `graphql/answers`.

use super::enums::{AddresseeState, Priority};
use super::loader::{AddresseeById, AddresseesOfRecommendation, RecommendationById};
use super::object::FinalDocument;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::documents::model;
use crate::features::rules::key;
use crate::graphql::answers::{self, Answer};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::deadlines::{self, Deadline};
use crate::graphql::decisions::{Decision, looks};
use crate::graphql::int::int;
use crate::graphql::notices::{self, Follow};
use crate::graphql::registry::{Council, StateBody};
use crate::graphql::reviews::Review;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{AddresseeId, RecommendationId};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// What a council recommends to one or several bodies, in a final document that was sent. Never altered.
#[derive(Clone)]
pub struct Recommendation(pub Arc<model::Recommendation>);

/// A body that owes an answer to a recommendation.
#[derive(Clone)]
pub struct Addressee(pub Arc<model::Addressee>);

impl Recommendation {
    /// A recommendation by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: RecommendationId) -> Outcome<Option<Self>> {
        let Some(recommendation) = context.load::<RecommendationById>(id).await? else { return Ok(None) };
        looks::log(context, [recommendation.decision_id]).await?;
        Ok(Some(Self(recommendation)))
    }

    /// A recommendation that a row refers to which the viewer sees.
    ///
    /// # Errors
    /// NOT_FOUND when its decision was closed to the viewer meanwhile; a fault when the database cannot be read.
    pub async fn of(context: &Context<'_>, id: RecommendationId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Denied::NotFound("recommendation").into())
    }
}

impl Addressee {
    /// An addressee by id, if the viewer may see the decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: AddresseeId) -> Outcome<Option<Self>> {
        let Some(addressee) = context.load::<AddresseeById>(id).await? else { return Ok(None) };
        looks::log(context, [addressee.decision_id]).await?;
        Ok(Some(Self(addressee)))
    }

    /// An addressee that a row refers to which the viewer sees.
    ///
    /// # Errors
    /// NOT_FOUND when the decision was closed to the viewer meanwhile; a fault when the database cannot be read.
    pub async fn of(context: &Context<'_>, id: AddresseeId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Denied::NotFound("addressee of a recommendation").into())
    }
}

/// What a council recommends to one or several bodies, in a final document that was sent. Never altered.
#[Object]
impl Recommendation {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The viewer's following of it; null when the viewer does not follow it.
    async fn viewer_follow(&self, context: &Context<'_>) -> Option<Result<Follow>> {
        notices::following(context, self.0.id.uuid()).await.map_err(Into::into).transpose()
    }

    /// The document it stands in.
    async fn document(&self, context: &Context<'_>) -> Result<FinalDocument> {
        Ok(FinalDocument::of(context, self.0.document_id).await?)
    }

    /// The review it concludes.
    async fn review(&self, context: &Context<'_>) -> Result<Review> {
        Ok(Review::of(context, self.0.review_id).await?)
    }

    /// The decision it is about.
    async fn decision(&self, context: &Context<'_>) -> Result<Decision> {
        Ok(Decision::of(context, self.0.decision_id).await?)
    }

    /// The council that recommends.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.0.council_id).await?)
    }

    /// The number within the document, from 1.
    async fn number(&self) -> i32 {
        int(self.0.number)
    }

    /// What is recommended.
    async fn text(&self) -> LocalizedText {
        self.0.text.clone().into()
    }

    /// How urgent it is to the council.
    async fn priority(&self) -> Priority {
        self.0.priority.into()
    }

    /// The day by which the council wishes it done; null where it named none. It is no legal deadline.
    async fn wished_on(&self) -> Option<Date> {
        self.0.wished_on.map(Date)
    }

    /// When it was sent, which is when its addressees received it.
    async fn sent_at(&self) -> Timestamp {
        self.0.sent_at
    }

    /// The bodies that owe an answer to it, in the order of the document; at most 20.
    async fn addressees(&self, context: &Context<'_>) -> Result<Vec<Addressee>> {
        let found = context.load::<AddresseesOfRecommendation>(self.0.id).await?.unwrap_or_default();
        Ok(found.iter().cloned().map(Addressee).collect())
    }

    /// What its addressees answered, with corrections, oldest first.
    async fn answers(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Answer>> {
        Ok(answers::of_recommendation(context, self.0.id, &args(first, last, after, before)).await?)
    }
}

/// A body that owes an answer to a recommendation.
#[Object(name = "RecommendationAddressee")]
impl Addressee {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The recommendation.
    async fn recommendation(&self, context: &Context<'_>) -> Result<Recommendation> {
        Ok(Recommendation::of(context, self.0.recommendation_id).await?)
    }

    /// The body.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// Whether it has answered.
    async fn state(&self) -> AddresseeState {
        self.0.state.into()
    }

    /// The clock of its answer, which has run since the document was sent.
    async fn deadline(&self, context: &Context<'_>) -> Option<Result<Deadline>> {
        let found = deadlines::of(context, self.0.id.uuid(), key::ANSWER_REPLY).await;
        found.map_err(Into::into).transpose()
    }

    /// The answer that holds: the last one it gave; null while it has given none.
    async fn answer(&self, context: &Context<'_>) -> Option<Result<Answer>> {
        answers::latest_of(context, self.0.id).await.map_err(Into::into).transpose()
    }

    /// Every answer it gave, the first and its corrections, oldest first.
    async fn answers(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Answer>> {
        Ok(answers::of_addressee(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Whether the viewer can answer for it now; what was answered is corrected.
    async fn viewer_can_answer(&self, context: &Context<'_>) -> bool {
        self.0.state == model::AddresseeState::Pending
            && allowed(&context.act().viewer, Action::AnswerRecommendation, &Place::body(self.0.body_id))
    }
}
