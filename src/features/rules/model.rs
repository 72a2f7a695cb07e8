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
    // Terms: features/deadlines starts them, and meetings look back from a hearing by its notice.
    pub const DOCUMENT_SEND: &str = "document.send";
    pub const ANSWER_REPLY: &str = "answer.reply";
    pub const HEARING_NOTICE: &str = "hearing.notice";
    pub const DRAFT_ACT_DISCUSSION: &str = "draft_act.discussion";
    pub const DRAFT_ACT_OPINION: &str = "draft_act.opinion";
    pub const LAND_ROUTING: &str = "land.routing";
    pub const LAND_MATERIALS: &str = "land.materials";
    pub const LAND_SITE_CHOICE: &str = "land.site_choice";
    pub const LAND_CONCLUSION: &str = "land.conclusion";
    pub const LAND_CONCLUSION_COPY: &str = "land.conclusion.copy";
    pub const LAND_APPEAL: &str = "land.appeal";
    pub const LAND_REFUSAL: &str = "land.refusal";
    pub const LAND_TOTAL: &str = "land.total";
    pub const LAND_GRANT: &str = "land.grant";
    pub const LAND_DECISION_COPY: &str = "land.decision.copy";
    pub const LAND_CONTRACT: &str = "land.contract";
    pub const LAND_IDENTIFICATION: &str = "land.identification";
    pub const LAND_CONCLUSION_VALIDITY: &str = "land.conclusion.validity";
    pub const LAND_AUCTION: &str = "land.auction";
    pub const LAND_PUBLICATION_WEB: &str = "land.publication.web";
    pub const LAND_PUBLICATION_PRESS: &str = "land.publication.press";
    pub const PROCUREMENT_PLAN: &str = "procurement.plan";
    pub const PROCUREMENT_BAN: &str = "procurement.ban";
    pub const KINDERGARTEN_CONFIRMATION: &str = "kindergarten.confirmation";
    pub const HEAD_LETTER: &str = "head.letter";
    pub const HEAD_BAR: &str = "head.bar";
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
        DOCUMENT_SEND,
        ANSWER_REPLY,
        HEARING_NOTICE,
        DRAFT_ACT_DISCUSSION,
        DRAFT_ACT_OPINION,
        LAND_ROUTING,
        LAND_MATERIALS,
        LAND_SITE_CHOICE,
        LAND_CONCLUSION,
        LAND_CONCLUSION_COPY,
        LAND_APPEAL,
        LAND_REFUSAL,
        LAND_TOTAL,
        LAND_GRANT,
        LAND_DECISION_COPY,
        LAND_CONTRACT,
        LAND_IDENTIFICATION,
        LAND_CONCLUSION_VALIDITY,
        LAND_AUCTION,
        LAND_PUBLICATION_WEB,
        LAND_PUBLICATION_PRESS,
        PROCUREMENT_PLAN,
        PROCUREMENT_BAN,
        KINDERGARTEN_CONFIRMATION,
        HEAD_LETTER,
        HEAD_BAR,
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
