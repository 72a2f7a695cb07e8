//! What the details of a decision may hold: the bounds of each field, and what contradicts itself.

use super::*;
use crate::features::decisions::details::{
    ActType, AgeGroup, BudgetLevel, Buyer, MobileAvailability, ProcurementMethod,
};
use proptest::prelude::*;

fn text(kk: &str) -> Localized {
    Localized { kk: kk.into(), ru: None, en: None }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Checked on 22 November 2026.
fn checked(details: Details) -> Result<Details, Refusal> {
    details.checked(day("2026-11-22"))
}

/// The code, and the path within the kind.
fn refused(details: Details) -> (Code, String) {
    let refusal = checked(details).expect_err("refused");
    assert_eq!(refusal.field.first().map(String::as_str), Some("details"));
    (refusal.code, refusal.field.get(2..).unwrap_or_default().join("."))
}

fn at(code: Code, path: &str) -> (Code, String) {
    (code, path.to_owned())
}

fn land(area_m2: i64, right: LandRight, term_years: Option<i64>) -> Details {
    Details::LandAllotment(LandAllotment {
        cadastral_number: Some("  ".into()),
        area_m2,
        address: text(" Астана "),
        purpose: text("Мектеп"),
        right,
        term_years,
    })
}

#[test]
fn land_has_an_area_and_a_reasonable_term() {
    let temporary = |area, years| land(area, LandRight::TemporaryUse, years);
    for area in [-1, 0, MAX_INT + 1] {
        assert_eq!(refused(temporary(area, None)), at(Code::OutOfRange, "areaM2"), "{area}");
    }
    for years in [-1, 0, 100] {
        assert_eq!(refused(temporary(1, Some(years))), at(Code::OutOfRange, "termYears"), "{years}");
    }
    assert!(checked(temporary(MAX_INT, None)).is_ok());
    let Ok(Details::LandAllotment(kept)) = checked(temporary(600, Some(49))) else { panic!("refused") };
    assert_eq!((kept.cadastral_number, kept.address), (None, text("Астана")));
}

#[test]
fn only_temporary_use_of_land_has_a_term() {
    for right in [LandRight::Ownership, LandRight::PermanentUse] {
        assert_eq!(refused(land(600, right, Some(49))), at(Code::TermUnfit, "termYears"), "{right:?}");
        assert!(checked(land(600, right, None)).is_ok(), "{right:?}");
    }
}

fn queue(birth_year: i64, places: i64, waiting: i64) -> Details {
    Details::KindergartenQueue(KindergartenQueue { birth_year, age_group: AgeGroup::From3To4, places, waiting })
}

#[test]
fn children_in_a_queue_are_born() {
    assert!(checked(queue(2026, 1, 0)).is_ok());
    for year in [1990, 2027] {
        assert_eq!(refused(queue(year, 1, 0)), at(Code::OutOfRange, "birthYear"), "{year}");
    }
}

fn budget(stage: BudgetStage, amount_tiyn: i64, previous_amount_tiyn: Option<i64>) -> Details {
    let budget_level = BudgetLevel::Regional;
    Details::BudgetProgramme(BudgetProgramme {
        budget_level,
        stage,
        fiscal_year: 2027,
        amount_tiyn,
        previous_amount_tiyn,
    })
}

#[test]
fn a_sequestration_cuts_and_other_stages_go_both_ways() {
    assert_eq!(refused(budget(BudgetStage::Sequestration, 101, Some(100))), at(Code::OutOfRange, "amount"));
    assert!(checked(budget(BudgetStage::Sequestration, 99, Some(100))).is_ok());
    assert!(checked(budget(BudgetStage::Sequestration, 0, Some(100))).is_ok());
    assert!(checked(budget(BudgetStage::Refinement, 101, Some(100))).is_ok());
    assert_eq!(refused(budget(BudgetStage::Refinement, 1, Some(-1))), at(Code::OutOfRange, "previousAmount"));
}

#[test]
fn the_bounds_of_an_amount_are_told_in_tenge() {
    let refusal = checked(budget(BudgetStage::Sequestration, 2_00, Some(1_05))).expect_err("refused");
    let message = refusal.message(crate::kernel::localized::Locale::En);
    assert_eq!(message, "The value must be between 0.00 and 1.05.");
}

fn lot(quantity: i64, unit: &str, price_tiyn: i64) -> Lot {
    Lot { name: text("Парта"), quantity, unit: unit.into(), price_tiyn }
}

fn purchase(lots: Vec<Lot>) -> Details {
    Details::Procurement(Procurement { method: ProcurementMethod::OpenTender, lots, buyer: Buyer::School })
}

#[test]
fn the_refusal_names_the_lot() {
    let good = lot(10, "дана", 3_500_000);
    assert_eq!(refused(purchase(vec![])), at(Code::OutOfRange, "lots"));
    for (bad, code, field) in [
        (lot(10, " ", 1), Code::Blank, "unit"),
        (lot(0, "дана", 1), Code::OutOfRange, "quantity"),
        (lot(MAX_INT + 1, "дана", 1), Code::OutOfRange, "quantity"),
        (lot(10, "дана", 0), Code::OutOfRange, "price"),
        (lot(10, "дана", -1), Code::OutOfRange, "price"),
    ] {
        assert_eq!(refused(purchase(vec![good.clone(), bad])), at(code, &format!("lots.1.{field}")));
    }
    assert!(checked(purchase(vec![good, lot(1, "дана", 1)])).is_ok());
}

#[test]
fn lots_cost_together_what_can_be_told_exactly() {
    assert!(checked(purchase(vec![lot(1, "дана", MAX_EXACT)])).is_ok());
    assert_eq!(refused(purchase(vec![lot(2, "дана", MAX_EXACT)])), at(Code::OutOfRange, "lots"));
    assert_eq!(refused(purchase(vec![lot(MAX_INT, "дана", MAX_EXACT)])), at(Code::OutOfRange, "lots"));
    let two = vec![lot(1, "дана", MAX_EXACT), lot(1, "дана", 1)];
    assert_eq!(refused(purchase(two)), at(Code::OutOfRange, "lots"));
}

#[test]
fn days_lie_in_years_that_make_sense() {
    let draft = |on| Details::DraftAct(DraftAct { act_type: ActType::Order, discussion_until: day(on) });
    let transfer = |on| {
        let (function, recipient) = (text("Аттестаттау"), text("Палата"));
        Details::FunctionTransfer(FunctionTransfer { function, recipient, transfer_on: day(on) })
    };
    for on in ["0001-01-01", "1990-12-31", "2101-01-01", "9999-12-31"] {
        assert_eq!(refused(draft(on)), at(Code::OutOfRange, "discussionUntilOn"), "{on}");
        assert_eq!(refused(transfer(on)), at(Code::OutOfRange, "transferOn"), "{on}");
    }
    for on in ["1991-01-01", "2026-11-21", "2100-12-31"] {
        assert!(checked(draft(on)).is_ok() && checked(transfer(on)).is_ok(), "{on}");
    }
}

#[test]
fn an_act_of_a_court_has_been_given_and_the_letter_follows_it() {
    let case = |act: &str, letter: &str| {
        let (court_act_on, letter_due_on) = (day(act), day(letter));
        Details::HeadAccountability(HeadAccountability { court_act_number: "7199".into(), court_act_on, letter_due_on })
    };
    assert!(checked(case("2026-11-22", "2026-12-02")).is_ok());
    assert!(checked(case("2026-11-22", "2026-11-22")).is_ok());
    assert_eq!(refused(case("2026-11-23", "2026-12-02")), at(Code::OutOfRange, "courtActOn"));
    assert_eq!(refused(case("1990-11-22", "2026-12-02")), at(Code::OutOfRange, "courtActOn"));
    assert_eq!(refused(case("2026-11-20", "2026-11-19")), at(Code::InvalidPeriod, "letterDueOn"));
    assert_eq!(refused(case("2026-11-20", "2626-11-30")), at(Code::OutOfRange, "letterDueOn"));
}

#[test]
fn not_more_databases_are_integrated_than_there_are() {
    let service = |databases_integrated, databases_total| {
        let (service, mobile) = (text("Мектепке жазылу"), MobileAvailability::Planned);
        let service = ServiceDigitalisation { service, databases_integrated, databases_total, mobile };
        Details::ServiceDigitalisation(service)
    };
    assert!(checked(service(12, 12)).is_ok());
    assert_eq!(refused(service(13, 12)), at(Code::OutOfRange, "databasesIntegrated"));
    assert_eq!(refused(service(-1, 12)), at(Code::OutOfRange, "databasesIntegrated"));
    assert_eq!(refused(service(0, -1)), at(Code::OutOfRange, "databasesTotal"));
}

proptest! {
    #[test]
    fn places_are_given_out_and_nobody_waits_less_than_not_at_all(places in -5_i64..5, waiting in -5_i64..5) {
        prop_assert_eq!(checked(queue(2022, places, waiting)).is_ok(), places >= 1 && waiting >= 0);
    }
}
