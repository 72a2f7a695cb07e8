//! The text and the typed details of a multiplied decision, from the templates.

use super::domain::Domain;
use crate::cli::demo::chance::Chance;
use crate::cli::demo::content::Template;
use crate::features::decisions::DecisionKind;
use crate::features::decisions::details::{
    AgeGroup, BudgetLevel, BudgetProgramme, BudgetStage, Details, DraftAct, FunctionTransfer, HeadAccountability,
    KindergartenQueue, LandAllotment, LandRight, Lot, MobileAvailability, Other, Procurement, ProcurementMethod,
    ServiceDigitalisation,
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

/// What a decision of a body says, about one of its places.
pub fn content(domain: &Domain<'_>, chance: &mut Chance, number: usize, at: Timestamp) -> Option<Content> {
    let (template, place) = domain.draw(chance)?;
    let counted = chance.between(template.n.0, template.n.1);
    // Land is measured in round numbers.
    let n = if template.kind == DecisionKind::LandAllotment { counted / 50 * 50 } else { counted };
    let amount = chance.between(template.millions.0 * 10, template.millions.1 * 10) * 100_000;
    let stage = chance.pick(&template.stages).copied();
    let year = at.day().year() + stage.map_or(0, years_ahead);
    let values = Values { place, year, number: number + 1, amount, n };
    let title = values.fill(&template.title);
    let details = details(chance, template, &values, stage.map(|stage| (domain.budget, stage)), at)?;
    Some(Content { summary: values.fill(&template.summary), text: values.fill(&template.text), title, details })
}

/// Next year's budget is planned and approved, this year's is carried out, last year's is reported on.
const fn years_ahead(stage: BudgetStage) -> i32 {
    match stage {
        BudgetStage::Forecasting | BudgetStage::Planning | BudgetStage::Consideration | BudgetStage::Approval => 1,
        BudgetStage::Execution | BudgetStage::Refinement | BudgetStage::Sequestration | BudgetStage::Correction => 0,
        BudgetStage::Reporting | BudgetStage::Evaluation => -1,
    }
}

fn details(
    chance: &mut Chance,
    template: &Template,
    values: &Values<'_>,
    budget: Option<(BudgetLevel, BudgetStage)>,
    at: Timestamp,
) -> Option<Details> {
    let year = i64::from(values.year);
    let later = |days: i64| at.plus(Duration::days(days)).day();
    let subject = || template.subject().clone();
    Some(match template.kind {
        DecisionKind::LandAllotment => Details::LandAllotment(land(chance, template, values)?),
        DecisionKind::KindergartenQueue => Details::KindergartenQueue(queue(chance, values, year)?),
        DecisionKind::BudgetProgramme => {
            let ((budget_level, stage), amount_tiyn) = (budget?, values.amount * 100);
            let budget =
                BudgetProgramme { budget_level, stage, fiscal_year: year, amount_tiyn, previous_amount_tiyn: None };
            Details::BudgetProgramme(budget)
        }
        DecisionKind::Procurement => Details::Procurement(purchase(chance, template, values)?),
        DecisionKind::DraftAct => Details::DraftAct(DraftAct {
            act_type: template.act_type?,
            discussion_until: later(chance.between(20, 45)),
        }),
        DecisionKind::FunctionTransfer => Details::FunctionTransfer(FunctionTransfer {
            function: subject(),
            recipient: template.recipient.clone()?,
            transfer_on: later(chance.between(60, 300)),
        }),
        DecisionKind::ServiceDigitalisation => Details::ServiceDigitalisation(ServiceDigitalisation {
            service: subject(),
            databases_integrated: values.n,
            databases_total: values.n + chance.between(0, 30),
            mobile: *chance.pick(MobileAvailability::ALL)?,
        }),
        DecisionKind::HeadAccountability => Details::HeadAccountability(case(chance, values, at)),
        DecisionKind::Other => Details::Other(Other { subject: subject() }),
    })
}

/// A term has only what is given for a time.
fn land(chance: &mut Chance, template: &Template, values: &Values<'_>) -> Option<LandAllotment> {
    let right = template.right?;
    let years = chance.between(1, 10);
    Some(LandAllotment {
        cadastral_number: None,
        area_m2: values.n,
        address: values.place.clone(),
        purpose: template.subject().clone(),
        right,
        term_years: (right == LandRight::TemporaryUse).then_some(years),
    })
}

/// The children of one year are of one age.
fn queue(chance: &mut Chance, values: &Values<'_>, year: i64) -> Option<KindergartenQueue> {
    let age = chance.below(AgeGroup::ALL.len());
    Some(KindergartenQueue {
        birth_year: year - i64::try_from(age).ok()? - 1,
        age_group: *AgeGroup::ALL.get(age)?,
        places: values.n,
        waiting: values.n * chance.between(2, 9),
    })
}

/// The letter falls due ten days after the court's act, and the case comes to the council when it has been filed.
fn case(chance: &mut Chance, values: &Values<'_>, at: Timestamp) -> HeadAccountability {
    let court_act = at.plus(Duration::days(-chance.between(12, 40)));
    HeadAccountability {
        court_act_number: format!("D-{}/{}", values.number, court_act.day().year()),
        court_act_on: court_act.day(),
        letter_due_on: court_act.plus(Duration::days(10)).day(),
    }
}

/// As many lots as the text says, which together cost about what it says.
fn purchase(chance: &mut Chance, template: &Template, values: &Values<'_>) -> Option<Procurement> {
    let quantity = chance.between(1, 20);
    let unit = template.unit.as_deref().unwrap_or("дана");
    let lot = |_| Lot {
        name: template.subject().clone(),
        quantity,
        unit: unit.to_owned(),
        price_tiyn: values.amount / (values.n * quantity).max(1) * 100,
    };
    Some(Procurement {
        method: *chance.pick(ProcurementMethod::ALL)?,
        lots: (0..values.n).map(lot).collect(),
        buyer: template.buyer?,
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
