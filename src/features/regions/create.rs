//! A registrar enters a region.

use super::model::{self, Level, Region};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::RegionId;
use crate::kernel::kato::Kato;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// A region to enter.
#[derive(Clone, Debug)]
pub struct NewRegion {
    pub kato: String,
    pub level: Level,
    /// Left out for the republic only.
    pub parent_id: Option<RegionId>,
    pub name: Localized,
}

/// Enters a region.
///
/// # Errors
/// KATO_INVALID, KATO_TAKEN, KATO_ELSEWHERE, LEVEL_INVALID, BLANK, TOO_LONG; NOT_FOUND for the parent.
pub fn create(tx: &mut Writing<'_>, input: &NewRegion) -> Outcome<Region> {
    // authorize
    let permit = tx.authorize::<can::CreateRegion>(Place::EVERYWHERE)?;
    // load
    let parent = match input.parent_id {
        Some(id) => Some(store::find(tx.conn, id)?.ok_or(Denied::NotFound("region"))?),
        None => None,
    };
    // admit
    let name = check::required(&input.name, "name", check::NAME_CHARS)?;
    let kato = Kato::parse(input.kato.trim()).map_err(|_| Refusal::new(Code::KatoInvalid).at("kato"))?;
    model::admit(&kato, input.level, parent.as_ref())?;
    // write
    let region = Region {
        id: tx.id(),
        kato: kato.as_str().to_owned(),
        level: input.level,
        parent_id: input.parent_id,
        name,
        created_at: tx.now,
    };
    store::insert(tx.conn, &permit, &region)?;
    // record
    tx.record(event::created(&region));
    Ok(region)
}
