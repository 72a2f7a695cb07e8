//! What can happen to an organisation.

use super::model::Organization;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::Id;

/// An organisation was registered. Its BIN is the number of a legal entity, and public.
pub fn registered(organization: &Organization) -> NewEvent {
    NewEvent::new(EventKind::OrganizationRegistered, organization.id)
        .with("kind", organization.kind.as_str())
        .with("bin", organization.bin.as_str())
        .with("region", organization.region_id.map(Id::wire))
}

/// A registrar verified it.
pub fn verified(organization: &Organization) -> NewEvent {
    NewEvent::new(EventKind::OrganizationVerified, organization.id)
}

/// A medium got or lost its accreditation.
pub fn accredited(organization: &Organization) -> NewEvent {
    NewEvent::new(EventKind::OrganizationAccredited, organization.id)
        .with("accreditation", organization.accreditation.as_str())
}
