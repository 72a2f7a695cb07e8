//! The details of a decision as input: exactly one kind, which is the kind of the decision.

use super::enums::{
    ActType, AgeGroup, BudgetLevel, BudgetStage, Buyer, LandRight, MobileAvailability, ProcurementMethod,
};
use crate::features::decisions::details::{self as model, Details};
use crate::graphql::money::MoneyInput;
use crate::graphql::scalars::{Date, LocalizedTextInput};
use crate::kernel::failure::Outcome;
use async_graphql::{InputObject, OneofObject};

/// What a decision says in figures and dates: exactly one of the kinds.
#[derive(OneofObject, Clone)]
pub enum DecisionDetailsInput {
    /// Land given to somebody.
    LandAllotment(LandAllotmentInput),
    /// Places in kindergartens given out to the queue.
    KindergartenQueue(KindergartenQueueInput),
    /// Money of a budget programme.
    BudgetProgramme(BudgetProgrammeInput),
    /// A purchase in lots.
    Procurement(ProcurementInput),
    /// The draft of a legal act.
    DraftAct(DraftActInput),
    /// A function of the state handed over.
    FunctionTransfer(FunctionTransferInput),
    /// A public service made digital.
    ServiceDigitalisation(ServiceDigitalisationInput),
    /// The accountability of a head of a body.
    HeadAccountability(HeadAccountabilityInput),
    /// Anything else.
    Other(OtherInput),
}

/// Land given to somebody.
#[derive(InputObject, Clone)]
pub struct LandAllotmentInput {
    /// The cadastral number, once the plot has one.
    cadastral_number: Option<String>,
    /// The area in square metres, above 0, at most 2147483647.
    area_m2: i64,
    /// Where the plot lies.
    address: LocalizedTextInput,
    /// What it is for.
    purpose: LocalizedTextInput,
    /// The right in which it is given.
    right: LandRight,
    /// The term in years, 1 to 99, of temporary use; the other rights have none.
    term_years: Option<i64>,
}

/// Places in kindergartens given out to the queue.
#[derive(InputObject, Clone)]
pub struct KindergartenQueueInput {
    /// The year in which the children were born, 1991 or later.
    birth_year: i64,
    /// Their age group.
    age_group: AgeGroup,
    /// The number of places given out, above 0.
    places: i64,
    /// The number of children waiting.
    waiting: i64,
}

/// Money of a budget programme.
#[derive(InputObject, Clone)]
pub struct BudgetProgrammeInput {
    /// The level of the budget.
    budget_level: BudgetLevel,
    /// The stage the budget is at.
    stage: BudgetStage,
    /// The fiscal year, 1991 to 2100.
    fiscal_year: i64,
    /// The amount decided on; where money is sequestrated, not above the amount before.
    amount: MoneyInput,
    /// The amount before the change, where there was one.
    previous_amount: Option<MoneyInput>,
}

/// A purchase in lots.
#[derive(InputObject, Clone)]
pub struct ProcurementInput {
    /// How the purchase is made.
    method: ProcurementMethod,
    /// Who buys.
    buyer: Buyer,
    /// What is bought: 1 to 200 lots.
    lots: Vec<ProcurementLotInput>,
}

/// One lot of a purchase.
#[derive(InputObject, Clone)]
pub struct ProcurementLotInput {
    /// What it is.
    name: LocalizedTextInput,
    /// How many units, above 0, at most 2147483647.
    quantity: i64,
    /// The unit.
    unit: String,
    /// The price of one unit, above 0.
    price: MoneyInput,
}

/// The draft of a legal act.
#[derive(InputObject, Clone)]
pub struct DraftActInput {
    /// What the draft is to become.
    act_type: ActType,
    /// The last day of public discussion.
    discussion_until_on: Date,
}

/// A function of the state handed over.
#[derive(InputObject, Clone)]
pub struct FunctionTransferInput {
    /// The function.
    function: LocalizedTextInput,
    /// Who is to perform it.
    recipient: LocalizedTextInput,
    /// The day of the transfer.
    transfer_on: Date,
}

