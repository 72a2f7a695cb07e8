//! A registrar gives a medium accreditation, or takes it back.

use super::model::{self, Organization};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::viewer::Accreditation;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::OrganizationId;

/// Which medium, and its accreditation from now on.
#[derive(Clone, Copy, Debug)]
pub struct AccreditationChange {
    pub organization_id: OrganizationId,
    pub accreditation: Accreditation,
}

/// Sets the accreditation of a medium. It takes effect at once: embargoed decisions open or close to it.
///
/// # Errors
/// NOT_MEDIA, ORGANIZATION_UNVERIFIED, NOTHING_CHANGED; NOT_FOUND.
pub fn accredit(tx: &mut Writing<'_>, input: &AccreditationChange) -> Outcome<Organization> {
    // authorize
    let permit = tx.authorize::<can::AccreditOrganization>(Place::organization(input.organization_id))?;
    // load
    let mut organization = store::lock(tx.conn, input.organization_id)?.ok_or(Denied::NotFound("organization"))?;
    // admit
    model::admit_accreditation(&organization, input.accreditation)?;
    // write
    store::set_accreditation(tx.conn, &permit, organization.id, input.accreditation)?;
    organization.accreditation = input.accreditation;
    // record
    tx.record(event::accredited(&organization));
    Ok(organization)
}
