//! What can happen to a council and its seats.
//!
//! Every change of seats says whether the council is composed as the law asks once it takes effect.

use super::composition::CompositionReport;
use super::model::{Council, Membership};
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::Id;
use serde_json::json;

/// A council was created.
pub fn created(council: &Council) -> NewEvent {
    NewEvent::new(EventKind::CouncilCreated, council.id)
        .about("body", council.body_id)
        .with("kind", council.kind.as_str())
        .with("termStartsOn", council.term_starts_on.to_string())
        .with("termEndsOn", council.term_ends_on.to_string())
        .with("charter", json!(council.charter))
}

/// Somebody took a seat.
pub fn appointed(seat: &Membership, report: &CompositionReport) -> NewEvent {
    let event = NewEvent::new(EventKind::MemberAppointed, seat.id)
        .about("council", seat.council_id)
        .about("person", seat.person_id)
        .with("category", seat.category.as_str())
        .with("position", seat.position.as_str())
        .with("organization", seat.organization_id.map(Id::wire))
        .with("sinceOn", seat.since_on.to_string());
    composed(event, report)
}

/// A membership got its end.
pub fn ended(seat: &Membership, report: &CompositionReport) -> NewEvent {
    let event = NewEvent::new(EventKind::MembershipEnded, seat.id)
        .about("council", seat.council_id)
        .about("person", seat.person_id)
        .with("untilOn", seat.until_on.map(|day| day.to_string()))
        .with("reason", seat.end_reason.map(super::model::EndReason::as_str));
    composed(event, report)
}

fn composed(event: NewEvent, report: &CompositionReport) -> NewEvent {
    let broken: Vec<&str> = report.broken().map(|check| check.name.as_str()).collect();
    event
        .with("composition", if broken.is_empty() { "COMPLIANT" } else { "BROKEN" })
        .with("brokenChecks", broken)
        .with("composedOn", report.on.to_string())
}
