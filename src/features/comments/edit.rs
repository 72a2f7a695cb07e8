//! An author edits the own comment; what it said before stays readable.

use super::model::{self, Comment, CommentEdit};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::CommentId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What a comment is to say from now on. Its stance stays: a change of mind is a new comment.
#[derive(Clone, Debug)]
pub struct Edit {
    pub comment: CommentId,
    /// The revision the author has read and changes.
    pub expected: i64,
    pub body: String,
}

/// Edits a comment.
///
/// # Errors
/// COMMENT_HIDDEN, DISCUSSION_CLOSED, STALE_REVISION, NOTHING_CHANGED; BLANK or TOO_LONG of the body.
pub fn edit(tx: &mut Writing<'_>, input: &Edit) -> Outcome<Comment> {
    // load
    let loaded = store::lock(tx.conn, &tx.sight, input.comment)?;
    let (comment, setting) = loaded.ok_or(Denied::NotFound("comment"))?;
    // authorize
    let place = Place::review(setting.body_id, setting.council_id).of(comment.author_id);
    let permit = tx.authorize::<can::EditComment>(place)?;
    // admit
    comment.admit_shown()?;
    model::admit_discussion(setting.state)?;
    let body = check::text(&input.body, "body", tx.core.rules.comment_chars)?;
    let before = superseded(&comment, input.expected, &body)?;
    // write
    let revision = comment.revision.saturating_add(1);
    let comment = Comment { body: Some(body), revision, edited_at: Some(tx.now), ..comment };
    store::edit(tx.conn, &permit, &comment, &before)?;
    // record
    tx.record(event::edited(&comment));
    Ok(comment)
}

/// What the comment says until now, to be kept.
fn superseded(comment: &Comment, expected: i64, body: &str) -> Outcome<CommentEdit> {
    if comment.revision != expected {
        let stale = Refusal::new(Code::StaleRevision).at("expectedRevision");
        return Err(stale.with("expected", expected).with("current", comment.revision).into());
    }
    let said = comment.body.as_deref().ok_or_else(|| Failure::fault("a comment that is shown without a body"))?;
    if said == body {
        return Err(Refusal::new(Code::NothingChanged).at("body").into());
    }
    let written_at = comment.edited_at.unwrap_or(comment.created_at);
    Ok(CommentEdit { comment_id: comment.id, revision: comment.revision, body: said.to_owned(), written_at })
}
