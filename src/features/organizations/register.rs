//! A registrar registers an organisation.

use super::model::{self, Kind, Organization, Verification};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::viewer::Accreditation;
use crate::features::{check, regions};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::RegionId;
use crate::kernel::localized::Localized;

/// An organisation to register.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    pub kind: Kind,
    pub bin: String,
    pub name: Localized,
    pub region_id: Option<RegionId>,
}

/// Registers an organisation; it starts unverified.
///
/// # Errors
/// BLANK, TOO_LONG, BIN_INVALID, BIN_TAKEN; NOT_FOUND for the region.
pub fn register(tx: &mut Writing<'_>, input: &NewOrganization) -> Outcome<Organization> {
    // authorize
    let permit = tx.authorize::<can::RegisterOrganization>(Place::EVERYWHERE)?;
    // load
    if let Some(id) = input.region_id {
        regions::store::find(tx.conn, id)?.ok_or(Denied::NotFound("region"))?;
    }
    // admit
    let name = check::required(&input.name, "name", check::NAME_CHARS)?;
    let bin = model::admit_bin(&input.bin)?;
    // write
    let organization = Organization {
        id: tx.id(),
        kind: input.kind,
        bin: bin.as_str().to_owned(),
        name,
        region_id: input.region_id,
        verification: Verification::Unverified,
        accreditation: Accreditation::None,
        created_at: tx.now,
    };
    store::insert(tx.conn, &permit, &organization)?;
    // record
    tx.record(event::registered(&organization));
    Ok(organization)
}
