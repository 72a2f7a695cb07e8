//! What the fields of [`Details`] may hold, and what they may not say together.

use super::details::{
    BudgetProgramme, BudgetStage, Details, DraftAct, FunctionTransfer, HeadAccountability, KindergartenQueue,
    LandAllotment, LandRight, Lot, Other, Procurement, ServiceDigitalisation,
};
use crate::features::check;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::{Datelike, NaiveDate};
use std::fmt::Display;

/// The largest whole number that RFC 8785 (and every JSON reader) writes exactly: 2^53 - 1. In tiyn that is 90
/// trillion tenge, more than three of the republic's yearly budgets.
pub const MAX_EXACT: i64 = 9_007_199_254_740_991;
/// The largest whole number of the API: GraphQL's `Int` has 32 bits. In square metres that is 2,147 square kilometres.
const MAX_INT: i64 = 2_147_483_647;
/// Longest short text in details (a unit, a number of an act), in characters.
const WORD_CHARS: usize = 100;
/// Longest localised text in details, in characters.
const PHRASE_CHARS: usize = 1_000;
const MAX_LOTS: usize = 200;
const YEARS: (i64, i64) = (1991, 2100);
/// Most people or places a count can name.
const HEADS: i64 = 10_000_000;

impl Details {
    /// Checks every field and trims the texts. What has happened, such as a birth or a court's act, has happened by
    /// `today`.
    ///
    /// # Errors
    /// BLANK, TOO_LONG, OUT_OF_RANGE, INVALID_PERIOD or TERM_UNFIT, each with its path in the input.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        Ok(match self {
            Self::LandAllotment(land) => Self::LandAllotment(land.checked()?),
            Self::KindergartenQueue(queue) => Self::KindergartenQueue(queue.checked(today)?),
            Self::BudgetProgramme(budget) => Self::BudgetProgramme(budget.checked()?),
            Self::Procurement(purchase) => Self::Procurement(purchase.checked()?),
            Self::DraftAct(draft) => Self::DraftAct(draft.checked()?),
            Self::FunctionTransfer(transfer) => Self::FunctionTransfer(transfer.checked()?),
            Self::ServiceDigitalisation(service) => Self::ServiceDigitalisation(service.checked()?),
            Self::HeadAccountability(case) => Self::HeadAccountability(case.checked(today)?),
            Self::Other(other) => Self::Other(Other { subject: phrase(&other.subject, "other.subject")? }),
        })
    }
}

impl LandAllotment {
    fn checked(self) -> Result<Self, Refusal> {
        within(self.area_m2, 1, MAX_INT, "landAllotment.areaM2")?;
        match (self.right, self.term_years) {
            (LandRight::TemporaryUse, Some(years)) => within(years, 1, 99, "landAllotment.termYears")?,
            (LandRight::Ownership | LandRight::PermanentUse, Some(_)) => {
                return Err(Refusal::new(Code::TermUnfit).at("details.landAllotment.termYears"));
            }
            (_, None) => {}
        }
        let number = self.cadastral_number.as_deref().map(str::trim).filter(|number| !number.is_empty());
        Ok(Self {
            cadastral_number: number.map(|number| word(number, "landAllotment.cadastralNumber")).transpose()?,
            address: phrase(&self.address, "landAllotment.address")?,
            purpose: phrase(&self.purpose, "landAllotment.purpose")?,
            ..self
        })
    }
}

impl KindergartenQueue {
    fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        within(self.birth_year, YEARS.0, i64::from(today.year()), "kindergartenQueue.birthYear")?;
        within(self.places, 1, HEADS, "kindergartenQueue.places")?;
        within(self.waiting, 0, HEADS, "kindergartenQueue.waiting")?;
        Ok(self)
    }
}

impl BudgetProgramme {
    fn checked(self) -> Result<Self, Refusal> {
        within(self.fiscal_year, YEARS.0, YEARS.1, "budgetProgramme.fiscalYear")?;
        priced(self.amount_tiyn, 0, MAX_EXACT, "budgetProgramme.amount")?;
        if let Some(previous) = self.previous_amount_tiyn {
            priced(previous, 0, MAX_EXACT, "budgetProgramme.previousAmount")?;
            // Sequestration only ever cuts.
            if self.stage == BudgetStage::Sequestration {
                priced(self.amount_tiyn, 0, previous, "budgetProgramme.amount")?;
            }
        }
        Ok(self)
    }
}

