use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn day(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day") + chrono::Duration::days(n)
}

fn name() -> Localized {
    Localized { kk: "Әділет министрлігі".into(), ru: None, en: None }
}

fn body(level: Level, from: i64, to: Option<i64>) -> StateBody {
    StateBody {
        id: StateBodyId::from_uuid(Uuid::nil()),
        kind: Kind::Ministry,
        level,
        region_id: RegionId::from_uuid(Uuid::nil()),
        parent_id: None,
        predecessor_id: None,
        name: name(),
        council_eligibility: Eligibility::Eligible,
        valid_from: day(from),
        valid_to: to.map(day),
        created_at: Timestamp::from_micros(0).expect("in range"),
        time_zone: Zone::default(),
    }
}

fn head(n: u128, since: i64, until: Option<i64>) -> Head {
    Head {
        id: HeadId::from_uuid(Uuid::from_u128(n)),
        body_id: StateBodyId::from_uuid(Uuid::nil()),
        person_id: PersonId::from_uuid(Uuid::nil()),
        person_name: "Дана Ахметова".into(),
        title: name(),
        since_on: day(since),
        until_on: until.map(day),
    }
}

fn office(since: i64, until: Option<i64>) -> Office {
    Office { since: day(since), until: until.map(day) }
}

fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Code {
    result.expect_err("refused").code
}

#[test]
fn a_body_stands_at_or_below_the_level_of_its_parent_while_that_exists() {
    let parent = body(Level::Region, 0, Some(100));
    let under = |level, from| admit(level, day(from), Relatives { parent: Some(&parent), predecessor: None });
    assert_eq!(under(Level::Region, 0), Ok(()));
    assert_eq!(under(Level::District, 99), Ok(()));
    assert_eq!(code(under(Level::Republic, 0)), Code::LevelInvalid);
    assert_eq!(code(under(Level::District, 100)), Code::BodyNotInForce);
    let heir = admit(Level::Region, day(-1), Relatives { parent: None, predecessor: Some(&parent) });
    assert_eq!(code(heir), Code::InvalidPeriod);
}

#[test]
fn a_body_ends_once_and_its_running_head_with_it() {
    let heads = [head(1, 0, Some(10)), head(2, 10, None)];
    let ministry = body(Level::Republic, 0, None);
    assert_eq!(admit_end(&ministry, &heads, day(50)), Ok(Some(heads[1].id)));
    assert_eq!(code(admit_end(&ministry, &heads, day(10))), Code::HeadOverlap);
    assert_eq!(code(admit_end(&ministry, &[], day(0))), Code::InvalidPeriod);
    assert_eq!(code(admit_end(&body(Level::Republic, 0, Some(5)), &[], day(50))), Code::BodyNotInForce);
}

#[test]
fn a_new_head_ends_the_running_one_but_never_overlaps_another() {
    let heads = [head(1, 0, Some(10)), head(2, 20, None)];
    let ministry = body(Level::Republic, 0, Some(1000));
    assert_eq!(admit_head(&ministry, &heads, office(30, None)), Ok(Some(heads[1].id)));
    assert_eq!(admit_head(&ministry, &heads, office(10, Some(20))), Ok(None));
    assert_eq!(code(admit_head(&ministry, &heads, office(10, Some(21)))), Code::HeadOverlap);
    assert_eq!(code(admit_head(&ministry, &heads, office(20, None))), Code::HeadOverlap);
    assert_eq!(code(admit_head(&ministry, &heads, office(9, Some(20)))), Code::HeadOverlap);
    assert_eq!(code(admit_head(&ministry, &heads, office(30, Some(30)))), Code::InvalidPeriod);
    assert_eq!(code(admit_head(&ministry, &heads, office(1000, None))), Code::BodyNotInForce);
}

proptest! {
    /// Whatever is appointed in whatever order, there is never more than one head on a day.
    #[test]
    fn no_day_has_two_heads(appointments in proptest::collection::vec((0_i64..60, proptest::option::of(1_i64..30)), 0..12)) {
        let ministry = body(Level::Republic, 0, None);
        let mut heads: Vec<Head> = Vec::new();
        for (n, (since, length)) in (1_u128..).zip(appointments) {
            let until = length.map(|length| since + length);
            if let Ok(ended) = admit_head(&ministry, &heads, office(since, until)) {
                for running in heads.iter_mut().filter(|head| Some(head.id) == ended) {
                    running.until_on = Some(day(since));
                }
                heads.push(head(n, since, until));
            }
        }
        for today in -1..100 {
            prop_assert!(heads.iter().filter(|head| head.leads_on(day(today))).count() <= 1);
        }
    }
}
