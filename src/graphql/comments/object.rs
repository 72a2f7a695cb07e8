//! What a comment looks like, and what remains of a hidden one.

use super::enums::{CommentCapacity, Stance};
use super::loader::{CommentById, EditsOf};
use super::query::below;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::access::viewer::Role;
use crate::features::comments::model;
use crate::features::comments::store::Parents;
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::decisions::{Decision, looks};
use crate::graphql::error::nullable;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::registry::Organization;
use crate::graphql::reviews::Review;
use crate::graphql::volume::hand_out;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::CommentId;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// What somebody says about a decision under review, or in reply to another comment.
#[derive(Clone)]
pub struct Comment(pub Arc<model::Comment>);

/// What a comment said before it was edited.
#[derive(SimpleObject, Clone)]
pub struct CommentEdit {
    /// The revision that said it.
    revision: i32,
    /// What it said.
    body: String,
    /// When that was written.
    written_at: Timestamp,
}

impl Comment {
    /// A comment by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: CommentId) -> Outcome<Option<Self>> {
        let Some(comment) = context.load::<CommentById>(id).await? else { return Ok(None) };
        looks::log(context, [comment.decision_id]).await?;
        Ok(Some(Self(comment)))
    }
}

/// What somebody says about a decision under review, or in reply to another comment.
#[Object]
impl Comment {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The review it was written in.
    async fn review(&self, context: &Context<'_>) -> Result<Review> {
        Ok(Review::of(context, self.0.review_id).await?)
    }

    /// The decision it is about.
    async fn decision(&self, context: &Context<'_>) -> Result<Decision> {
        Ok(Decision::of(context, self.0.decision_id).await?)
    }

    /// The comment it replies to; null when it replies to none.
    async fn parent(&self, context: &Context<'_>) -> Option<Result<Self>> {
        nullable(Self::find(context, self.0.parent_id?).await)
    }

    /// How many comments stand above it in its thread.
    async fn depth(&self) -> i32 {
        int(self.0.depth)
    }

    /// Who wrote it, with the name at that time.
    async fn author(&self) -> Person {
        Person::known(self.0.author_id, self.0.author_name.clone())
    }

    /// As what the author wrote it.
    async fn capacity(&self) -> CommentCapacity {
        self.0.capacity.into()
    }

    /// The organisation the author spoke for or was seated for.
    async fn organization(&self, context: &Context<'_>) -> Option<Result<Organization>> {
        nullable(Organization::of(context, self.0.organization_id?).await.map(Some))
    }

    /// How it stands to the decision.
    async fn stance(&self) -> Stance {
        self.0.stance.into()
    }

    /// What it says; null once a moderator has hidden it.
    async fn body(&self, context: &Context<'_>) -> Option<Result<&str>> {
        self.0.body.as_deref().map(|body| hand_out(context, body))
    }

    /// The number of the text, from 1; `editComment` expects it.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// When it was written.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it was last edited; null if it never was.
    async fn edited_at(&self) -> Option<Timestamp> {
        self.0.edited_at
    }

    /// What it said before, oldest first; nothing once it is hidden.
    async fn edits(&self, context: &Context<'_>) -> Result<Vec<CommentEdit>> {
        if self.0.revision == 1 || self.0.hidden.is_some() {
            return Ok(Vec::new());
        }
        let edits = context.load::<EditsOf>(self.0.id).await?.unwrap_or_default();
        let shown = |edit: model::CommentEdit| {
            let model::CommentEdit { revision, body, written_at, .. } = edit;
            CommentEdit { revision: int(revision), body, written_at }
        };
        Ok(Arc::unwrap_or_clone(edits).into_iter().map(shown).collect())
    }

    /// When it was hidden; null while it is shown.
    async fn hidden_at(&self) -> Option<Timestamp> {
        self.0.hidden.as_ref().map(|hidden| hidden.at)
    }

    /// Who hid it.
    async fn hidden_by(&self) -> Option<Person> {
        self.0.hidden.as_ref().map(|hidden| Person::unnamed(hidden.by_id))
    }

    /// Why it was hidden.
    async fn hidden_reason(&self) -> Option<&str> {
        self.0.hidden.as_ref().map(|hidden| hidden.reason.as_str())
    }

    /// The replies to it, oldest first.
    async fn replies(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Self>> {
        Ok(below(context, Parents::Comments, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Whether the viewer can edit it now: one's own, as long as it is shown and its review runs.
    async fn viewer_can_edit(&self, context: &Context<'_>) -> Result<bool> {
        let place = Place::person(self.0.author_id);
        let may = allowed(&context.act().viewer, Action::EditComment, &place);
        // Only of the own comments need it cost the statement that reads their reviews.
        if !may || self.0.admit_shown().is_err() {
            return Ok(false);
        }
        let review = Review::find(context, self.0.review_id).await?;
        Ok(review.is_some_and(|review| review.0.state.is_running()))
    }

    /// Whether the viewer can hide it now; what is hidden already is hidden once.
    async fn viewer_can_hide(&self, context: &Context<'_>) -> Result<bool> {
        let viewer = &context.act().viewer;
        // Who moderates nothing need not cost the statements that find out where this comment stands.
        let moderates = viewer.grants().any(|grant| grant.role == Role::Moderator);
        if !moderates || self.0.admit_shown().is_err() {
            return Ok(false);
        }
        let review = Review::of(context, self.0.review_id).await?;
        let decision = Decision::of(context, self.0.decision_id).await?;
        let place = Place::review(decision.body_id(), review.0.council_id);
        Ok(allowed(viewer, Action::HideComment, &place))
    }
}
