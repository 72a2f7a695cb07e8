//! Changing an agenda.

use super::room::{call_input, called, in_minutes, open, poll_in};
use crate::support::{Personas, Reply};
use serde_json::json;

fn change(p: &Personas<'_>, who: &str, meeting: &str, revision: i64, reviews: &[&str]) -> Reply {
    let input = json!({ "meetingId": meeting, "expectedRevision": revision, "reviewIds": reviews });
    p.get(who).mutate("changeAgenda", &input, "meeting { revision agenda { number review { id } } }")
}

on_both! {
    fn the_secretary_gives_a_meeting_another_agenda_which_counts_as_a_revision(world) {
        let p = Personas::of(world);
        let (first, second) = (p.review("A road"), p.review("A bridge"));
        let meeting = called(&p, &[&first]);
        let reply = change(&p, "secretary", &meeting, 1, &[&second, &first]);
        let changed = &reply.done()["meeting"];
        assert_eq!(changed["revision"], 2);
        assert_eq!(changed["agenda"], json!([{ "number": 1, "review": { "id": second } }, { "number": 2, "review": { "id": first } }]));
        assert_eq!(change(&p, "chair", &meeting, 1, &[&first]).refused(), "STALE_REVISION");
        assert_eq!(change(&p, "chair", &meeting, 2, &[&second, &first]).refused(), "NOTHING_CHANGED");
        assert_eq!(p.event_about("AGENDA_CHANGED", &meeting)["payload"]["agenda"], json!([second, first]));
    }

    fn what_was_voted_on_stays_on_the_agenda_and_what_was_not_may_go(world) {
        let p = Personas::of(world);
        let (voted, other) = (p.review("A road"), p.review("A bridge"));
        let meeting = called(&p, &[&voted, &other]);
        open(&p, &meeting);
        poll_in(&p, &meeting, &voted, "ROLL_CALL");
        assert_eq!(change(&p, "chair", &meeting, 1, &[&other]).refused(), "AGENDA_VOTED");
        change(&p, "chair", &meeting, 1, &[&voted]).done();
    }

    fn what_a_hearing_takes_up_later_needs_the_same_notice(world) {
        let p = Personas::of(world);
        let (first, second) = (p.review("A road"), p.review("A bridge"));
        let input = call_input(world, "HEARING", "2026-11-26T05:00:00Z", &[&first]);
        let meeting = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        let revised = change(&p, "chair", &meeting, 1, &[&first, &second]);
        assert_eq!(revised.done()["meeting"]["revision"], 2, "Monday, Tuesday and Wednesday lie between Sunday and Thursday");
        world.advance(chrono::Duration::days(2));
        let late = Personas::of(world);
        let third = late.review("A tunnel");
        let refused = change(&late, "chair", &meeting, 2, &[&first, &second, &third]);
        assert_eq!(refused.refused(), "HEARING_TOO_SOON");
        assert_eq!(refused.at("/payload/userErrors/0/rule/key"), "hearing.notice");
        change(&late, "chair", &meeting, 2, &[&second]).done();
    }

    fn the_agenda_of_a_meeting_that_is_over_stands_also_against_the_console(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let input = call_input(world, "MEETING", &in_minutes(world, 5), &[&review]);
        let meeting = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        p.get("chair").mutate("cancelMeeting", &json!({ "meetingId": meeting, "reason": "No hall" }), "").done();
        assert_eq!(change(&p, "chair", &meeting, 2, &[]).refused(), "WRONG_STATE");
        assert!(world.raw("DELETE FROM agenda_items").is_err());
        assert!(world.raw("UPDATE meetings SET state = 'CALLED'").is_err());
        assert!(world.raw("DELETE FROM meetings").is_err());
    }
}
