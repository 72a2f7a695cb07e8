//! The details of a decision as a union: what a reviewer cannot do without, by kind.

use super::enums::{
    ActType, AgeGroup, BudgetLevel, BudgetStage, Buyer, LandRight, MobileAvailability, ProcurementMethod,
};
use crate::features::decisions::details::{self as model, Details};
use crate::graphql::int::int;
use crate::graphql::money::Money;
use crate::graphql::scalars::{Date, LocalizedText};
use async_graphql::{SimpleObject, Union};

/// What a decision says in figures and dates, by its kind.
#[derive(Union, Clone)]
pub enum DecisionDetails {
    LandAllotment(LandAllotmentDetails),
    KindergartenQueue(KindergartenQueueDetails),
    BudgetProgramme(BudgetProgrammeDetails),
    Procurement(ProcurementDetails),
    DraftAct(DraftActDetails),
    FunctionTransfer(FunctionTransferDetails),
    ServiceDigitalisation(ServiceDigitalisationDetails),
    HeadAccountability(HeadAccountabilityDetails),
    Other(OtherDetails),
}

/// Land given to somebody.
#[derive(SimpleObject, Clone)]
pub struct LandAllotmentDetails {
    /// The cadastral number, once the plot has one.
    cadastral_number: Option<String>,
    /// The area in square metres.
    area_m2: i32,
    /// Where the plot lies.
    address: LocalizedText,
    /// What it is for.
    purpose: LocalizedText,
    /// The right in which it is given.
    right: LandRight,
    /// The term in years, where the right has one.
    term_years: Option<i32>,
}

/// Places in kindergartens given out to the queue.
#[derive(SimpleObject, Clone)]
pub struct KindergartenQueueDetails {
    /// The year in which the children were born.
    birth_year: i32,
    /// Their age group.
    age_group: AgeGroup,
    /// The number of places given out.
    places: i32,
    /// The number of children waiting.
    waiting: i32,
}

/// Money of a budget programme.
#[derive(SimpleObject, Clone)]
pub struct BudgetProgrammeDetails {
    /// The level of the budget.
    budget_level: BudgetLevel,
    /// The stage the budget is at.
    stage: BudgetStage,
    /// The fiscal year.
    fiscal_year: i32,
    /// The amount decided on.
    amount: Money,
    /// The amount before the change, where there was one.
    previous_amount: Option<Money>,
}

/// A purchase in lots.
#[derive(SimpleObject, Clone)]
pub struct ProcurementDetails {
    /// How the purchase is made.
    method: ProcurementMethod,
    /// Who buys.
    buyer: Buyer,
    /// What is bought.
    lots: Vec<ProcurementLot>,
    /// What all lots cost together.
    total: Money,
}

/// One lot of a purchase.
#[derive(SimpleObject, Clone)]
pub struct ProcurementLot {
    /// What it is.
    name: LocalizedText,
    /// How many units.
    quantity: i32,
    /// The unit.
    unit: String,
    /// The price of one unit.
    price: Money,
}

/// The draft of a legal act.
#[derive(SimpleObject, Clone)]
pub struct DraftActDetails {
    /// What the draft is to become.
    act_type: ActType,
    /// The last day of public discussion.
    discussion_until_on: Date,
}

/// A function of the state handed over.
#[derive(SimpleObject, Clone)]
pub struct FunctionTransferDetails {
    /// The function.
    function: LocalizedText,
    /// Who is to perform it.
    recipient: LocalizedText,
    /// The day of the transfer.
    transfer_on: Date,
}

/// A public service made digital.
#[derive(SimpleObject, Clone)]
pub struct ServiceDigitalisationDetails {
    /// The service.
    service: LocalizedText,
    /// The number of databases integrated.
    databases_integrated: i32,
    /// The number of databases there are.
    databases_total: i32,
    /// Whether the service can be had on a telephone.
    mobile: MobileAvailability,
}

