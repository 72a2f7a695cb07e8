//! What can happen to a comment. What it says is not repeated here: the log is for ever, a comment may be hidden.

use super::model::{Comment, Setting};
use crate::kernel::event::{EventKind, NewEvent};

/// A comment was written.
pub fn added(comment: &Comment) -> NewEvent {
    let event = NewEvent::new(EventKind::CommentAdded, comment.id)
        .about("review", comment.review_id)
        .about("decision", comment.decision_id)
        .with("capacity", comment.capacity.as_str())
        .with("stance", comment.stance.as_str());
    match comment.parent_id {
        Some(parent) => event.about("parent", parent),
        None => event,
    }
}

/// A comment was edited.
pub fn edited(comment: &Comment) -> NewEvent {
    NewEvent::new(EventKind::CommentEdited, comment.id)
        .about("review", comment.review_id)
        .with("revision", comment.revision)
}

/// A comment was hidden by a moderator.
pub fn hidden(comment: &Comment, setting: &Setting) -> NewEvent {
    NewEvent::new(EventKind::CommentHidden, comment.id)
        .about("review", setting.review_id)
        .about("decision", setting.decision_id)
        .with("revision", comment.revision)
}
