//! What can happen to a state body.

use super::model::{Head, StateBody};
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::{HeadId, Id};
use serde_json::json;

/// A body was entered.
pub fn created(body: &StateBody) -> NewEvent {
    NewEvent::new(EventKind::StateBodyCreated, body.id)
        .with("kind", body.kind.as_str())
        .with("level", body.level.as_str())
        .about("region", body.region_id)
        .with("parent", body.parent_id.map(Id::wire))
        .with("predecessor", body.predecessor_id.map(Id::wire))
        .with("councilEligibility", body.council_eligibility.as_str())
        .with("validFrom", body.valid_from.to_string())
        .with("timeZone", body.time_zone.as_str())
}

/// A body ceased to exist; the office of its running head ended with it.
pub fn ended(body: &StateBody, head: Option<HeadId>) -> NewEvent {
    NewEvent::new(EventKind::StateBodyEnded, body.id)
        .with("validTo", body.valid_to.map(|day| day.to_string()))
        .with("endedHead", head.map(Id::wire))
}

/// A head was appointed, and perhaps another's office ended on the same day.
pub fn head_appointed(head: &Head, ended: Option<HeadId>) -> NewEvent {
    NewEvent::new(EventKind::HeadAppointed, head.id)
        .about("body", head.body_id)
        .about("person", head.person_id)
        .with("sinceOn", head.since_on.to_string())
        .with("untilOn", head.until_on.map(|day| day.to_string()))
        .with("endedHead", ended.map(Id::wire))
        .private(json!({ "personName": head.person_name }))
}
