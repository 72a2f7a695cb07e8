//! A registrar enters a state body.

use super::model::{self, Eligibility, Kind, Relatives, StateBody};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::{check, regions};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{RegionId, StateBodyId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::kernel::zone::Zone;
use chrono::NaiveDate;

/// A body to enter. Its level is that of its region.
#[derive(Clone, Debug)]
pub struct NewStateBody {
    pub kind: Kind,
    pub region_id: RegionId,
    pub parent_id: Option<StateBodyId>,
    pub predecessor_id: Option<StateBodyId>,
    pub name: Localized,
    pub council_eligibility: Eligibility,
    pub valid_from: NaiveDate,
    /// By its name in the IANA database; that of Kazakhstan when nothing is said.
    pub time_zone: Option<String>,
}

/// Enters a body.
///
/// # Errors
/// BLANK, TOO_LONG, TIME_ZONE_UNKNOWN, LEVEL_INVALID, BODY_NOT_IN_FORCE, INVALID_PERIOD; NOT_FOUND for the region, the parent or the
/// predecessor.
pub fn create(tx: &mut Writing<'_>, input: &NewStateBody) -> Outcome<StateBody> {
    // authorize
    let permit = tx.authorize::<can::CreateStateBody>(Place::EVERYWHERE)?;
    // load
    let region = regions::store::find(tx.conn, input.region_id)?.ok_or(Denied::NotFound("region"))?;
    let parent = relative(tx, input.parent_id)?;
    let predecessor = relative(tx, input.predecessor_id)?;
    // admit
    let name = check::required(&input.name, "name", check::NAME_CHARS)?;
    let relatives = Relatives { parent: parent.as_ref(), predecessor: predecessor.as_ref() };
    model::admit(region.level, input.valid_from, relatives)?;
    // write
    let body = StateBody {
        id: tx.id(),
        kind: input.kind,
        level: region.level,
        region_id: region.id,
        parent_id: input.parent_id,
        predecessor_id: input.predecessor_id,
        name,
        council_eligibility: input.council_eligibility,
        valid_from: input.valid_from,
        valid_to: None,
        created_at: tx.now,
        time_zone: zone(input.time_zone.as_deref())?,
    };
    store::insert(tx.conn, &permit, &body)?;
    // record
    tx.record(event::created(&body));
    Ok(body)
}

fn zone(name: Option<&str>) -> Result<Zone, Refusal> {
    let parsed = name.map(str::parse::<Zone>).transpose();
    parsed.map(Option::unwrap_or_default).map_err(|_| Refusal::new(Code::TimeZoneUnknown).at("timeZone"))
}

fn relative(tx: &mut Writing<'_>, id: Option<StateBodyId>) -> Outcome<Option<StateBody>> {
    let Some(id) = id else { return Ok(None) };
    Ok(Some(store::find(tx.conn, id)?.ok_or(Denied::NotFound("state body"))?))
}
