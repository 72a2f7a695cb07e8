//! A moderator hides a comment, with a reason that everybody reads in the moderation log. Nothing is deleted.

use super::model::{Comment, Hiding};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::CommentId;

/// Which comment is hidden, and why.
#[derive(Clone, Debug)]
pub struct Moderation {
    pub comment: CommentId,
    pub reason: String,
}

/// Hides a comment: from now on it is a tombstone, its text and its edits are withheld from everybody. Also after the
/// review: what breaks the law does not become lawful by age.
///
/// # Errors
/// COMMENT_HIDDEN when it is hidden already; BLANK or TOO_LONG of the reason.
pub fn hide(tx: &mut Writing<'_>, input: &Moderation) -> Outcome<Comment> {
    // load
    let loaded = store::lock(tx.conn, &tx.sight, input.comment)?;
    let (comment, setting) = loaded.ok_or(Denied::NotFound("comment"))?;
    // authorize
    let permit = tx.authorize::<can::HideComment>(Place::review(setting.body_id, setting.council_id))?;
    let by_id = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // admit
    comment.admit_shown()?;
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    // write
    let hiding = Hiding { at: tx.now, by_id, reason };
    store::hide(tx.conn, &permit, comment.id, &hiding)?;
    // record
    tx.record(event::hidden(&comment, &setting));
    Ok(Comment { body: None, hidden: Some(hiding), ..comment })
}
