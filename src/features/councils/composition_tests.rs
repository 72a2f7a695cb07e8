use super::*;
use crate::features::councils::fixtures::{council, day, id, law, seat};
use crate::features::councils::model::Kind;
use proptest::prelude::*;

const TODAY: &str = "2026-11-22";

/// A chair who is a citizen, then so many of the state, then citizens, until there are `total` seats.
fn seats(total: u128, state: u128) -> Vec<Membership> {
    let mut seats = vec![seat(0, Category::Citizen, Position::Chair)];
    seats.extend((1..=state).map(|n| seat(n, Category::State, Position::Member)));
    seats.extend((state + 1..total).map(|n| seat(n, Category::Citizen, Position::Member)));
    seats
}

fn broken(kind: Kind, seats: &[Membership], today: &str) -> Vec<CheckName> {
    check(&council(kind), &law(), seats, day(today)).broken().map(|check| check.name).collect()
}

#[test]
fn a_ministry_has_15_to_30_seats_a_national_company_10_to_15_and_a_local_council_what_its_charter_says() {
    for (kind, min, max) in [(Kind::Republican, 15, 30), (Kind::QuasiPublic, 10, 15), (Kind::Local, 15, 21)] {
        for (total, holds) in [(min - 1, false), (min, true), (max, true), (max + 1, false)] {
            let expected = if holds { vec![] } else { vec![CheckName::Size] };
            assert_eq!(broken(kind, &seats(total, 0), TODAY), expected, "{kind:?} {total}");
        }
    }
}

#[test]
fn exactly_a_third_may_be_of_the_state_and_one_more_may_not() {
    assert_eq!(broken(Kind::Republican, &seats(15, 5), TODAY), []);
    assert_eq!(broken(Kind::Republican, &seats(15, 6), TODAY), [CheckName::StateShare]);
    let report = check(&council(Kind::Republican), &law(), &seats(16, 6), day(TODAY));
    let share = report.checks.iter().find(|check| check.name == CheckName::StateShare).expect("checked");
    assert_eq!((share.actual.as_str(), share.required.as_str()), ("6/16", "≤ 1/3"));
}

#[test]
fn a_council_needs_a_chair_and_one_who_is_not_in_public_service() {
    let mut members = seats(16, 2);
    members[0].category = Category::State;
    assert_eq!(broken(Kind::Republican, &members, TODAY), [CheckName::ChairNotInPublicService]);
    members[0] = seat(0, Category::Citizen, Position::Member);
    assert_eq!(broken(Kind::Republican, &members, TODAY), [CheckName::ChairNotInPublicService]);
}

#[test]
fn two_seats_of_one_organisation_break_the_rule() {
    let mut members = seats(16, 2);
    members[10].organization_id = Some(id(7));
    assert_eq!(broken(Kind::Republican, &members, TODAY), []);
    members[11].organization_id = Some(id(7));
    assert_eq!(broken(Kind::Republican, &members, TODAY), [CheckName::OneSeatPerOrganization]);
}

#[test]
fn a_council_whose_term_has_run_out_is_not_compliant_and_renewal_is_only_a_notice() {
    let members = seats(16, 2);
    assert_eq!(broken(Kind::Republican, &members, "2027-12-31"), []);
    assert_eq!(broken(Kind::Republican, &members, "2028-01-01"), [CheckName::TermRunning]);
    let renewal = |today| check(&council(Kind::Republican), &law(), &members, day(today)).renewal;
    assert_eq!(renewal("2027-10-30").state, RenewalState::NotDue);
    assert_eq!(renewal("2027-10-31").state, RenewalState::Due);
    assert!(check(&council(Kind::Republican), &law(), &members, day("2027-11-30")).compliant());
}

#[test]
fn former_members_do_not_count() {
    let mut members = seats(16, 2);
    members.push(Membership { until_on: Some(day(TODAY)), ..seat(90, Category::State, Position::Chair) });
    assert_eq!(broken(Kind::Republican, &members, TODAY), []);
}

/// The rules once more, as plainly as they can be said, without fractions of ours.
fn reference(members: &[Membership], today: NaiveDate) -> bool {
    let now: Vec<&Membership> =
        members.iter().filter(|m| m.since_on <= today && m.until_on.is_none_or(|u| u > today)).collect();
    let state = now.iter().filter(|m| m.category == Category::State).count();
    let chairs: Vec<_> = now.iter().filter(|m| m.position == Position::Chair).collect();
    let doubled = now.iter().any(|a| {
        now.iter().any(|b| a.id != b.id && a.organization_id.is_some() && a.organization_id == b.organization_id)
    });
    (15..=30).contains(&now.len())
        && state * 3 <= now.len()
        && !doubled
        && chairs.len() == 1
        && chairs[0].category != Category::State
        && today >= day("2025-01-01")
        && today <= day("2027-12-31")
}

prop_compose! {
    fn member()(
        category in proptest::sample::select(vec![
            Category::State, Category::Ngo, Category::Citizen, Category::Citizen, Category::Expert, Category::Media,
        ]),
        chair in proptest::bool::weighted(0.06),
        organization in proptest::option::weighted(0.3, 0_u128..400),
        since in 0_u64..40,
        until in proptest::option::weighted(0.15, 0_u64..80),
    ) -> Membership {
        let position = if chair { Position::Chair } else { Position::Member };
        let first = day("2025-01-01");
        Membership {
            organization_id: organization.map(id),
            since_on: first + chrono::Days::new(since),
            until_on: until.map(|until| first + chrono::Days::new(until)),
            ..seat(0, category, position)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_report_agrees_with_the_plain_reference(mut members in proptest::collection::vec(member(), 10..36), offset in 0_u64..60) {
        for (n, member) in (0_u128..).zip(members.iter_mut()) {
            (member.id, member.person_id) = (id(n), id(n));
        }
        let today = day("2025-01-01") + chrono::Days::new(offset);
        let report = check(&council(Kind::Republican), &law(), &members, today);
        prop_assert_eq!(report.compliant(), reference(&members, today), "{:?}", report.checks);
    }
}
