//! An organisation, and the rules of its standing.

use crate::access::viewer::Accreditation;
use crate::kernel::bin::Bin;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{OrganizationId, RegionId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;

text_enum! {
    /// What an organisation is.
    pub enum Kind {
        Ngo = "NGO", Media = "MEDIA", TradeUnion = "TRADE_UNION", BusinessAssociation = "BUSINESS_ASSOCIATION",
        Academic = "ACADEMIC", LocalCommunity = "LOCAL_COMMUNITY",
    }
}

text_enum! {
    /// Whether a registrar has seen that it exists and is what it says.
    pub enum Verification { Unverified = "UNVERIFIED", Verified = "VERIFIED" }
}

/// An organisation of civil society, of the press or of business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    pub id: OrganizationId,
    pub kind: Kind,
    /// Twelve digits with a right check digit; unique.
    pub bin: String,
    pub name: Localized,
    pub region_id: Option<RegionId>,
    pub verification: Verification,
    pub accreditation: Accreditation,
    pub created_at: Timestamp,
}

/// Reads a BIN that is not a person's number.
///
/// # Errors
/// BIN_INVALID.
pub fn admit_bin(text: &str) -> Result<Bin, Refusal> {
    let bin = Bin::parse(text.trim()).ok().filter(|bin| !bin.may_be_personal());
    bin.ok_or_else(|| Refusal::new(Code::BinInvalid).at("bin"))
}

/// Whether it can be verified.
///
/// # Errors
/// NOTHING_CHANGED when it is already.
pub fn admit_verification(organization: &Organization) -> Result<(), Refusal> {
    match organization.verification {
        Verification::Unverified => Ok(()),
        Verification::Verified => Err(Refusal::new(Code::NothingChanged)),
    }
}

/// Whether it can get, or lose, accreditation.
///
/// # Errors
/// NOT_MEDIA, ORGANIZATION_UNVERIFIED, NOTHING_CHANGED.
pub fn admit_accreditation(organization: &Organization, to: Accreditation) -> Result<(), Refusal> {
    if organization.kind != Kind::Media {
        return Err(Refusal::new(Code::NotMedia).at("organizationId"));
    }
    if organization.verification != Verification::Verified {
        return Err(Refusal::new(Code::OrganizationUnverified).at("organizationId"));
    }
    if organization.accreditation == to {
        return Err(Refusal::new(Code::NothingChanged).at("accreditation"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn organization(kind: Kind, verification: Verification) -> Organization {
        Organization {
            id: OrganizationId::from_uuid(Uuid::nil()),
            kind,
            bin: "941240000193".into(),
            name: Localized { kk: "Ашық Ақпарат".into(), ru: None, en: None },
            region_id: None,
            verification,
            accreditation: Accreditation::None,
            created_at: Timestamp::from_micros(0).expect("in range"),
        }
    }

    fn refused(kind: Kind, verification: Verification, to: Accreditation) -> Option<Code> {
        admit_accreditation(&organization(kind, verification), to).err().map(|refusal| refusal.code)
    }

    #[test]
    fn only_verified_media_are_accredited() {
        let accredited = Accreditation::Accredited;
        assert_eq!(refused(Kind::Media, Verification::Verified, accredited), None);
        assert_eq!(refused(Kind::Media, Verification::Unverified, accredited), Some(Code::OrganizationUnverified));
        assert_eq!(refused(Kind::Ngo, Verification::Verified, accredited), Some(Code::NotMedia));
        assert_eq!(refused(Kind::Media, Verification::Verified, Accreditation::None), Some(Code::NothingChanged));
    }

    #[test]
    fn an_organisation_is_verified_once() {
        assert_eq!(admit_verification(&organization(Kind::Ngo, Verification::Unverified)), Ok(()));
        assert!(admit_verification(&organization(Kind::Ngo, Verification::Verified)).is_err());
    }

    #[test]
    fn a_number_that_could_be_a_persons_is_refused() {
        assert!(admit_bin(" 941240000193 ").is_ok());
        assert!(admit_bin("941240000194").is_err());
        // Well-formed, with a right check digit, and the fifth digit of somebody born on the 10th to 19th.
        let personal = (0..10).map(|check| format!("90121330012{check}")).find(|text| Bin::parse(text).is_ok());
        assert!(personal.is_some_and(|text| admit_bin(&text).is_err()));
    }
}
