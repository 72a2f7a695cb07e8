//! The text and the typed details of a multiplied decision, from the templates.

use super::ground::Ground;
use crate::cli::demo::chance::Chance;
use crate::features::decisions::DecisionKind;
use crate::features::decisions::details::{
    ActType, AgeGroup, BudgetLevel, BudgetProgramme, BudgetStage, Buyer, Details, DraftAct, FunctionTransfer,
    HeadAccountability, KindergartenQueue, LandAllotment, LandRight, Lot, MobileAvailability, Other, Procurement,
    ProcurementMethod, ServiceDigitalisation,
};
use crate::features::decisions::version::Content;
use crate::kernel::clock::Timestamp;
use crate::kernel::localized::Localized;
use chrono::{Datelike, Duration};

/// What fills the placeholders of a template.
struct Values<'c> {
    place: &'c Localized,
    year: i32,
    number: usize,
    /// Tenge.
    amount: i64,
    n: i64,
}

impl Values<'_> {
    fn fill(&self, text: &Localized) -> Localized {
        let fill = |text: &str, place: &str| {
            text.replace("{place}", place)
                .replace("{year}", &self.year.to_string())
                .replace("{number}", &self.number.to_string())
                .replace("{amount}", &grouped(self.amount))
                .replace("{n}", &self.n.to_string())
        };
        let other = |text: &Option<String>, place: &Option<String>| {
            text.as_deref().map(|text| fill(text, place.as_deref().unwrap_or(&self.place.kk)))
        };
        Localized {
            kk: fill(&text.kk, &self.place.kk),
            ru: other(&text.ru, &self.place.ru),
            en: other(&text.en, &self.place.en),
        }
    }
}

/// Digits in groups of three, as they are written in Kazakhstan: with spaces that do not break.
fn grouped(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// What a decision of a kind says, about one of the places.
pub fn content(
    ground: &Ground<'_>,
    chance: &mut Chance,
    (kind, places): (DecisionKind, &[&Localized]),
    number: usize,
    at: Timestamp,
) -> Option<Content> {
    let template = *chance.pick(&ground.templates_of(kind))?;
    let place = *chance.pick(places)?;
    let n = count(chance, kind);
    let amount = chance.between(40, 90_000) * 100_000;
    let values = Values { place, year: at.day().year(), number: number + 1, amount, n };
    let title = values.fill(&template.title);
    let details = details(chance, kind, &values, &title, at)?;
    Some(Content { summary: values.fill(&template.summary), text: values.fill(&template.text), title, details })
}

/// `{n}` counts another thing in each kind, see the head of the templates.
fn count(chance: &mut Chance, kind: DecisionKind) -> i64 {
    match kind {
        DecisionKind::LandAllotment => chance.between(4, 900) * 50,
        DecisionKind::KindergartenQueue => chance.between(20, 320),
        DecisionKind::BudgetProgramme => chance.between(3, 40),
        DecisionKind::Procurement => chance.between(1, 5),
        DecisionKind::DraftAct | DecisionKind::FunctionTransfer => chance.between(2, 30),
        DecisionKind::ServiceDigitalisation => chance.between(2, 18),
        DecisionKind::HeadAccountability => chance.between(2, 9),
        DecisionKind::Other => chance.between(10, 400),
    }
}

fn details(
    chance: &mut Chance,
    kind: DecisionKind,
    values: &Values<'_>,
    title: &Localized,
    at: Timestamp,
) -> Option<Details> {
    let (day, year) = (at.day(), i64::from(values.year));
    let later = |days: i64| at.plus(Duration::days(days)).day();
    Some(match kind {
        DecisionKind::LandAllotment => Details::LandAllotment(LandAllotment {
            cadastral_number: None,
            area_m2: values.n,
            address: values.place.clone(),
            purpose: title.clone(),
            right: *chance.pick(LandRight::ALL)?,
            term_years: Some(chance.between(1, 25)),
        }),
        DecisionKind::KindergartenQueue => Details::KindergartenQueue(KindergartenQueue {
            birth_year: year - chance.between(2, 5),
            age_group: *chance.pick(AgeGroup::ALL)?,
            places: values.n,
            waiting: values.n * chance.between(2, 9),
        }),
        DecisionKind::BudgetProgramme => Details::BudgetProgramme(BudgetProgramme {
            budget_level: *chance.pick(BudgetLevel::ALL)?,
            stage: *chance.pick(BudgetStage::ALL)?,
            fiscal_year: year + chance.between(0, 1),
            amount_tiyn: values.amount * 100,
            previous_amount_tiyn: None,
        }),
        DecisionKind::Procurement => Details::Procurement(purchase(chance, values, title)?),
        DecisionKind::DraftAct => Details::DraftAct(DraftAct {
            act_type: *chance.pick(ActType::ALL)?,
            discussion_until: later(chance.between(20, 45)),
        }),
        DecisionKind::FunctionTransfer => Details::FunctionTransfer(FunctionTransfer {
            function: title.clone(),
            recipient: values.place.clone(),
            transfer_on: later(chance.between(60, 300)),
        }),
        DecisionKind::ServiceDigitalisation => Details::ServiceDigitalisation(ServiceDigitalisation {
            service: title.clone(),
            databases_integrated: values.n,
            databases_total: values.n + chance.between(0, 30),
            mobile: *chance.pick(MobileAvailability::ALL)?,
        }),
        DecisionKind::HeadAccountability => Details::HeadAccountability(HeadAccountability {
            court_act_number: format!("D-{}/{year}", values.number),
            court_act_on: day,
            letter_due_on: later(10),
        }),
        DecisionKind::Other => Details::Other(Other { subject: title.clone() }),
    })
}

/// As many lots as the text says, which together cost about what it says.
fn purchase(chance: &mut Chance, values: &Values<'_>, title: &Localized) -> Option<Procurement> {
    let quantity = chance.between(1, 20);
    let lot = |_| Lot {
        name: title.clone(),
        quantity,
        unit: "дана".to_owned(),
        price_tiyn: values.amount * 100 / (values.n * quantity).max(1),
    };
    Some(Procurement {
        method: *chance.pick(ProcurementMethod::ALL)?,
        lots: (0..values.n).map(lot).collect(),
        buyer: *chance.pick(Buyer::ALL)?,
    })
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn sums_are_written_in_groups() {
        assert_eq!(grouped(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(grouped(100), "100");
    }
}
