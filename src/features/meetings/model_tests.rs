use super::*;
use crate::kernel::id::Id;
use proptest::prelude::*;
use uuid::Uuid;

pub(in super::super) fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

/// A meeting called for ten o'clock in Almaty.
pub(in super::super) fn called() -> Meeting {
    let text = |kk: &str| Localized { kk: kk.into(), ru: None, en: None };
    Meeting {
        id: Id::from_uuid(Uuid::from_u128(1)),
        council_id: Id::from_uuid(Uuid::from_u128(2)),
        form: MeetingForm::Meeting,
        title: text("Отырыс"),
        place: text("Астана"),
        starts_at: at("2026-11-25T05:00:00Z"),
        openness: Openness::Public,
        openness_reason: None,
        state: MeetingState::Called,
        revision: 1,
        called_by_id: Id::from_uuid(Uuid::from_u128(3)),
        called_by_name: "chair".into(),
        called_at: at("2026-11-20T05:00:00Z"),
        changed_at: at("2026-11-20T05:00:00Z"),
        opened_at: None,
        closed_at: None,
        quorum: None,
    }
}

#[test]
fn the_doors_open_an_hour_before_and_the_meeting_at_its_time() {
    let (meeting, zone) = (called(), Zone::default());
    let code = |result: Result<(), Refusal>| result.map_err(|refusal| refusal.code);
    assert_eq!(code(meeting.must_admit(at("2026-11-25T03:59:59Z"), zone)), Err(Code::MeetingTooEarly));
    assert_eq!(code(meeting.must_admit(at("2026-11-25T04:00:00Z"), zone)), Ok(()));
    assert_eq!(code(meeting.must_be_due(at("2026-11-25T04:59:59Z"), zone)), Err(Code::MeetingTooEarly));
    assert_eq!(code(meeting.must_be_due(at("2026-11-25T05:00:00Z"), zone)), Ok(()));
    assert_eq!(code(meeting.must_be_due(at("2026-11-26T05:00:01Z"), zone)), Err(Code::MeetingLapsed));
    let over = Meeting { state: MeetingState::Cancelled, ..meeting };
    assert_eq!(code(over.must_admit(at("2026-11-25T05:00:00Z"), zone)), Err(Code::WrongState));
}

#[test]
fn a_refusal_says_the_time_where_the_council_is() {
    let refusal = called().must_be_due(at("2026-11-24T05:00:00Z"), Zone::default()).expect_err("too early");
    assert!(refusal.message(crate::kernel::localized::Locale::En).contains("2026-11-25 10:00"));
}

#[test]
fn only_its_own_council_sees_into_a_closed_meeting() {
    let open = called();
    let closed = Meeting { openness: Openness::Closed, ..called() };
    let now = open.starts_at;
    let member = |council| Sight { councils: vec![Id::from_uuid(Uuid::from_u128(council))], ..Sight::public(now) };
    assert!(open.shows_inside(&Sight::public(now)));
    assert!(!closed.shows_inside(&Sight::public(now)) && !closed.shows_inside(&member(9)));
    assert!(closed.shows_inside(&member(2)) && closed.shows_inside(&Sight::system(now)));
}

proptest! {
    #[test]
    fn a_meeting_lies_ahead_within_a_year_and_within_the_term(days in -10_i64..500, term in 0_i64..500) {
        let now = at("2026-11-22T06:00:00Z");
        let ends = now.day() + Duration::days(term);
        let admitted = check_time(now.plus(Duration::days(days)), now, ends).is_ok();
        prop_assert_eq!(admitted, days > 0 && days <= HORIZON_DAYS && days <= term);
    }
}
