use super::*;
use crate::features::councils::fixtures::{council, day, id, law, organization, seat, state_body};
use crate::features::councils::model::{Charter, Kind};
use crate::features::rules::key;
use proptest::prelude::*;

const CITIZEN: Candidate<'static> = Candidate {
    person_id: PersonId::from_uuid(uuid::Uuid::from_u128(99)),
    category: Category::Citizen,
    position: Position::Member,
    organization: None,
    since_on: match NaiveDate::from_ymd_opt(2025, 6, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    },
};

fn refusal(candidate: &Candidate<'_>, taken: &[Membership], seats_max: u32) -> Option<Refusal> {
    let usual = council(Kind::Republican);
    let charter = Charter { seats_max, ..usual.charter.clone() };
    let council = Council { charter, ..usual };
    admit(&Room { council: &council, body: &state_body(), law: &law(), taken }, candidate).err()
}

fn refused(candidate: &Candidate<'_>, taken: &[Membership]) -> Option<Code> {
    refusal(candidate, taken, 21).map(|refusal| refusal.code)
}

#[test]
fn a_citizen_takes_a_free_seat() {
    assert_eq!(refused(&CITIZEN, &[seat(1, Category::State, Position::Member)]), None);
}

#[test]
fn nobody_sits_twice_at_the_same_time() {
    let mut held = seat(99, Category::Expert, Position::Member);
    assert_eq!(refused(&CITIZEN, &[held.clone()]), Some(Code::AlreadyMember));
    held.until_on = Some(day("2025-06-02"));
    assert_eq!(refused(&CITIZEN, &[held.clone()]), Some(Code::AlreadyMember));
    held.until_on = Some(day("2025-06-01"));
    assert_eq!(refused(&CITIZEN, &[held.clone()]), None);
    // A seat entered by mistake and ended on its first day was never held, even if that day is to come.
    (held.since_on, held.until_on) = (day("2025-07-01"), Some(day("2025-07-01")));
    assert_eq!(refused(&CITIZEN, &[held]), None);
}

#[test]
fn a_council_has_one_chair_and_one_secretary_but_many_deputies() {
    for (position, expected) in [
        (Position::Chair, Some(Code::PositionTaken)),
        (Position::Secretary, Some(Code::PositionTaken)),
        (Position::DeputyChair, None),
        (Position::Member, None),
    ] {
        let taken = [seat(1, Category::Expert, position)];
        assert_eq!(refused(&Candidate { position, ..CITIZEN }, &taken), expected, "{position:?}");
    }
}

#[test]
fn the_chair_is_not_in_public_service() {
    let candidate = Candidate { category: Category::State, position: Position::Chair, ..CITIZEN };
    let refusal = refusal(&candidate, &[], 21).expect("refused");
    assert_eq!(refusal.code, Code::ChairInPublicService);
    assert_eq!(refusal.rule.map(|rule| rule.key), Some(key::CHAIR_NOT_IN_SERVICE.to_owned()));
    assert_eq!(refused(&Candidate { position: Position::Secretary, ..candidate }, &[]), None);
}

#[test]
fn each_category_is_nominated_by_its_own_kinds_of_organisations() {
    use crate::features::organizations::Kind as Org;
    let cases: [(Category, &[Org]); 4] = [
        (Category::Ngo, &[Org::Ngo, Org::TradeUnion, Org::LocalCommunity, Org::Academic]),
        (Category::Media, &[Org::Media]),
        (Category::Business, &[Org::BusinessAssociation]),
        (Category::Citizen, &[]),
    ];
    for (category, fitting) in cases {
        let none = (category != Category::Citizen).then_some(Code::OrganizationNeeded);
        assert_eq!(refused(&Candidate { category, ..CITIZEN }, &[]), none, "{category:?}");
        for kind in Org::ALL {
            let found = organization(5, *kind);
            let candidate = Candidate { category, organization: Some(&found), ..CITIZEN };
            let expected = (!fitting.contains(kind)).then_some(Code::OrganizationUnfit);
            assert_eq!(refused(&candidate, &[]), expected, "{category:?} {kind:?}");
        }
    }
    let unverified = Organization { verification: Verification::Unverified, ..organization(5, Org::Ngo) };
    let candidate = Candidate { category: Category::Ngo, organization: Some(&unverified), ..CITIZEN };
    assert_eq!(refused(&candidate, &[]), Some(Code::OrganizationUnverified));
}

