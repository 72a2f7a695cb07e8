//! What the unit tests of this slice begin with.

use super::law::{Clause, CouncilLaw, Size};
use super::model::{Category, Charter, Council, Kind, MajorityBase, Membership};
use crate::access::viewer::{Accreditation, Position};
use crate::features::bodies::{self, Eligibility, StateBody};
use crate::features::organizations::{self, Organization, Verification};
use crate::features::regions::Level;
use crate::features::rules::key;
use crate::kernel::clock::Timestamp;
use crate::kernel::fraction::Fraction;
use crate::kernel::id::Id;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::RuleRef;
use chrono::NaiveDate;
use uuid::Uuid;

pub(crate) fn id<K>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn name() -> Localized {
    Localized { kk: "Қоғамдық кеңес".into(), ru: None, en: None }
}

fn epoch() -> Timestamp {
    Timestamp::from_micros(0).expect("in range")
}

fn cite(key: &str) -> RuleRef {
    RuleRef { key: key.to_owned(), citation: name(), confirmed: true }
}

fn clause<T>(key: &str, value: T) -> Clause<T> {
    Clause { value, rule: cite(key) }
}

/// The law as it is seeded.
pub(crate) fn law() -> CouncilLaw {
    CouncilLaw {
        ministry_size: Size { min: clause(key::MINISTRY_SIZE_MIN, 15), max: clause(key::MINISTRY_SIZE_MAX, 30) },
        quasi_public_size: Size {
            min: clause(key::QUASI_PUBLIC_SIZE_MIN, 10),
            max: clause(key::QUASI_PUBLIC_SIZE_MAX, 15),
        },
        local_size: cite(key::LOCAL_SIZE),
        state_share: clause(key::STATE_SHARE_MAX, Fraction::new(1, 3).expect("a share")),
        seats_per_organization: clause(key::SEATS_PER_ORGANIZATION, 1),
        chair_not_in_service: cite(key::CHAIR_NOT_IN_SERVICE),
        term_years: clause(key::TERM_YEARS, 3),
        renewal_months: clause(key::RENEWAL_MONTHS, 2),
        excluded_bodies: cite(key::EXCLUDED_BODIES),
        quorum: clause(key::QUORUM, Fraction::TWO_THIRDS),
        majority: clause(key::MAJORITY, Fraction::HALF),
    }
}

/// An eligible ministry, in force since 2020.
pub(crate) fn state_body() -> StateBody {
    StateBody {
        id: id(1),
        kind: bodies::Kind::Ministry,
        level: Level::Republic,
        region_id: id(1),
        parent_id: None,
        predecessor_id: None,
        name: name(),
        council_eligibility: Eligibility::Eligible,
        valid_from: day("2020-01-01"),
        valid_to: None,
        created_at: epoch(),
        time_zone: crate::kernel::zone::Zone::default(),
    }
}

/// A council from 2025-01-01 to 2027-12-31 with 15 to 21 seats.
pub(crate) fn council(kind: Kind) -> Council {
    let charter = Charter {
        seats_min: 15,
        seats_max: 21,
        quorum: Fraction::TWO_THIRDS,
        public_quorum: None,
        majority: Fraction::HALF,
        majority_base: MajorityBase::Present,
    };
    Council {
        id: id(1),
        body_id: id(1),
        kind,
        name: name(),
        term_starts_on: day("2025-01-01"),
        term_ends_on: day("2027-12-31"),
        charter,
        created_at: epoch(),
    }
}

/// A verified organisation.
pub(crate) fn organization(n: u128, kind: organizations::Kind) -> Organization {
    Organization {
        id: id(n),
        kind,
        bin: "941240000193".into(),
        name: name(),
        region_id: None,
        verification: Verification::Verified,
        accreditation: Accreditation::None,
        created_at: epoch(),
    }
}

/// A seat of person `n` held since the first day of the fixture's council.
pub(crate) fn seat(n: u128, category: Category, position: Position) -> Membership {
    Membership {
        id: id(n),
        council_id: id(1),
        person_id: id(n),
        person_name: format!("Мүше {n}"),
        category,
        position,
        organization_id: None,
        since_on: day("2025-01-01"),
        until_on: None,
        end_reason: None,
        appointed_at: epoch(),
    }
}
