use super::super::model::tests::{at, called};
use super::*;
use crate::features::councils::{Charter, Council, Kind, MajorityBase};
use crate::kernel::fraction::Fraction;
use crate::kernel::id::Id;
use proptest::prelude::*;
use uuid::Uuid;

fn text(kk: &str, ru: &str) -> Localized {
    Localized { kk: kk.into(), ru: Some(ru.into()), en: None }
}

fn diary(meetings: Vec<(Meeting, Vec<Localized>)>) -> Diary {
    let day = |text: &str| text.parse().expect("a day");
    let charter = Charter {
        seats_min: 1,
        seats_max: 30,
        quorum: Fraction::TWO_THIRDS,
        public_quorum: None,
        majority: Fraction::HALF,
        majority_base: MajorityBase::Present,
    };
    let council = Council {
        id: Id::from_uuid(Uuid::from_u128(2)),
        body_id: Id::from_uuid(Uuid::from_u128(3)),
        kind: Kind::Local,
        name: text("Қоғамдық кеңес", "Общественный совет"),
        term_starts_on: day("2025-01-01"),
        term_ends_on: day("2027-12-31"),
        charter,
        created_at: at("2025-01-01T00:00:00Z"),
    };
    Diary { council, meetings }
}

/// Folded lines put together again.
fn unfolded(calendar: &str) -> Vec<String> {
    calendar.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

#[test]
fn a_meeting_is_an_event_with_an_identity_a_revision_and_an_agenda() {
    let meeting =
        Meeting { revision: 3, title: text("Отырыс", "Заседание; о земле, воде"), ..called() };
    let uid = format!("UID:{}@kenes", meeting.id.wire());
    let lines = unfolded(&calendar(&diary(vec![(meeting, vec![text("Жер", "Земля")])]), Locale::Ru));
    for line in [
        "BEGIN:VCALENDAR",
        "X-WR-CALNAME:Общественный совет",
        "DTSTART:20261125T050000Z",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "SUMMARY;LANGUAGE=ru:Заседание\\; о земле\\, воде",
        "DESCRIPTION;LANGUAGE=ru:Заседание совета\\nОткрытое для всех\\n1. Земля",
        "END:VCALENDAR",
        &uid,
    ] {
        assert!(lines.iter().any(|found| found == line), "{line}: {lines:#?}");
    }
    assert!(!lines.iter().any(|line| line.starts_with("DTEND")), "nobody knows how long it will last");
}

#[test]
fn a_text_says_in_which_language_it_is_also_where_a_translation_is_missing() {
    let lines = unfolded(&calendar(&diary(vec![(called(), vec![])]), Locale::En));
    assert!(lines.contains(&"SUMMARY;LANGUAGE=kk:Отырыс".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"CATEGORIES;LANGUAGE=en:Council meeting".to_owned()));
}

#[test]
fn the_same_meetings_make_the_same_calendar_and_each_property_stands_once() {
    let once = || calendar(&diary(vec![(called(), vec![text("Жер", "Земля")])]), Locale::Kk);
    assert_eq!(once(), once());
    let lines = unfolded(&once());
    assert!(lines.iter().all(|line| !line.starts_with("METHOD")), "what is fetched was not sent");
    for property in ["UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "VERSION", "PRODID"] {
        let named = |line: &&String| line.split([':', ';']).next() == Some(property);
        assert_eq!(lines.iter().filter(named).count(), 1, "{property}");
    }
    assert!(lines.contains(&"DTSTAMP:20261120T050000Z".to_owned()), "when it was last revised");
}

#[test]
fn what_would_end_a_text_is_escaped_and_what_has_no_place_in_one_is_left_out() {
    assert_eq!(escape("a\\b;c,d\r\ne\nf\u{0}\u{7}\tg:\"h\""), "a\\\\b\\;c\\,d\\ne\\nf\tg:\"h\"");
}

#[test]
fn what_is_cancelled_stays_and_what_is_closed_says_why_and_when_it_ended() {
    let cancelled = Meeting { state: MeetingState::Cancelled, ..called() };
    let held = Meeting {
        state: MeetingState::Closed,
        openness: Openness::Closed,
        openness_reason: Some("Жеке деректер".into()),
        closed_at: Some(at("2026-11-25T06:30:00Z")),
        ..called()
    };
    let lines = unfolded(&calendar(&diary(vec![(cancelled, vec![]), (held, vec![])]), Locale::En));
    let has = |line: &str| lines.iter().any(|found| found == line);
    assert!(has("STATUS:CANCELLED") && has("DTEND:20261125T063000Z"));
    assert!(has("DESCRIPTION;LANGUAGE=en:Council meeting\\nClosed: Жеке деректер"));
}

proptest! {
    #[test]
    fn no_line_is_too_long_none_is_broken_within_a_character_and_nothing_is_lost(title in "\\PC{1,200}") {
        let meeting = Meeting { title: Localized { kk: title.clone(), ru: None, en: None }, ..called() };
        let made = calendar(&diary(vec![(meeting, vec![])]), Locale::Kk);
        prop_assert!(made.ends_with("END:VCALENDAR\r\n"));
        for line in made.split("\r\n") {
            prop_assert!(line.len() <= LINE_OCTETS, "{line}");
            prop_assert!(!line.contains(['\r', '\n']));
        }
        let summary = format!("SUMMARY;LANGUAGE=kk:{}", escape(&title));
        prop_assert!(unfolded(&made).contains(&summary));
    }
}
