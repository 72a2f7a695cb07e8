use super::*;
use crate::kernel::calendar::{Day, DayKind};
use crate::kernel::localized::Localized;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

fn calendar(holidays: &[&str]) -> Calendar {
    let name = Localized { kk: "мереке".into(), ru: None, en: None };
    Calendar::new(holidays.iter().map(|date| Day { date: day(date), kind: DayKind::Holiday, name: name.clone() }))
}

/// Three working days from Monday 7 December 2026: until Thursday the 10th.
fn deadline(state: DeadlineState) -> Deadline {
    let id = Uuid::from_u128(7);
    let (due_on, time_zone) = (day("2026-12-10"), Zone::default());
    Deadline {
        id: Id::from_uuid(id),
        rule_key: "answer.reply".into(),
        rule_id: Id::from_uuid(id),
        subject: Subject::of(ReviewId::from_uuid(id)),
        owed_by: Party::Body(Id::from_uuid(id)),
        review_id: Id::from_uuid(id),
        decision_id: Id::from_uuid(id),
        council_id: Id::from_uuid(id),
        body_id: Id::from_uuid(id),
        started_on: day("2026-12-07"),
        length: Length { amount: 3, unit: LengthUnit::WorkingDays },
        due_on,
        overdue_at: time_zone.end_of(due_on),
        time_zone,
        skipped: Vec::new(),
        provisional: false,
        state,
        met_on: None,
        calendar_version: 1,
        created_at: at("2026-12-07T06:00:00Z"),
    }
}

#[test]
fn what_is_done_until_the_last_day_is_in_time_and_after_it_late() {
    let running = deadline(DeadlineState::Running);
    assert_eq!(running.met(day("2026-12-10")), Some(DeadlineState::Met));
    assert_eq!(running.met(day("2026-12-11")), Some(DeadlineState::MetLate));
    assert_eq!(deadline(DeadlineState::Overdue).met(day("2026-12-11")), Some(DeadlineState::MetLate));
    for state in [DeadlineState::Met, DeadlineState::MetLate, DeadlineState::Cancelled] {
        assert_eq!(deadline(state).met(day("2026-12-08")), None, "{state:?}");
    }
}

#[test]
fn it_is_past_from_the_midnight_after_the_last_day_in_the_zone_of_the_body() {
    let running = deadline(DeadlineState::Running);
    assert!(!running.is_past(at("2026-12-10T18:59:59Z")));
    assert!(running.is_past(at("2026-12-10T19:00:00Z")));
}

#[test]
fn another_calendar_moves_the_last_day_and_explains_it() {
    let moved = deadline(DeadlineState::Running).recounted(&calendar(&["2026-12-09"]), 2, at("2026-12-08T06:00:00Z"));
    assert_eq!((moved.due_on, moved.calendar_version), (day("2026-12-11"), 2));
    assert_eq!(moved.overdue_at, at("2026-12-11T19:00:00Z"));
    assert_eq!(moved.skipped.iter().map(|skipped| skipped.date).collect::<Vec<_>>(), [day("2026-12-09")]);
}

#[test]
fn a_running_term_is_never_moved_to_before_today() {
    let later = Deadline { due_on: day("2026-12-14"), ..deadline(DeadlineState::Running) };
    let known = calendar(&["2026-12-16"]);
    assert_eq!(later.recounted(&known, 2, at("2026-12-08T06:00:00Z")).due_on, day("2026-12-10"));
    assert_eq!(later.recounted(&known, 2, at("2026-12-11T06:00:00Z")).due_on, day("2026-12-11"));
}

#[test]
fn a_rule_sets_a_length_when_it_counts_time() {
    let rule = |unit, value_num| LegalRule {
        id: Id::from_uuid(Uuid::nil()),
        key: "head.bar".into(),
        value_num,
        value_den: 1,
        unit,
        citation: Localized { kk: "заң".into(), ru: None, en: None },
        valid_from: NaiveDate::MIN,
        valid_to: None,
        confirmed: true,
        withdrawal: None,
    };
    let months = |amount| Some(Length { amount, unit: LengthUnit::Months });
    assert_eq!(length(&rule(Unit::Years, 2)), months(24));
    assert_eq!(length(&rule(Unit::Months, 2)), months(2));
    assert_eq!(length(&rule(Unit::WorkingDays, 7)), Some(Length { amount: 7, unit: LengthUnit::WorkingDays }));
    assert_eq!(length(&rule(Unit::Members, 7)), None);
}

#[test]
fn a_subject_is_known_by_its_wire_id() {
    let review = ReviewId::from_uuid(Uuid::from_u128(9));
    assert_eq!(Subject::of(review).wire(), review.wire());
}
