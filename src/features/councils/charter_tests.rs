use super::*;
use crate::features::bodies;
use crate::features::councils::fixtures::{council, day, law, state_body};
use crate::features::regions::Level;
use crate::features::rules::key;
use proptest::prelude::*;

fn charter(seats_min: u32, seats_max: u32) -> Charter {
    Charter { seats_min, seats_max, ..council(Kind::Republican).charter }
}

fn refused(charter: &Charter, kind: Kind) -> Option<(Code, Option<String>)> {
    charter.admit(kind, &law()).err().map(|refusal| (refusal.code, refusal.rule.map(|rule| rule.key)))
}

fn against(key: &str) -> Option<(Code, Option<String>)> {
    Some((Code::CharterAgainstLaw, Some(key.to_owned())))
}

#[test]
fn a_charter_stays_within_the_sizes_of_its_kind() {
    assert_eq!(refused(&charter(15, 30), Kind::Republican), None);
    assert_eq!(refused(&charter(14, 30), Kind::Republican), against(key::MINISTRY_SIZE_MIN));
    assert_eq!(refused(&charter(15, 31), Kind::Republican), against(key::MINISTRY_SIZE_MAX));
    assert_eq!(refused(&charter(10, 15), Kind::QuasiPublic), None);
    assert_eq!(refused(&charter(10, 16), Kind::QuasiPublic), against(key::QUASI_PUBLIC_SIZE_MAX));
    assert_eq!(refused(&charter(5, 50), Kind::Local), None);
    assert_eq!(refused(&charter(20, 15), Kind::Local), Some((Code::CharterInvalid, None)));
    assert_eq!(refused(&charter(0, 15), Kind::Local), Some((Code::OutOfRange, None)));
    assert_eq!(refused(&charter(5, 201), Kind::Local), Some((Code::OutOfRange, None)));
}

#[test]
fn a_charter_is_stricter_than_the_law_but_never_laxer() {
    let with = |quorum: &str, majority: &str| Charter {
        quorum: quorum.parse().expect("a share"),
        majority: majority.parse().expect("a share"),
        ..charter(15, 30)
    };
    assert_eq!(refused(&with("2/3", "1/2"), Kind::Republican), None);
    assert_eq!(refused(&with("4/6", "2/3"), Kind::Republican), None);
    assert_eq!(refused(&with("3/4", "1/1"), Kind::Republican), None);
    assert_eq!(refused(&with("1/2", "1/2"), Kind::Republican), against(key::QUORUM));
    assert_eq!(refused(&with("2/3", "2/5"), Kind::Republican), against(key::MAJORITY));
}

#[test]
fn a_charter_survives_its_document() {
    let charter = Charter { public_quorum: Some(Fraction::HALF), ..charter(15, 21) };
    let text = serde_json::to_string(&charter).expect("writes");
    assert!(text.contains("\"publicQuorum\":\"1/2\"") && text.contains("\"majorityBase\":\"PRESENT\""), "{text}");
    assert_eq!(serde_json::from_str::<Charter>(&text).expect("reads"), charter);
}

#[test]
fn a_term_is_at_most_three_years_to_the_day() {
    let term = |ends_on| Term { starts_on: day("2024-02-29"), ends_on: day(ends_on) }.admit(&law());
    assert_eq!(term("2027-02-27"), Ok(()));
    assert_eq!(term("2024-02-29"), Ok(()));
    let long = term("2027-02-28").expect_err("too long");
    assert_eq!((long.code, long.rule.map(|rule| rule.key)), (Code::OutOfRange, Some(key::TERM_YEARS.to_owned())));
    assert_eq!(term("2024-02-28").expect_err("backwards").code, Code::InvalidPeriod);
}

#[test]
fn a_body_the_law_excludes_is_refused_with_the_citation() {
    let body = StateBody { council_eligibility: Eligibility::Excluded, ..state_body() };
    let term = Term { starts_on: day("2025-01-01"), ends_on: day("2027-12-31") };
    let refusal = admit(&body, Kind::Republican, term, &[], &law()).expect_err("excluded");
    assert_eq!(refusal.code, Code::CouncilExcluded);
    assert_eq!(refusal.rule.map(|rule| rule.key), Some(key::EXCLUDED_BODIES.to_owned()));
}

#[test]
fn a_council_fits_its_body_and_its_predecessor() {
    let code = |body: &StateBody, kind, starts_on: &str, existing: &[Council]| {
        let starts_on = day(starts_on);
        admit(body, kind, Term { starts_on, ends_on: starts_on }, existing, &law()).err().map(|refusal| refusal.code)
    };
    let ministry = state_body();
    let akimat = StateBody { kind: bodies::Kind::Akimat, level: Level::Region, ..state_body() };
    let holding = StateBody { kind: bodies::Kind::QuasiPublic, ..state_body() };
    assert_eq!(code(&ministry, Kind::Republican, "2025-01-01", &[]), None);
    assert_eq!(code(&akimat, Kind::Local, "2025-01-01", &[]), None);
    assert_eq!(code(&holding, Kind::QuasiPublic, "2025-01-01", &[]), None);
    assert_eq!(code(&ministry, Kind::Local, "2025-01-01", &[]), Some(Code::CouncilKindUnfit));
    assert_eq!(code(&akimat, Kind::Republican, "2025-01-01", &[]), Some(Code::CouncilKindUnfit));
    let ended = StateBody { valid_to: Some(day("2025-01-01")), ..state_body() };
    assert_eq!(code(&ended, Kind::Republican, "2025-01-01", &[]), Some(Code::BodyNotInForce));
    // The fixture's council sits from 2025-01-01 to 2027-12-31.
    let running = [council(Kind::Republican)];
    assert_eq!(code(&ministry, Kind::Republican, "2027-12-31", &running), Some(Code::CouncilExists));
    assert_eq!(code(&ministry, Kind::Republican, "2028-01-01", &running), None);
}

proptest! {
    #[test]
    fn an_accepted_quorum_is_never_reached_by_less_than_the_law_asks(num in 0_u32..12, den in 1_u32..12, whole in 1_u32..60) {
        prop_assume!(num <= den);
        let quorum = Fraction::new(num, den).expect("a share");
        if (Charter { quorum, ..charter(15, 30) }).admit(Kind::Republican, &law()).is_ok() {
            prop_assert!(quorum.least_of(whole) >= Fraction::TWO_THIRDS.least_of(whole));
        }
    }
}
