//! What a review looks like.

use super::enums::{ReviewForm, ReviewState};
use super::loader::{ReviewById, StancesOfReview};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::comments::store::Parents;
use crate::features::reviews::model;
use crate::features::rules::key;
use crate::graphql::comments::{self, Comment};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::deadlines::{self, Deadline};
use crate::graphql::decisions::{Decision, looks};
use crate::graphql::documents::FinalDocument;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::polls::{self, Poll, Recusal};
use crate::graphql::registry::Council;
use crate::graphql::transitions::{self, Transition};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::ReviewId;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// One council's examination of one decision.
#[derive(Clone)]
pub struct Review(pub Arc<model::Review>);

/// How the comments of a review stand to the decision. Hidden comments do not count.
#[derive(SimpleObject, Clone, Copy)]
pub struct StanceCounts {
    /// The number of comments in favour.
    #[graphql(name = "for")]
    in_favour: i32,
    /// The number of comments against.
    against: i32,
    /// The number of comments that are neither.
    neutral: i32,
}

impl Review {
    /// A review by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: ReviewId) -> Outcome<Option<Self>> {
        let Some(review) = context.load::<ReviewById>(id).await? else { return Ok(None) };
        looks::log(context, [review.decision_id]).await?;
        Ok(Some(Self(review)))
    }

    /// A review that a row refers to which the viewer sees.
    ///
    /// # Errors
    /// NOT_FOUND when its decision was closed to the viewer meanwhile; a fault when the database cannot be read.
    pub async fn of(context: &Context<'_>, id: ReviewId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Denied::NotFound("review").into())
    }

    fn allows(&self, context: &Context<'_>, action: Action) -> bool {
        allowed(&context.act().viewer, action, &Place::council(self.0.council_id))
    }
}

/// One council's examination of one decision.
#[Object]
impl Review {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The decision reviewed.
    async fn decision(&self, context: &Context<'_>) -> Result<Decision> {
        Ok(Decision::of(context, self.0.decision_id).await?)
    }

    /// The council that reviews.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.0.council_id).await?)
    }

    /// The form of public control.
    async fn form(&self) -> ReviewForm {
        self.0.form.into()
    }

    /// Where it stands.
    async fn state(&self) -> ReviewState {
        self.0.state.into()
    }

    /// Who opened it.
    async fn opened_by(&self) -> Person {
        Person::unnamed(self.0.opened_by_id)
    }

    /// When it was opened.
    async fn opened_at(&self) -> Timestamp {
        self.0.opened_at
    }

    /// When it was concluded; null while it runs.
    async fn concluded_at(&self) -> Option<Timestamp> {
        self.0.concluded_at
    }

    /// Every change of state, oldest first.
    async fn transitions(&self, context: &Context<'_>) -> Result<Vec<Transition<ReviewState>>> {
        Ok(transitions::of::<model::ReviewState, _>(context, self.0.id.uuid()).await?)
    }

    /// How the comments stand to the decision.
    async fn stance_counts(&self, context: &Context<'_>) -> Result<StanceCounts> {
        let counts = context.load::<StancesOfReview>(self.0.id).await?.unwrap_or_default();
        let model::StanceCounts { in_favour, against, neutral } = counts;
        Ok(StanceCounts { in_favour: int(in_favour), against: int(against), neutral: int(neutral) })
    }

    /// What people say in it, at every depth, oldest first.
    async fn comments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Comment>> {
        let args = args(first, last, after, before);
        Ok(comments::below(context, Parents::Reviews, self.0.id, &args).await?)
    }

    /// The threads: the comments that reply to none, oldest first.
    async fn threads(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Comment>> {
        let args = args(first, last, after, before);
        Ok(comments::below(context, Parents::RootsOfReviews, self.0.id, &args).await?)
    }

    /// The votes of the council in it, newest first.
    async fn polls(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Poll>> {
        polls::of_review(context, self.0.id, &args(first, last, after, before)).await
    }

    /// The final document the council adopted from it; null while there is none that the viewer may see.
    async fn final_document(&self, context: &Context<'_>) -> Option<Result<FinalDocument>> {
        FinalDocument::of_review(context, self.0.id).await.map_err(Into::into).transpose()
    }

    /// The clock of the sending of its final document; null unless it was concluded with a poll that was adopted.
    async fn send_deadline(&self, context: &Context<'_>) -> Option<Result<Deadline>> {
        let found = deadlines::of(context, self.0.id.uuid(), key::DOCUMENT_SEND).await;
        found.map_err(Into::into).transpose()
    }

    /// The members who have declared a conflict of interest, oldest declaration first.
    async fn recusals(&self, context: &Context<'_>) -> Result<Vec<Recusal>> {
        polls::recusals_of(context, self.0.id).await
    }

    /// Whether the viewer may open a poll in it.
    async fn viewer_can_open_poll(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::OpenPoll)
    }

    /// Whether the viewer may declare a conflict of interest in it.
    async fn viewer_can_declare_recusal(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::DeclareRecusal)
    }

    /// Whether the viewer can comment now; a concluded review takes no more comments.
    async fn viewer_can_comment(&self, context: &Context<'_>) -> bool {
        self.0.state.is_running() && self.allows(context, Action::AddComment)
    }

    /// Whether the viewer may move it to deliberation.
    async fn viewer_can_advance(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::AdvanceReview)
    }

    /// Whether the viewer may conclude it.
    async fn viewer_can_conclude(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::ConcludeReview)
    }

    /// Whether the viewer may close it, once everything is answered and confirmed.
    async fn viewer_can_close(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::CloseReview)
    }

    /// Whether the viewer may adopt its final document.
    async fn viewer_can_adopt_final_document(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::AdoptFinalDocument)
    }
}
