//! A region, and what makes its place in the tree right.

use crate::kernel::clock::Timestamp;
use crate::kernel::id::RegionId;
use crate::kernel::kato::Kato;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;

text_enum! {
    /// How high a region or a state body stands; the highest compares as the least.
    pub enum Level { Republic = "REPUBLIC", Region = "REGION", District = "DISTRICT", Rural = "RURAL" }
}

/// What [`Kato::region_iso`] says of the republic's code.
const REPUBLIC_ISO: &str = "KZ";

/// A territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub id: RegionId,
    /// Nine digits; unique.
    pub kato: String,
    pub level: Level,
    /// `None` for the republic only.
    pub parent_id: Option<RegionId>,
    pub name: Localized,
    pub created_at: Timestamp,
}

/// Whether a region with this code and level may stand under this parent.
///
/// # Errors
/// LEVEL_INVALID when the level is not below the parent's, or anything but the republic has no parent;
/// KATO_ELSEWHERE when the code lies outside the parent's.
pub fn admit(kato: &Kato, level: Level, parent: Option<&Region>) -> Result<(), Refusal> {
    let is_republic = kato.region_iso() == REPUBLIC_ISO;
    if (level == Level::Republic) != is_republic {
        return Err(Refusal::new(Code::LevelInvalid).at("level"));
    }
    match parent {
        None if is_republic => Ok(()),
        None => Err(Refusal::new(Code::LevelInvalid).at("parentId")),
        Some(parent) if level <= parent.level => Err(Refusal::new(Code::LevelInvalid).at("level")),
        Some(parent) if !lies_in(kato, parent) => Err(Refusal::new(Code::KatoElsewhere).at("kato")),
        Some(_) => Ok(()),
    }
}

/// A code may skip a level (a village directly under its region), so any ancestor by code will do.
fn lies_in(kato: &Kato, parent: &Region) -> bool {
    parent.level == Level::Republic || kato.parent_candidates().iter().any(|above| above.as_str() == parent.kato)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn region(kato: &str, level: Level) -> Region {
        let name = Localized { kk: "Абай облысы".into(), ru: None, en: None };
        let created_at = Timestamp::from_micros(0).expect("in range");
        Region { id: RegionId::from_uuid(Uuid::nil()), kato: kato.into(), level, parent_id: None, name, created_at }
    }

    fn refused(kato: &str, level: Level, parent: Option<&Region>) -> Option<Code> {
        admit(&Kato::parse(kato).expect("a code"), level, parent).err().map(|refusal| refusal.code)
    }

    #[test]
    fn a_region_stands_below_its_parent() {
        let republic = region("000000000", Level::Republic);
        let abai = region("100000000", Level::Region);
        assert_eq!(refused("000000000", Level::Republic, None), None);
        assert_eq!(refused("100000000", Level::Region, Some(&republic)), None);
        assert_eq!(refused("101000000", Level::District, Some(&abai)), None);
        assert_eq!(refused("101033102", Level::Rural, Some(&abai)), None);
        assert_eq!(refused("101000000", Level::Region, Some(&abai)), Some(Code::LevelInvalid));
        assert_eq!(refused("100000000", Level::Region, None), Some(Code::LevelInvalid));
        assert_eq!(refused("100000000", Level::Republic, None), Some(Code::LevelInvalid));
    }

    #[test]
    fn a_code_lies_within_its_parents() {
        let abai = region("100000000", Level::Region);
        assert_eq!(refused("711110000", Level::District, Some(&abai)), Some(Code::KatoElsewhere));
    }
}
