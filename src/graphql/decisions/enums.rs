//! The words of decisions, each explained.

use async_graphql::Enum;

/// What a decision is about; each kind has typed details of its own.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[graphql(remote = "crate::features::decisions::details::DecisionKind")]
pub enum DecisionKind {
    /// Land is given to somebody.
    LandAllotment,
    /// Places in kindergartens are given out to the queue.
    KindergartenQueue,
    /// Money is planned, moved or spent in a budget programme.
    BudgetProgramme,
    /// Goods, works or services are bought.
    Procurement,
    /// A legal act is drafted.
    DraftAct,
    /// A function of the state goes to the competitive environment.
    FunctionTransfer,
    /// A public service is made digital.
    ServiceDigitalisation,
    /// A head of a body answers for what a court found.
    HeadAccountability,
    /// Anything else.
    Other,
}

/// Where a decision stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[graphql(remote = "crate::features::decisions::model::DecisionState")]
pub enum DecisionState {
    /// It is being written; only its body sees it.
    Draft,
    /// It is published and may be reviewed.
    Published,
    /// Its body took it back.
    Withdrawn,
    /// Another decision took its place.
    Superseded,
    /// Its body adopted it.
    Adopted,
}

/// Who may read a published decision.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::model::Access")]
pub enum DecisionAccess {
    /// Everybody, once an embargo is over.
    Public,
    /// Its body, the body's council and the councils that review it.
    Restricted,
}

/// By what decisions are ordered.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq, Debug, serde::Serialize)]
pub enum DecisionOrderField {
    /// By publication, or by drafting while there is none.
    #[default]
    ListedAt,
}

/// The right in which land is given.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::LandRight")]
pub enum LandRight {
    /// Private ownership.
    Ownership,
    /// Use for a term.
    TemporaryUse,
    /// Use without a term.
    PermanentUse,
}

/// An age group of kindergartens, in full years.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::AgeGroup")]
pub enum AgeGroup {
    /// From one to two years.
    #[graphql(name = "AGE_1_2")]
    From1To2,
    /// From two to three years.
    #[graphql(name = "AGE_2_3")]
    From2To3,
    /// From three to four years.
    #[graphql(name = "AGE_3_4")]
    From3To4,
    /// From four to five years.
    #[graphql(name = "AGE_4_5")]
    From4To5,
    /// From five to six years.
    #[graphql(name = "AGE_5_6")]
    From5To6,
}

/// A level of the budget.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::BudgetLevel")]
pub enum BudgetLevel {
    /// The budget of the republic.
    Republican,
    /// The budget of a region or a city of republican significance.
    Regional,
    /// The budget of a district or a city of regional significance.
    District,
    /// The budget of a rural district.
    Rural,
}

/// A stage that a budget passes through.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::BudgetStage")]
pub enum BudgetStage {
    /// Revenue and needs are forecast.
    Forecasting,
    /// The programme is planned.
    Planning,
    /// The draft is considered by the budget commission or the deputies.
    Consideration,
    /// The budget is approved.
    Approval,
    /// The budget is carried out.
    Execution,
    /// The approved budget is refined.
    Refinement,
    /// Spending is cut.
    Sequestration,
    /// The budget is corrected without the deputies.
    Correction,
    /// The execution is reported.
    Reporting,
    /// The results are monitored and evaluated.
    Evaluation,
}

/// How a purchase is made.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::ProcurementMethod")]
pub enum ProcurementMethod {
    /// An open tender.
    OpenTender,
    /// A request for price quotations.
    PriceQuotations,
    /// A purchase from one source.
    SingleSource,
    /// A framework agreement.
    Framework,
    /// An auction.
    Auction,
}

/// Who buys.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::Buyer")]
pub enum Buyer {
    /// A ministry.
    Ministry,
    /// An akimat or its department.
    Akimat,
    /// A school.
    School,
    /// A hospital.
    Hospital,
    /// A college.
    College,
    /// Another customer.
    Other,
}

/// What a draft is to become.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::ActType")]
pub enum ActType {
    /// A law.
    Law,
    /// A decree.
    Decree,
    /// An order.
    Order,
    /// A decision of a maslikhat.
    MaslikhatDecision,
    /// Rules.
    Rules,
}

/// Whether a service can be had on a telephone.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::decisions::details::MobileAvailability")]
pub enum MobileAvailability {
    /// It can.
    Available,
    /// It is planned.
    Planned,
    /// It is not planned.
    NotPlanned,
}