impl Procurement {
    fn checked(self) -> Result<Self, Refusal> {
        if self.lots.is_empty() || self.lots.len() > MAX_LOTS {
            return Err(out_of_range(1, MAX_LOTS, "procurement.lots"));
        }
        let lots = self.lots.into_iter().enumerate().map(|(index, lot)| lot.checked(index));
        let purchase = Self { lots: lots.collect::<Result<_, Refusal>>()?, ..self };
        // A sum beyond the exact numbers would be told wrong. It stops growing above them, so it cannot slip through.
        priced(purchase.total_tiyn(), 1, MAX_EXACT, "procurement.lots")?;
        Ok(purchase)
    }
}

impl Lot {
    fn checked(self, index: usize) -> Result<Self, Refusal> {
        let path = |field: &str| format!("procurement.lots.{index}.{field}");
        within(self.quantity, 1, MAX_INT, &path("quantity"))?;
        priced(self.price_tiyn, 1, MAX_EXACT, &path("price"))?;
        Ok(Self { name: phrase(&self.name, &path("name"))?, unit: word(&self.unit, &path("unit"))?, ..self })
    }
}

impl DraftAct {
    fn checked(self) -> Result<Self, Refusal> {
        dated(self.discussion_until, "draftAct.discussionUntilOn")?;
        Ok(self)
    }
}

impl FunctionTransfer {
    fn checked(self) -> Result<Self, Refusal> {
        dated(self.transfer_on, "functionTransfer.transferOn")?;
        Ok(Self {
            function: phrase(&self.function, "functionTransfer.function")?,
            recipient: phrase(&self.recipient, "functionTransfer.recipient")?,
            ..self
        })
    }
}

impl ServiceDigitalisation {
    fn checked(self) -> Result<Self, Refusal> {
        within(self.databases_total, 0, HEADS, "serviceDigitalisation.databasesTotal")?;
        within(self.databases_integrated, 0, self.databases_total, "serviceDigitalisation.databasesIntegrated")?;
        Ok(Self { service: phrase(&self.service, "serviceDigitalisation.service")?, ..self })
    }
}

impl HeadAccountability {
    fn checked(self, today: NaiveDate) -> Result<Self, Refusal> {
        dated(self.court_act_on, "headAccountability.courtActOn")?;
        // It rests on a court's act, never on one that is expected.
        if self.court_act_on > today {
            return Err(out_of_range(YEARS.0, today, "headAccountability.courtActOn"));
        }
        dated(self.letter_due_on, "headAccountability.letterDueOn")?;
        if self.letter_due_on < self.court_act_on {
            return Err(Refusal::new(Code::InvalidPeriod).at("details.headAccountability.letterDueOn"));
        }
        Ok(Self { court_act_number: word(&self.court_act_number, "headAccountability.courtActNumber")?, ..self })
    }
}

fn phrase(text: &Localized, path: &str) -> Result<Localized, Refusal> {
    check::required(text, &format!("details.{path}"), PHRASE_CHARS)
}

fn word(text: &str, path: &str) -> Result<String, Refusal> {
    check::text(text, &format!("details.{path}"), WORD_CHARS)
}

/// A day in a year that makes sense.
fn dated(day: NaiveDate, path: &str) -> Result<(), Refusal> {
    within(i64::from(day.year()), YEARS.0, YEARS.1, path)
}

/// An amount of money, whose bounds the refusal tells in tenge, as they are written.
fn priced(tiyn: i64, min: i64, max: i64, path: &str) -> Result<(), Refusal> {
    let tenge = |tiyn: i64| format!("{}.{:02}", tiyn / 100, tiyn % 100);
    if (min..=max).contains(&tiyn) { Ok(()) } else { Err(out_of_range(tenge(min), tenge(max), path)) }
}

fn within(value: i64, min: i64, max: i64, path: &str) -> Result<(), Refusal> {
    if (min..=max).contains(&value) { Ok(()) } else { Err(out_of_range(min, max, path)) }
}

fn out_of_range(min: impl Display, max: impl Display, path: &str) -> Refusal {
    Refusal::new(Code::OutOfRange).at(&format!("details.{path}")).with("min", min).with("max", max)
}

#[cfg(test)]
#[path = "admissible_tests.rs"]
mod tests;
