//! What can happen to a deadline.

use super::model::{Deadline, Move};
use crate::kernel::event::{EventKind, NewEvent};

/// A deadline began to run.
pub fn started(deadline: &Deadline) -> NewEvent {
    about(EventKind::DeadlineStarted, deadline)
        .about("legalRule", deadline.rule_id)
        .with("startedOn", deadline.started_on.to_string())
        .with("provisional", deadline.provisional)
}

/// A change of the calendar moved it.
pub fn moved(deadline: &Deadline, change: &Move) -> NewEvent {
    about(EventKind::DeadlineMoved, deadline)
        .with("from", change.from_on.to_string())
        .with("to", change.to_on.to_string())
        .with("why", change.reason.as_str())
        .with("calendarVersion", change.calendar_version)
}

/// What it waited for was done.
pub fn met(deadline: &Deadline) -> NewEvent {
    about(EventKind::DeadlineMet, deadline)
        .with("metOn", deadline.met_on.map(|day| day.to_string()))
        .with("state", deadline.state.as_str())
}

/// It passed.
pub fn overdue(deadline: &Deadline) -> NewEvent {
    about(EventKind::DeadlineOverdue, deadline)
}

/// What it waited for is no longer owed.
pub fn cancelled(deadline: &Deadline) -> NewEvent {
    about(EventKind::DeadlineCancelled, deadline)
}

fn about(kind: EventKind, deadline: &Deadline) -> NewEvent {
    NewEvent::new(kind, deadline.id)
        .with("rule", deadline.rule_key.as_str())
        .with("of", deadline.subject.wire())
        .about("review", deadline.review_id)
        .about("decision", deadline.decision_id)
        .with("dueOn", deadline.due_on.to_string())
}
