//! A registrar verifies an organisation: it exists and is what it says.

use super::model::{self, Organization, Verification};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::OrganizationId;

/// Verifies an organisation.
///
/// # Errors
/// NOTHING_CHANGED; NOT_FOUND.
pub fn verify(tx: &mut Writing<'_>, id: OrganizationId) -> Outcome<Organization> {
    // authorize
    let permit = tx.authorize::<can::VerifyOrganization>(Place::organization(id))?;
    // load
    let mut organization = store::lock(tx.conn, id)?.ok_or(Denied::NotFound("organization"))?;
    // admit
    model::admit_verification(&organization)?;
    // write
    store::set_verification(tx.conn, &permit, id, Verification::Verified)?;
    organization.verification = Verification::Verified;
    // record
    tx.record(event::verified(&organization));
    Ok(organization)
}
