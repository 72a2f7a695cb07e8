//! What can happen to the calendar.

use super::model::{Changed, Difference};
use crate::kernel::event::{EventKind, NewEvent};
use serde_json::{Value, json};

/// The calendar got a new version. The rows are named, so that the log alone tells what counted when.
pub fn changed(kind: EventKind, changed: &Changed, difference: &Difference) -> NewEvent {
    let set = difference.set.iter().map(|day| json!({ "date": day.date.to_string(), "kind": day.kind.as_str() }));
    let cleared = difference.cleared.iter().map(|date| Value::from(date.to_string()));
    NewEvent::new(kind, changed.version.id)
        .with("number", changed.version.number)
        .with("reason", changed.version.reason.as_str())
        .with("set", set.collect::<Vec<_>>())
        .with("cleared", cleared.collect::<Vec<_>>())
        .with("movedDeadlines", changed.moved)
}
