//! What the law asks of councils on a day: the rows of `legal_rules`, read once and with their citations at hand.

use super::charter::Charter;
use super::model::Kind;
use crate::db::AnyConn;
use crate::features::rules::{self, LegalRule, key};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::fraction::Fraction;
use crate::kernel::refusal::RuleRef;
use chrono::NaiveDate;

/// A number with the rule it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause<T> {
    pub value: T,
    pub rule: RuleRef,
}

/// How many seats a council may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    pub min: Clause<u32>,
    pub max: Clause<u32>,
}

/// The rules that bind councils on a day.
#[derive(Clone, Debug)]
pub struct CouncilLaw {
    pub ministry_size: Size,
    pub quasi_public_size: Size,
    /// Local councils: as their charters say.
    pub local_size: RuleRef,
    pub state_share: Clause<Fraction>,
    pub seats_per_organization: Clause<u32>,
    pub chair_not_in_service: RuleRef,
    pub term_years: Clause<u32>,
    pub renewal_months: Clause<u32>,
    pub excluded_bodies: RuleRef,
    pub quorum: Clause<Fraction>,
    pub majority: Clause<Fraction>,
}

impl CouncilLaw {
    /// Picks the rules in force on a day.
    ///
    /// # Errors
    /// A fault when one is missing: the database was not seeded, or a rule was amended from a later day only.
    pub fn on(rules: &[LegalRule], day: NaiveDate) -> Outcome<Self> {
        let rules = Rules { rules, day };
        Ok(Self {
            ministry_size: Size {
                min: rules.whole(key::MINISTRY_SIZE_MIN)?,
                max: rules.whole(key::MINISTRY_SIZE_MAX)?,
            },
            quasi_public_size: Size {
                min: rules.whole(key::QUASI_PUBLIC_SIZE_MIN)?,
                max: rules.whole(key::QUASI_PUBLIC_SIZE_MAX)?,
            },
            local_size: rules.cite(key::LOCAL_SIZE)?,
            state_share: rules.share(key::STATE_SHARE_MAX)?,
            seats_per_organization: rules.whole(key::SEATS_PER_ORGANIZATION)?,
            chair_not_in_service: rules.cite(key::CHAIR_NOT_IN_SERVICE)?,
            term_years: rules.whole(key::TERM_YEARS)?,
            renewal_months: rules.whole(key::RENEWAL_MONTHS)?,
            excluded_bodies: rules.cite(key::EXCLUDED_BODIES)?,
            quorum: rules.share(key::QUORUM)?,
            majority: rules.share(key::MAJORITY)?,
        })
    }

    /// Reads the rules in force on a day from the database: one statement.
    ///
    /// # Errors
    /// As [`CouncilLaw::on`], or a fault when the database cannot be read.
    pub fn load(conn: &mut AnyConn, day: NaiveDate) -> Outcome<Self> {
        Self::on(&rules::store::all(conn)?, day)
    }

    /// How many seats a council of this kind with this charter may have.
    pub fn size(&self, kind: Kind, charter: &Charter) -> Size {
        let by_charter = |value| Clause { value, rule: self.local_size.clone() };
        match kind {
            Kind::Republican => self.ministry_size.clone(),
            Kind::QuasiPublic => self.quasi_public_size.clone(),
            Kind::Local => Size { min: by_charter(charter.seats_min), max: by_charter(charter.seats_max) },
        }
    }
}

struct Rules<'a> {
    rules: &'a [LegalRule],
    day: NaiveDate,
}

impl Rules<'_> {
    fn find(&self, key: &str) -> Outcome<&LegalRule> {
        let found = self.rules.iter().find(|rule| rule.key == key && rule.in_force_on(self.day));
        found.ok_or_else(|| Failure::fault(format!("no legal rule {key} on {}", self.day)))
    }

    fn cite(&self, key: &str) -> Outcome<RuleRef> {
        Ok(self.find(key)?.cite())
    }

    fn whole(&self, key: &str) -> Outcome<Clause<u32>> {
        let rule = self.find(key)?;
        Ok(Clause { value: rule.whole(), rule: rule.cite() })
    }

    fn share(&self, key: &str) -> Outcome<Clause<Fraction>> {
        let rule = self.find(key)?;
        let value = rule.share().ok_or_else(|| Failure::fault(format!("legal rule {key} is not a share")))?;
        Ok(Clause { value, rule: rule.cite() })
    }
}
