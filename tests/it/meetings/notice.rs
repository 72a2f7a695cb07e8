//! The notice of a hearing: whole working days lie between it and the hearing, whatever is free and whatever is worked.

use super::room::{MEETING, call_input};
use crate::support::Personas;
use crate::support::builders::text;
use chrono::Duration;
use serde_json::json;

/// Tries to call a hearing on a day at ten in the morning there; `None`, or the earliest day the refusal names.
fn refused(p: &Personas<'_>, review: &str, day: &str) -> Option<String> {
    let input = call_input(p.world, "HEARING", &format!("{day}T05:00:00Z"), &[review]);
    let reply = p.get("chair").mutate("callMeeting", &input, MEETING);
    if reply.at("/payload/userErrors") == &json!([]) {
        return None;
    }
    assert_eq!(reply.refused(), "HEARING_TOO_SOON");
    assert_eq!(reply.at("/payload/userErrors/0/rule/key"), "hearing.notice");
    let message = reply.at("/payload/userErrors/0/message").as_str().expect("a text");
    let earliest = message.split("The earliest day is ").nth(1).expect("names the day");
    Some(earliest.trim_end_matches('.').to_owned())
}

/// The administrator enters a day of the calendar.
fn decree(p: &Personas<'_>, date: &str, kind: &str) {
    let input = json!({ "date": date, "kind": kind, "name": text("By decree"), "reason": "Decree 7" });
    p.get("admin").mutate("setCalendarDay", &input, "version { number }").done();
}

on_both! {
    fn for_a_hearing_on_friday_the_last_day_of_notice_is_monday(world) {
        world.advance(Duration::days(1));
        let p = Personas::of(world);
        let review = p.review("Heard");
        assert_eq!(world.clock.now().day().to_string(), "2026-11-23", "a Monday");
        assert_eq!(refused(&p, &review, "2026-11-26").as_deref(), Some("2026-11-27"), "only two days lie between");
        assert_eq!(refused(&p, &review, "2026-11-27"), None, "Tuesday, Wednesday and Thursday do");
        world.advance(Duration::days(1));
        let late = Personas::of(world);
        assert_eq!(refused(&late, &review, "2026-11-27").as_deref(), Some("2026-11-28"), "on Tuesday it is too late");
    }

    fn the_day_of_the_notice_ends_at_midnight_where_the_body_is(world) {
        // Sunday, 23:59 and then midnight in Almaty.
        world.advance(Duration::hours(12) + Duration::minutes(59));
        let p = Personas::of(world);
        let review = p.review("Heard");
        assert_eq!(refused(&p, &review, "2026-11-26"), None);
        world.advance(Duration::minutes(1));
        assert_eq!(refused(&p, &review, "2026-11-26").as_deref(), Some("2026-11-27"));
    }

    fn a_holiday_between_does_not_count(world) {
        // Wednesday, 16 December is Independence Day.
        world.advance(Duration::days(22));
        let p = Personas::of(world);
        let review = p.review("Heard");
        assert_eq!(world.clock.now().day().to_string(), "2026-12-14", "a Monday");
        assert_eq!(refused(&p, &review, "2026-12-18").as_deref(), Some("2026-12-19"), "Tuesday and Thursday are two");
        assert_eq!(refused(&p, &review, "2026-12-19"), None, "a hearing may be held on a free day");
        world.advance(Duration::days(1));
        let next = Personas::of(world);
        assert_eq!(refused(&next, &review, "2026-12-21").as_deref(), Some("2026-12-22"), "Thursday and Friday are two");
        assert_eq!(refused(&next, &review, "2026-12-22"), None);
    }

    fn a_working_saturday_and_a_day_off_by_decree_count_as_they_are_decreed(world) {
        let p = Personas::of(world);
        let review = p.review("Heard");
        world.advance(Duration::days(4));
        let thursday = Personas::of(world);
        assert_eq!(world.clock.now().day().to_string(), "2026-11-26");
        assert_eq!(refused(&thursday, &review, "2026-12-01").as_deref(), Some("2026-12-02"), "Friday and Monday are two");
        decree(&thursday, "2026-11-28", "WORKING_DAY_BY_DECREE");
        assert_eq!(refused(&thursday, &review, "2026-12-01"), None, "Friday, Saturday and Monday are three");
        decree(&thursday, "2026-11-30", "DAY_OFF_BY_DECREE");
        assert_eq!(refused(&thursday, &review, "2026-12-01").as_deref(), Some("2026-12-02"));
    }

    fn a_calendar_that_changes_later_does_not_undo_a_notice(world) {
        let p = Personas::of(world);
        let review = p.review("Heard");
        let input = call_input(world, "HEARING", "2026-11-26T05:00:00Z", &[&review]);
        let hearing = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        let told = p.event_about("MEETING_CALLED", &hearing)["payload"]["calendarVersion"].clone();
        decree(&p, "2026-11-24", "DAY_OFF_BY_DECREE");
        assert_eq!(refused(&p, &review, "2026-11-26").as_deref(), Some("2026-11-27"), "what is called now needs a day more");
        let query = "query($id: ID!) { node(id: $id) { ... on Meeting { state startsAt } } }";
        let stands = p.get("citizen").ask(query, &json!({ "id": hearing }));
        assert_eq!(stands.at("/node"), &json!({ "state": "CALLED", "startsAt": "2026-11-26T05:00:00Z" }));
        assert!(told.is_i64(), "the call says by which calendar it was counted: {told}");
    }
}