/// A public service made digital.
#[derive(InputObject, Clone)]
pub struct ServiceDigitalisationInput {
    /// The service.
    service: LocalizedTextInput,
    /// The number of databases integrated, at most all.
    databases_integrated: i64,
    /// The number of databases there are.
    databases_total: i64,
    /// Whether the service can be had on a telephone.
    mobile: MobileAvailability,
}

/// The accountability of a head of a body, on the ground of a court's act.
#[derive(InputObject, Clone)]
pub struct HeadAccountabilityInput {
    /// The number of the court's act.
    court_act_number: String,
    /// The day of the court's act, not in the future.
    court_act_on: Date,
    /// The day on which the head's letter falls due, not before the act.
    letter_due_on: Date,
}

/// Anything else.
#[derive(InputObject, Clone)]
pub struct OtherInput {
    /// What it is about.
    subject: LocalizedTextInput,
}

impl DecisionDetailsInput {
    /// The details as the features know them.
    ///
    /// # Errors
    /// BAD_INPUT for an amount that is no number.
    pub fn details(self) -> Outcome<Details> {
        Ok(match self {
            Self::LandAllotment(land) => Details::LandAllotment(land.into()),
            Self::KindergartenQueue(queue) => Details::KindergartenQueue(model::KindergartenQueue {
                birth_year: queue.birth_year,
                age_group: queue.age_group.into(),
                places: queue.places,
                waiting: queue.waiting,
            }),
            Self::BudgetProgramme(budget) => Details::BudgetProgramme(budget.details()?),
            Self::Procurement(purchase) => Details::Procurement(purchase.details()?),
            Self::DraftAct(draft) => Details::DraftAct(model::DraftAct {
                act_type: draft.act_type.into(),
                discussion_until: draft.discussion_until_on.0,
            }),
            Self::FunctionTransfer(transfer) => Details::FunctionTransfer(model::FunctionTransfer {
                function: transfer.function.into(),
                recipient: transfer.recipient.into(),
                transfer_on: transfer.transfer_on.0,
            }),
            Self::ServiceDigitalisation(service) => Details::ServiceDigitalisation(service.into()),
            Self::HeadAccountability(case) => Details::HeadAccountability(model::HeadAccountability {
                court_act_number: case.court_act_number,
                court_act_on: case.court_act_on.0,
                letter_due_on: case.letter_due_on.0,
            }),
            Self::Other(other) => Details::Other(model::Other { subject: other.subject.into() }),
        })
    }
}

impl From<LandAllotmentInput> for model::LandAllotment {
    fn from(land: LandAllotmentInput) -> Self {
        Self {
            cadastral_number: land.cadastral_number,
            area_m2: land.area_m2,
            address: land.address.into(),
            purpose: land.purpose.into(),
            right: land.right.into(),
            term_years: land.term_years,
        }
    }
}

impl From<ServiceDigitalisationInput> for model::ServiceDigitalisation {
    fn from(service: ServiceDigitalisationInput) -> Self {
        Self {
            service: service.service.into(),
            databases_integrated: service.databases_integrated,
            databases_total: service.databases_total,
            mobile: service.mobile.into(),
        }
    }
}

impl BudgetProgrammeInput {
    fn details(self) -> Outcome<model::BudgetProgramme> {
        let field = |name: &str| format!("details.budgetProgramme.{name}");
        let previous = self.previous_amount.map(|amount| amount.tiyn(&field("previousAmount")));
        Ok(model::BudgetProgramme {
            budget_level: self.budget_level.into(),
            stage: self.stage.into(),
            fiscal_year: self.fiscal_year,
            amount_tiyn: self.amount.tiyn(&field("amount"))?,
            previous_amount_tiyn: previous.transpose()?,
        })
    }
}

impl ProcurementInput {
    fn details(self) -> Outcome<model::Procurement> {
        let lot = |(index, lot): (usize, ProcurementLotInput)| {
            Ok(model::Lot {
                name: lot.name.into(),
                quantity: lot.quantity,
                unit: lot.unit,
                price_tiyn: lot.price.tiyn(&format!("details.procurement.lots.{index}.price"))?,
            })
        };
        let lots = self.lots.into_iter().enumerate().map(lot).collect::<Outcome<Vec<_>>>()?;
        Ok(model::Procurement { method: self.method.into(), lots, buyer: self.buyer.into() })
    }
}