#[test]
fn an_organisation_has_one_seat() {
    let ngo = organization(5, organizations::Kind::Ngo);
    let candidate = Candidate { category: Category::Ngo, organization: Some(&ngo), ..CITIZEN };
    let mut taken = [seat(1, Category::Ngo, Position::Member)];
    taken[0].organization_id = Some(id(5));
    let refusal = refusal(&candidate, &taken, 21).expect("refused");
    assert_eq!(refusal.code, Code::SeatOfOrganizationTaken);
    assert_eq!(refusal.rule.map(|rule| rule.key), Some(key::SEATS_PER_ORGANIZATION.to_owned()));
    taken[0].organization_id = Some(id(6));
    assert_eq!(refused(&candidate, &taken), None);
}

#[test]
fn a_full_council_takes_nobody_and_a_seat_about_to_be_free_is_not_free_yet() {
    let mut taken = [seat(1, Category::Expert, Position::Member), seat(2, Category::Expert, Position::Member)];
    let code = |taken: &[Membership], max| refusal(&CITIZEN, taken, max).map(|refusal| refusal.code);
    assert_eq!(code(&taken, 3), None);
    assert_eq!(code(&taken, 2), Some(Code::CouncilFull));
    taken[1].until_on = Some(day("2025-06-02"));
    assert_eq!(code(&taken, 2), Some(Code::CouncilFull));
    taken[1].until_on = Some(day("2025-06-01"));
    assert_eq!(code(&taken, 2), None);
}

#[test]
fn a_seat_lies_in_the_term_and_in_the_life_of_the_body() {
    let on = |text| Candidate { since_on: day(text), ..CITIZEN };
    assert_eq!(refused(&on("2024-12-31"), &[]), Some(Code::OutsideTerm));
    assert_eq!(refused(&on("2025-01-01"), &[]), None);
    assert_eq!(refused(&on("2027-12-31"), &[]), None);
    assert_eq!(refused(&on("2028-01-01"), &[]), Some(Code::OutsideTerm));
    let ended = StateBody { valid_to: Some(day("2025-06-01")), ..state_body() };
    let council = council(Kind::Republican);
    let room = Room { council: &council, body: &ended, law: &law(), taken: &[] };
    assert_eq!(admit(&room, &CITIZEN).expect_err("refused").code, Code::BodyNotInForce);
}

#[test]
fn a_membership_ends_once_and_within_its_time() {
    let council = council(Kind::Republican);
    let mut held = seat(1, Category::Citizen, Position::Member);
    let ending = |text| Ending { until_on: day(text), reason: EndReason::OwnRequest };
    let code = |seat: &Membership, text| admit_ending(&council, seat, ending(text)).err().map(|refusal| refusal.code);
    assert_eq!(code(&held, "2024-12-31"), Some(Code::InvalidPeriod));
    assert_eq!(code(&held, "2025-01-01"), None);
    assert_eq!(code(&held, "2028-01-01"), None);
    assert_eq!(code(&held, "2028-01-02"), Some(Code::OutsideTerm));
    held.until_on = Some(day("2026-01-01"));
    assert_eq!(code(&held, "2025-03-01"), Some(Code::MembershipEnded));
}

proptest! {
    /// However members come and go, on no day do the admitted ones break what appointments must not break.
    #[test]
    fn admitted_seats_never_break_a_hard_rule_on_any_day(
        arrivals in proptest::collection::vec((0_u128..8, 0_usize..4, 0_u64..60, proptest::option::of(0_u64..40)), 0..30),
    ) {
        let (council, body, law) = (council(Kind::Republican), state_body(), law());
        let council = Council { charter: Charter { seats_max: 4, ..council.charter.clone() }, ..council };
        let mut taken: Vec<Membership> = Vec::new();
        for (person, position, since, length) in arrivals {
            let since_on = council.term_starts_on + chrono::Days::new(since);
            let position = Position::ALL[position];
            let candidate = Candidate { person_id: id(person), position, since_on, ..CITIZEN };
            if admit(&Room { council: &council, body: &body, law: &law, taken: &taken }, &candidate).is_ok() {
                let mut new = seat(person, Category::Citizen, position);
                new.since_on = since_on;
                new.until_on = length.map(|length| since_on + chrono::Days::new(length));
                taken.push(new);
            }
        }
        for offset in 0..120 {
            let today = council.term_starts_on + chrono::Days::new(offset);
            let held: Vec<&Membership> = taken.iter().filter(|seat| seat.valid_on(today)).collect();
            prop_assert!(held.len() <= 4);
            for seat in &held {
                prop_assert_eq!(held.iter().filter(|other| other.person_id == seat.person_id).count(), 1);
            }
            for single in [Position::Chair, Position::Secretary] {
                prop_assert!(held.iter().filter(|seat| seat.position == single).count() <= 1);
            }
        }
    }
}
