//! What can happen to a decision. Payloads hold ids and enum words; what was written is in the versions, and their
//! hash is here.

use super::model::Decision;
use super::version::DecisionVersion;
use crate::db::log::hex;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::DecisionId;

/// A decision was drafted.
pub fn drafted(decision: &Decision, version: &DecisionVersion) -> NewEvent {
    versioned(EventKind::DecisionDrafted, version)
        .about("body", decision.body_id)
        .with("decisionKind", decision.kind.as_str())
}

/// A decision got a new version.
pub fn revised(version: &DecisionVersion) -> NewEvent {
    versioned(EventKind::DecisionRevised, version)
}

fn versioned(kind: EventKind, version: &DecisionVersion) -> NewEvent {
    NewEvent::new(kind, version.decision_id)
        .about("version", version.id)
        .with("revision", version.number)
        .with("sha256", hex(&version.sha256))
}

/// A decision was published.
pub fn published(decision: &Decision) -> NewEvent {
    let event = NewEvent::new(EventKind::DecisionPublished, decision.id)
        .about("body", decision.body_id)
        .about("version", decision.version_id)
        .with("access", decision.access.as_str());
    match decision.public_from {
        Some(from) => event.with("publicFrom", from.rfc3339()),
        None => event,
    }
}

/// A decision was withdrawn.
pub fn withdrawn(decision: &Decision) -> NewEvent {
    NewEvent::new(EventKind::DecisionWithdrawn, decision.id).about("version", decision.version_id)
}

/// A decision was superseded by another.
pub fn superseded(decision: &Decision, by: DecisionId) -> NewEvent {
    NewEvent::new(EventKind::DecisionSuperseded, decision.id).about("by", by)
}

/// A decision was adopted by its body.
pub fn adopted(decision: &Decision) -> NewEvent {
    NewEvent::new(EventKind::DecisionAdopted, decision.id).about("version", decision.version_id)
}

/// Accredited media looked at a decision under embargo.
pub fn looked_at(decision: &Decision) -> NewEvent {
    let event = NewEvent::new(EventKind::EmbargoedDecisionRead, decision.id).about("version", decision.version_id);
    match decision.public_from {
        Some(from) => event.with("publicFrom", from.rfc3339()),
        None => event,
    }
}
