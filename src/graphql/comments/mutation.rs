//! Writing, editing and hiding comments.

use super::enums::Stance;
use super::object::Comment;
use crate::features::comments::{add, edit, hide};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::kernel::id::{CommentId, ReviewId};
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// A new comment.
#[derive(InputObject)]
pub struct AddCommentInput {
    /// The review it is written in.
    pub review_id: ReviewId,
    /// The comment it replies to, of the same review.
    pub parent_id: Option<CommentId>,
    /// How it stands to the decision.
    pub stance: Stance,
    /// What it says.
    pub body: String,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// What a comment is to say from now on.
#[derive(InputObject)]
pub struct EditCommentInput {
    /// The comment.
    pub comment_id: CommentId,
    /// The revision the author has read and changes.
    pub expected_revision: i32,
    /// What it says.
    pub body: String,
}

/// A comment to hide.
#[derive(InputObject)]
pub struct HideCommentInput {
    /// The comment.
    pub comment_id: CommentId,
    /// Why it is hidden; everybody reads it in the moderation log.
    pub reason: String,
}

payload! {
    /// What `addComment` did.
    AddCommentPayload {
        /// The new comment.
        comment: Comment,
    }
}

payload! {
    /// What `editComment` did.
    EditCommentPayload {
        /// The comment as it now stands.
        comment: Comment,
    }
}

payload! {
    /// What `hideComment` did.
    HideCommentPayload {
        /// What remains of the comment.
        comment: Comment,
    }
}

/// Mutations of comments.
#[derive(Default)]
pub struct CommentMutation;

#[Object]
impl CommentMutation {
    /// Comment on a decision under review, or reply to a comment. Everybody who is signed in; the capacity in which it is
    /// written follows from the viewer's seat, office or organisation.
    async fn add_comment(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The comment.")] input: AddCommentInput,
    ) -> Result<AddCommentPayload> {
        let once = once("addComment", &input);
        let act = context.act();
        let (review, parent) = (input.review_id, input.parent_id);
        let input = add::Addition { review, parent, stance: input.stance.into(), body: input.body };
        let made = once.write(act, move |tx| add::add(tx, &input), |made| made.id).await;
        let outcome = shown(made, |comment| Comment(Arc::new(comment)), |id| Comment::find(context, id)).await;
        AddCommentPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Edit a comment as long as its review runs; what it said before stays readable. The author.
    async fn edit_comment(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The edit.")] input: EditCommentInput,
    ) -> Result<EditCommentPayload> {
        let act = context.act();
        let expected = input.expected_revision.into();
        let input = edit::Edit { comment: input.comment_id, expected, body: input.body };
        let outcome = act.write(move |tx| edit::edit(tx, &input)).await;
        EditCommentPayload::settle(act, outcome.map(|comment| (Comment(Arc::new(comment)),)))
    }

    /// Hide a comment with a reason. Its place in the thread stays, its text is withheld from everybody. Moderators.
    async fn hide_comment(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The comment and the reason.")] input: HideCommentInput,
    ) -> Result<HideCommentPayload> {
        let act = context.act();
        let input = hide::Moderation { comment: input.comment_id, reason: input.reason };
        let outcome = act.write(move |tx| hide::hide(tx, &input)).await;
        HideCommentPayload::settle(act, outcome.map(|comment| (Comment(Arc::new(comment)),)))
    }
}
