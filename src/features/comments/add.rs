//! Somebody comments on a decision under review, or replies to a comment. Three statements: read, write, record.

use super::model::{self, Comment, Stance};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{CommentId, ReviewId};

/// A new comment.
#[derive(Clone, Debug)]
pub struct Addition {
    pub review: ReviewId,
    /// The comment it replies to.
    pub parent: Option<CommentId>,
    pub stance: Stance,
    pub body: String,
}

/// Adds a comment. A hidden comment can still be replied to: its thread goes on below the tombstone.
///
/// # Errors
/// DISCUSSION_CLOSED, PARENT_ELSEWHERE, COMMENT_TOO_DEEP; BLANK or TOO_LONG of the body.
pub fn add(tx: &mut Writing<'_>, input: &Addition) -> Outcome<Comment> {
    // load
    let loaded = store::setting(tx.conn, &tx.sight, input.review, input.parent)?;
    let (setting, parent) = loaded.ok_or(Denied::NotFound("review"))?;
    // authorize
    let permit = tx.authorize::<can::AddComment>(Place::review(setting.body_id, setting.council_id))?;
    let author = tx.viewer.standing.as_ref().ok_or(Denied::Unauthenticated)?;
    // admit
    model::admit_discussion(setting.state)?;
    let body = check::text(&input.body, "body", tx.core.rules.comment_chars)?;
    let depth = model::depth(setting.review_id, parent.as_ref(), tx.core.rules.comment_depth)?;
    let (capacity, organization_id) = model::capacity(tx.viewer, &setting);
    // write
    let comment = Comment {
        id: tx.id(),
        review_id: setting.review_id,
        decision_id: setting.decision_id,
        parent_id: input.parent,
        depth,
        author_id: author.account,
        author_name: author.name.clone(),
        capacity,
        organization_id,
        stance: input.stance,
        body: Some(body),
        revision: 1,
        created_at: tx.now,
        edited_at: None,
        hidden: None,
    };
    store::insert(tx.conn, &permit, &comment)?;
    // record
    tx.record(event::added(&comment));
    Ok(comment)
}