/// The accountability of a head of a body, on the ground of a court's act. Nobody is called guilty here.
#[derive(SimpleObject, Clone)]
pub struct HeadAccountabilityDetails {
    /// The number of the court's act.
    court_act_number: String,
    /// The day of the court's act.
    court_act_on: Date,
    /// The day on which the head's letter falls due.
    letter_due_on: Date,
}

/// Anything else.
#[derive(SimpleObject, Clone)]
pub struct OtherDetails {
    /// What it is about.
    subject: LocalizedText,
}

impl From<Details> for DecisionDetails {
    fn from(details: Details) -> Self {
        match details {
            Details::LandAllotment(land) => Self::LandAllotment(land.into()),
            Details::KindergartenQueue(queue) => Self::KindergartenQueue(queue.into()),
            Details::BudgetProgramme(budget) => Self::BudgetProgramme(budget.into()),
            Details::Procurement(purchase) => Self::Procurement(purchase.into()),
            Details::DraftAct(draft) => Self::DraftAct(DraftActDetails {
                act_type: draft.act_type.into(),
                discussion_until_on: Date(draft.discussion_until),
            }),
            Details::FunctionTransfer(transfer) => Self::FunctionTransfer(transfer.into()),
            Details::ServiceDigitalisation(service) => Self::ServiceDigitalisation(service.into()),
            Details::HeadAccountability(case) => Self::HeadAccountability(case.into()),
            Details::Other(other) => Self::Other(OtherDetails { subject: other.subject.into() }),
        }
    }
}

impl From<model::LandAllotment> for LandAllotmentDetails {
    fn from(land: model::LandAllotment) -> Self {
        Self {
            cadastral_number: land.cadastral_number,
            area_m2: int(land.area_m2),
            address: land.address.into(),
            purpose: land.purpose.into(),
            right: land.right.into(),
            term_years: land.term_years.map(int),
        }
    }
}

impl From<model::KindergartenQueue> for KindergartenQueueDetails {
    fn from(queue: model::KindergartenQueue) -> Self {
        let model::KindergartenQueue { birth_year, age_group, places, waiting } = queue;
        Self { birth_year: int(birth_year), age_group: age_group.into(), places: int(places), waiting: int(waiting) }
    }
}

impl From<model::BudgetProgramme> for BudgetProgrammeDetails {
    fn from(budget: model::BudgetProgramme) -> Self {
        Self {
            budget_level: budget.budget_level.into(),
            stage: budget.stage.into(),
            fiscal_year: int(budget.fiscal_year),
            amount: Money::from_tiyn(budget.amount_tiyn),
            previous_amount: budget.previous_amount_tiyn.map(Money::from_tiyn),
        }
    }
}

impl From<model::Procurement> for ProcurementDetails {
    fn from(purchase: model::Procurement) -> Self {
        let total = Money::from_tiyn(purchase.total_tiyn());
        let lot = |lot: model::Lot| ProcurementLot {
            name: lot.name.into(),
            quantity: int(lot.quantity),
            unit: lot.unit,
            price: Money::from_tiyn(lot.price_tiyn),
        };
        let lots = purchase.lots.into_iter().map(lot).collect();
        Self { method: purchase.method.into(), buyer: purchase.buyer.into(), lots, total }
    }
}

impl From<model::FunctionTransfer> for FunctionTransferDetails {
    fn from(transfer: model::FunctionTransfer) -> Self {
        let model::FunctionTransfer { function, recipient, transfer_on } = transfer;
        Self { function: function.into(), recipient: recipient.into(), transfer_on: Date(transfer_on) }
    }
}

impl From<model::ServiceDigitalisation> for ServiceDigitalisationDetails {
    fn from(service: model::ServiceDigitalisation) -> Self {
        Self {
            service: service.service.into(),
            databases_integrated: int(service.databases_integrated),
            databases_total: int(service.databases_total),
            mobile: service.mobile.into(),
        }
    }
}

impl From<model::HeadAccountability> for HeadAccountabilityDetails {
    fn from(case: model::HeadAccountability) -> Self {
        Self {
            court_act_number: case.court_act_number,
            court_act_on: Date(case.court_act_on),
            letter_due_on: Date(case.letter_due_on),
        }
    }
}
