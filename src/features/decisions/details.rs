//! What a reviewer cannot do without, by kind of decision. Stored as JSON with the kind as tag; each kind's own
//! depth (pipelines, snapshots, stages) comes later as a slice of its own. What the fields may hold is in
//! `admissible.rs`.

use crate::json_text;
use crate::kernel::localized::Localized;
use crate::text_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a decision is about.
    pub enum DecisionKind {
        LandAllotment = "LAND_ALLOTMENT", KindergartenQueue = "KINDERGARTEN_QUEUE", BudgetProgramme = "BUDGET_PROGRAMME",
        Procurement = "PROCUREMENT", DraftAct = "DRAFT_ACT", FunctionTransfer = "FUNCTION_TRANSFER",
        ServiceDigitalisation = "SERVICE_DIGITALISATION", HeadAccountability = "HEAD_ACCOUNTABILITY", Other = "OTHER",
    }
}
text_enum! {
    /// The right in which land is given.
    pub enum LandRight { Ownership = "OWNERSHIP", TemporaryUse = "TEMPORARY_USE", PermanentUse = "PERMANENT_USE" }
}
text_enum! {
    /// Age groups of kindergartens, in full years.
    pub enum AgeGroup {
        From1To2 = "AGE_1_2", From2To3 = "AGE_2_3", From3To4 = "AGE_3_4", From4To5 = "AGE_4_5", From5To6 = "AGE_5_6",
    }
}
text_enum! {
    /// The four levels of the budget.
    pub enum BudgetLevel { Republican = "REPUBLICAN", Regional = "REGIONAL", District = "DISTRICT", Rural = "RURAL" }
}
text_enum! {
    /// The stages a budget passes through.
    pub enum BudgetStage {
        Forecasting = "FORECASTING", Planning = "PLANNING", Consideration = "CONSIDERATION", Approval = "APPROVAL",
        Execution = "EXECUTION", Refinement = "REFINEMENT", Sequestration = "SEQUESTRATION", Correction = "CORRECTION",
        Reporting = "REPORTING", Evaluation = "EVALUATION",
    }
}
text_enum! {
    /// How a purchase is made.
    pub enum ProcurementMethod {
        OpenTender = "OPEN_TENDER", PriceQuotations = "PRICE_QUOTATIONS", SingleSource = "SINGLE_SOURCE",
        Framework = "FRAMEWORK", Auction = "AUCTION",
    }
}
text_enum! {
    /// Who buys.
    pub enum Buyer {
        Ministry = "MINISTRY", Akimat = "AKIMAT", School = "SCHOOL", Hospital = "HOSPITAL", College = "COLLEGE",
        Other = "OTHER",
    }
}
text_enum! {
    /// What a draft is to become.
    pub enum ActType {
        Law = "LAW", Decree = "DECREE", Order = "ORDER", MaslikhatDecision = "MASLIKHAT_DECISION", Rules = "RULES",
    }
}
text_enum! {
    /// Whether a service can be had on a telephone.
    pub enum MobileAvailability { Available = "AVAILABLE", Planned = "PLANNED", NotPlanned = "NOT_PLANNED" }
}

/// The details of a decision, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Details {
    LandAllotment(LandAllotment),
    KindergartenQueue(KindergartenQueue),
    BudgetProgramme(BudgetProgramme),
    Procurement(Procurement),
    DraftAct(DraftAct),
    FunctionTransfer(FunctionTransfer),
    ServiceDigitalisation(ServiceDigitalisation),
    HeadAccountability(HeadAccountability),
    Other(Other),
}
json_text!(Details);

/// Land given to somebody for a purpose in a right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandAllotment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cadastral_number: Option<String>,
    /// Square metres.
    pub area_m2: i64,
    pub address: Localized,
    pub purpose: Localized,
    pub right: LandRight,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_years: Option<i64>,
}

/// Places given out to a queue of children.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindergartenQueue {
    pub birth_year: i64,
    pub age_group: AgeGroup,
    pub places: i64,
    pub waiting: i64,
}

/// Money for a budget programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetProgramme {
    pub budget_level: BudgetLevel,
    pub stage: BudgetStage,
    pub fiscal_year: i64,
    /// In tiyn: a tenge has 100.
    pub amount_tiyn: i64,
    /// What it was before the change, in tiyn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_amount_tiyn: Option<i64>,
}

/// A purchase in lots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procurement {
    pub method: ProcurementMethod,
    pub lots: Vec<Lot>,
    pub buyer: Buyer,
}

/// One lot of a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    pub name: Localized,
    pub quantity: i64,
    pub unit: String,
    /// Price of one unit, in tiyn.
    pub price_tiyn: i64,
}

/// The draft of a legal act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftAct {
    pub act_type: ActType,
    /// The last day of public discussion.
    pub discussion_until: NaiveDate,
}

/// A function of the state handed over to the competitive environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionTransfer {
    pub function: Localized,
    pub recipient: Localized,
    pub transfer_on: NaiveDate,
}

/// A public service made digital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceDigitalisation {
    pub service: Localized,
    pub databases_integrated: i64,
    pub databases_total: i64,
    pub mobile: MobileAvailability,
}

/// The accountability of a head of a body. It rests on a court's act, never on suspicion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadAccountability {
    pub court_act_number: String,
    pub court_act_on: NaiveDate,
    /// When the head's letter falls due.
    pub letter_due_on: NaiveDate,
}

/// Anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    pub subject: Localized,
}

impl Details {
    pub const fn kind(&self) -> DecisionKind {
        match self {
            Self::LandAllotment(_) => DecisionKind::LandAllotment,
            Self::KindergartenQueue(_) => DecisionKind::KindergartenQueue,
            Self::BudgetProgramme(_) => DecisionKind::BudgetProgramme,
            Self::Procurement(_) => DecisionKind::Procurement,
            Self::DraftAct(_) => DecisionKind::DraftAct,
            Self::FunctionTransfer(_) => DecisionKind::FunctionTransfer,
            Self::ServiceDigitalisation(_) => DecisionKind::ServiceDigitalisation,
            Self::HeadAccountability(_) => DecisionKind::HeadAccountability,
            Self::Other(_) => DecisionKind::Other,
        }
    }
}

impl Procurement {
    /// What all lots cost together, in tiyn.
    pub fn total_tiyn(&self) -> i64 {
        self.lots.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.price_tiyn.saturating_mul(lot.quantity)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_in_the_document_is_the_word_of_the_kind() {
        let other = Details::Other(Other { subject: Localized { kk: "Тақырып".into(), ru: None, en: None } });
        let json = serde_json::to_value(&other).expect("writes");
        assert_eq!(json, serde_json::json!({ "kind": "OTHER", "subject": { "kk": "Тақырып" } }));
        assert_eq!(serde_json::from_value::<Details>(json).expect("reads"), other);
        assert_eq!(other.kind().as_str(), "OTHER");
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let json = serde_json::json!({ "kind": "OTHER", "subject": { "kk": "Т" }, "areaM2": 5 });
        assert!(serde_json::from_value::<Details>(json).is_err());
    }
}
