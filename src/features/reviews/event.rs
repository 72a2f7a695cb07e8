//! What can happen to a review.

use super::model::{Review, ReviewState};
use crate::kernel::event::{EventKind, NewEvent};

/// A council opened a review.
pub fn opened(review: &Review) -> NewEvent {
    about(EventKind::ReviewOpened, review).with("form", review.form.as_str())
}

/// A review moved to another state.
pub fn moved(review: &Review, from: ReviewState) -> NewEvent {
    about(EventKind::ReviewMoved, review).with("from", from.as_str()).with("to", review.state.as_str())
}

/// A review was concluded.
pub fn concluded(review: &Review, from: ReviewState) -> NewEvent {
    about(EventKind::ReviewConcluded, review).with("from", from.as_str())
}

/// A review was closed.
pub fn closed(review: &Review, from: ReviewState) -> NewEvent {
    about(EventKind::ReviewClosed, review).with("from", from.as_str())
}

fn about(kind: EventKind, review: &Review) -> NewEvent {
    NewEvent::new(kind, review.id).about("decision", review.decision_id).about("council", review.council_id)
}
