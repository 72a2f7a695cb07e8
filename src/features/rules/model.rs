//! A legal rule, and the keys the code asks for.

use crate::kernel::clock::Timestamp;
use crate::kernel::fraction::Fraction;
use crate::kernel::id::LegalRuleId;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::RuleRef;
use crate::text_enum;
use chrono::NaiveDate;

text_enum! {
    /// What a rule's value counts.
    pub enum Unit {
        Members = "MEMBERS", Share = "SHARE", Years = "YEARS", Months = "MONTHS",
        WorkingDays = "WORKING_DAYS", CalendarDays = "CALENDAR_DAYS", None = "NONE",
    }
}

/// The keys of the rules that the code rests on; `seed.csv` has a row for each, a test sees to it.
pub mod key {
    pub const MINISTRY_SIZE_MIN: &str = "council.size.ministry.min";
    pub const MINISTRY_SIZE_MAX: &str = "council.size.ministry.max";
    pub const QUASI_PUBLIC_SIZE_MIN: &str = "council.size.quasi_public.min";
    pub const QUASI_PUBLIC_SIZE_MAX: &str = "council.size.quasi_public.max";
    pub const LOCAL_SIZE: &str = "council.size.local";
    pub const STATE_SHARE_MAX: &str = "council.state_share.max";
    pub const SEATS_PER_ORGANIZATION: &str = "council.seats_per_organization.max";
    pub const CHAIR_NOT_IN_SERVICE: &str = "council.chair.not_in_public_service";
    pub const TERM_YEARS: &str = "council.term.years";
    pub const RENEWAL_MONTHS: &str = "council.renewal.months";
    pub const EXCLUDED_BODIES: &str = "council.excluded_bodies";
    pub const QUORUM: &str = "council.quorum";
    pub const MAJORITY: &str = "poll.majority";
    pub const TIE_BREAK: &str = "poll.tie_break";
    pub const SECRET_ELECTORATE_MIN: &str = "poll.secret.electorate.min";
    pub const RECUSAL: &str = "poll.recusal";
    pub const ALL: &[&str] = &[
        MINISTRY_SIZE_MIN,
        MINISTRY_SIZE_MAX,
        QUASI_PUBLIC_SIZE_MIN,
        QUASI_PUBLIC_SIZE_MAX,
        LOCAL_SIZE,
        STATE_SHARE_MAX,
        SEATS_PER_ORGANIZATION,
        CHAIR_NOT_IN_SERVICE,
        TERM_YEARS,
        RENEWAL_MONTHS,
        EXCLUDED_BODIES,
        QUORUM,
        MAJORITY,
        TIE_BREAK,
        SECRET_ELECTORATE_MIN,
        RECUSAL,
    ];
}

/// One rule in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalRule {
    pub id: LegalRuleId,
    pub key: String,
    pub value_num: i64,
    /// 1 for whole numbers.
    pub value_den: i64,
    pub unit: Unit,
    pub citation: Localized,
    /// First day.
    pub valid_from: NaiveDate,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
    pub confirmed: bool,
    /// That it was withdrawn before it came into force: its period then has no day.
    pub withdrawal: Option<Withdrawal>,
}

/// That a value of a rule was withdrawn before it came into force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    pub at: Timestamp,
    pub reason: String,
}

impl LegalRule {
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// How refusals and checks cite it.
    pub fn cite(&self) -> RuleRef {
        RuleRef { key: self.key.clone(), citation: self.citation.clone(), confirmed: self.confirmed }
    }

    /// The value as a whole number (the integer part of a fraction).
    pub fn whole(&self) -> u32 {
        u32::try_from(self.value_num / self.value_den.max(1)).unwrap_or(0)
    }

    /// The value as a share between 0 and 1.
    pub fn share(&self) -> Option<Fraction> {
        Fraction::new(u32::try_from(self.value_num).ok()?, u32::try_from(self.value_den).ok()?)
    }
}
