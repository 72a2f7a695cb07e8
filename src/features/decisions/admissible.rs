//! What the fields of [`Details`] may hold.

use super::details::{
    BudgetProgramme, Details, FunctionTransfer, HeadAccountability, KindergartenQueue, LandAllotment, Lot, Other,
    Procurement, ServiceDigitalisation,
};
use crate::features::check;
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use std::fmt::Display;

/// The largest whole number that RFC 8785 (and every JSON reader) writes exactly: 2^53 - 1. In tiyn that is 90
/// trillion tenge, more than three of the republic's yearly budgets.
pub const MAX_EXACT: i64 = 9_007_199_254_740_991;
/// Longest short text in details (a unit, a number of an act), in characters.
const WORD_CHARS: usize = 100;
/// Longest localised text in details, in characters.
const PHRASE_CHARS: usize = 1_000;
const MAX_LOTS: usize = 200;
const YEARS: (i64, i64) = (1991, 2100);
/// Most people or places a count can name.
const HEADS: i64 = 10_000_000;

impl Details {
    /// Checks every field and trims the texts.
    ///
    /// # Errors
    /// BLANK, TOO_LONG, OUT_OF_RANGE or INVALID_PERIOD, each with its path in the input.
    pub fn checked(self) -> Result<Self, Refusal> {
        Ok(match self {
            Self::LandAllotment(land) => Self::LandAllotment(land.checked()?),
            Self::KindergartenQueue(queue) => Self::KindergartenQueue(queue.checked()?),
            Self::BudgetProgramme(budget) => Self::BudgetProgramme(budget.checked()?),
            Self::Procurement(purchase) => Self::Procurement(purchase.checked()?),
            Self::DraftAct(draft) => Self::DraftAct(draft),
            Self::FunctionTransfer(transfer) => Self::FunctionTransfer(transfer.checked()?),
            Self::ServiceDigitalisation(service) => Self::ServiceDigitalisation(service.checked()?),
            Self::HeadAccountability(case) => Self::HeadAccountability(case.checked()?),
            Self::Other(other) => Self::Other(Other { subject: phrase(&other.subject, "other.subject")? }),
        })
    }
}

impl LandAllotment {
    fn checked(self) -> Result<Self, Refusal> {
        within(self.area_m2, 1, MAX_EXACT, "landAllotment.areaM2")?;
        if let Some(years) = self.term_years {
            within(years, 1, 99, "landAllotment.termYears")?;
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
    fn checked(self) -> Result<Self, Refusal> {
        within(self.birth_year, YEARS.0, YEARS.1, "kindergartenQueue.birthYear")?;
        within(self.places, 0, HEADS, "kindergartenQueue.places")?;
        within(self.waiting, 0, HEADS, "kindergartenQueue.waiting")?;
        Ok(self)
    }
}

impl BudgetProgramme {
    fn checked(self) -> Result<Self, Refusal> {
        within(self.fiscal_year, YEARS.0, YEARS.1, "budgetProgramme.fiscalYear")?;
        within(self.amount_tiyn, 0, MAX_EXACT, "budgetProgramme.amount")?;
        if let Some(previous) = self.previous_amount_tiyn {
            within(previous, 0, MAX_EXACT, "budgetProgramme.previousAmount")?;
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
        Ok(Self { lots: lots.collect::<Result<_, Refusal>>()?, ..self })
    }
}

impl Lot {
    fn checked(self, index: usize) -> Result<Self, Refusal> {
        let path = |field: &str| format!("procurement.lots.{index}.{field}");
        within(self.quantity, 1, MAX_EXACT, &path("quantity"))?;
        within(self.price_tiyn, 0, MAX_EXACT, &path("price"))?;
        Ok(Self { name: phrase(&self.name, &path("name"))?, unit: word(&self.unit, &path("unit"))?, ..self })
    }
}

impl FunctionTransfer {
    fn checked(self) -> Result<Self, Refusal> {
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
    fn checked(self) -> Result<Self, Refusal> {
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

fn within(value: i64, min: i64, max: i64, path: &str) -> Result<(), Refusal> {
    if (min..=max).contains(&value) { Ok(()) } else { Err(out_of_range(min, max, path)) }
}

fn out_of_range(min: impl Display, max: impl Display, path: &str) -> Refusal {
    Refusal::new(Code::OutOfRange).at(&format!("details.{path}")).with("min", min).with("max", max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::decisions::details::{AgeGroup, Buyer, LandRight, ProcurementMethod};
    use proptest::prelude::*;

    fn text(kk: &str) -> Localized {
        Localized { kk: kk.into(), ru: None, en: None }
    }

    fn land(area_m2: i64, term_years: Option<i64>) -> Details {
        Details::LandAllotment(LandAllotment {
            cadastral_number: Some("  ".into()),
            area_m2,
            address: text(" Астана "),
            purpose: text("Мектеп"),
            right: LandRight::TemporaryUse,
            term_years,
        })
    }

    fn field(details: Details) -> Vec<String> {
        details.checked().expect_err("refused").field
    }

    #[test]
    fn land_has_an_area_and_a_reasonable_term() {
        assert_eq!(field(land(0, None)), ["details", "landAllotment", "areaM2"]);
        assert_eq!(field(land(1, Some(0))), ["details", "landAllotment", "termYears"]);
        let Ok(Details::LandAllotment(kept)) = land(600, Some(49)).checked() else { panic!("refused") };
        assert_eq!((kept.cadastral_number, kept.address), (None, text("Астана")));
    }

    #[test]
    fn not_more_databases_are_integrated_than_there_are() {
        let service = |databases_integrated| {
            Details::ServiceDigitalisation(ServiceDigitalisation {
                service: text("Мектепке жазылу"),
                databases_integrated,
                databases_total: 12,
                mobile: crate::features::decisions::details::MobileAvailability::Planned,
            })
        };
        assert!(service(12).checked().is_ok());
        assert!(service(13).checked().is_err());
    }

    #[test]
    fn the_refusal_names_the_lot() {
        let lot = |unit: &str| Lot { name: text("Парта"), quantity: 10, unit: unit.into(), price_tiyn: 3_500_000 };
        let purchase = |lots| {
            Details::Procurement(Procurement { method: ProcurementMethod::OpenTender, lots, buyer: Buyer::School })
        };
        assert_eq!(field(purchase(vec![lot("дана"), lot(" ")])), ["details", "procurement", "lots", "1", "unit"]);
        assert_eq!(field(purchase(vec![])), ["details", "procurement", "lots"]);
    }

    proptest! {
        #[test]
        fn counts_of_children_are_never_negative(places in -5_i64..5, waiting in -5_i64..5) {
            let queue = KindergartenQueue { birth_year: 2022, age_group: AgeGroup::From3To4, places, waiting };
            prop_assert_eq!(Details::KindergartenQueue(queue).checked().is_ok(), places >= 0 && waiting >= 0);
        }
    }
}
