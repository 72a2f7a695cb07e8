//! Calling meetings and hearings: when they may be, and what notice a hearing needs.

use super::room::{MEETING, act, call_input, in_minutes};
use crate::support::Personas;
use chrono::Duration;
use serde_json::{Value, json};

/// The answer's first refusal: code, field, rule and message.
fn refusal(p: &Personas<'_>, input: &Value) -> (String, Value, Value, String) {
    let query = "mutation($input: CallMeetingInput!) { callMeeting(input: $input) {
        userErrors { code field message rule { key citation { text(locale: EN) } confirmed } } } }";
    let reply = p.get("chair").ask(query, &json!({ "input": input }));
    let error = reply.at("/callMeeting/userErrors/0").clone();
    let text = |name: &str| error[name].as_str().expect("a text").to_owned();
    (text("code"), error["field"].clone(), error["rule"].clone(), text("message"))
}

on_both! {
    fn a_meeting_is_called_with_its_agenda_and_everybody_learns_of_it(world) {
        let p = Personas::of(world);
        let (first, second) = (p.review("A road"), p.review("A bridge"));
        // The same review twice stands where it was named first.
        let input = call_input(world, "MEETING", "2026-11-25T05:00:00Z", &[&second, &first, &second]);
        let reply = p.get("chair").mutate("callMeeting", &input, MEETING);
        let meeting = &reply.done()["meeting"];
        assert_eq!((&meeting["state"], &meeting["revision"], &meeting["openness"]), (&json!("CALLED"), &json!(1), &json!("PUBLIC")));
        assert_eq!((&meeting["calledBy"]["name"], &meeting["calledAt"]), (&json!("chair"), &json!("2026-11-22T06:00:00Z")));
        let agenda = json!([{ "number": 1, "review": { "id": second } }, { "number": 2, "review": { "id": first } }]);
        assert_eq!(meeting["agenda"], agenda);
        assert_eq!((&meeting["presence"], &meeting["turnout"]), (&Value::Null, &Value::Null));
        let id = meeting["id"].as_str().expect("an id");
        let seen = world.anonymous().ask("query($id: ID!) { node(id: $id) { ... on Meeting { state transitions { toState actor { name } } } } }", &json!({ "id": id }));
        assert_eq!(seen.at("/node/transitions"), &json!([{ "toState": "CALLED", "actor": { "name": "chair" } }]));
        let event = p.event_about("MEETING_CALLED", id);
        assert_eq!((&event["payload"]["agenda"], &event["payload"]["form"]), (&json!([second, first]), &json!("MEETING")));
    }

    fn a_hearing_needs_three_working_days_of_notice_and_is_refused_with_the_citation_and_the_earliest_day(world) {
        let p = Personas::of(world);
        let review = p.review("Heard");
        // It is Sunday, 22 November 2026. Only Monday and Tuesday lie between it and Wednesday.
        let soon = call_input(world, "HEARING", "2026-11-25T05:00:00Z", &[&review]);
        let (code, field, rule, message) = refusal(&p, &soon);
        assert_eq!((code.as_str(), field), ("HEARING_TOO_SOON", json!(["startsAt"])));
        assert_eq!((&rule["key"], &rule["confirmed"]), (&json!("hearing.notice"), &json!(true)));
        assert!(rule["citation"]["text"].as_str().expect("a text").contains("Art. 13(6)"), "{rule}");
        assert!(message.contains("2026-11-26") && message.contains('3'), "{message}");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM meetings"), 0);
        let on_the_day = call_input(world, "HEARING", "2026-11-26T05:00:00Z", &[&review]);
        let id = p.get("chair").mutate("callMeeting", &on_the_day, MEETING).text("/meeting/id");
        let event = p.event_about("MEETING_CALLED", &id);
        let told = &event["payload"];
        assert_eq!((&told["noticeGivenOn"], &told["noticeLatestOn"]), (&json!("2026-11-22"), &json!("2026-11-22")));
        assert!(told["calendarVersion"].is_i64(), "{told}");
    }

    fn a_meeting_of_the_council_on_its_own_work_needs_no_notice(world) {
        let p = Personas::of(world);
        let input = call_input(world, "MEETING", &in_minutes(world, 1), &[]);
        p.get("chair").mutate("callMeeting", &input, MEETING).done();
    }

    fn a_meeting_lies_ahead_within_a_year_and_within_the_term(world) {
        let p = Personas::of(world);
        let code = |starts_at: &str| refusal(&p, &call_input(world, "MEETING", starts_at, &[])).0;
        assert_eq!(code("2026-11-22T06:00:00Z"), "MEETING_TIME_INVALID");
        assert_eq!(code("2027-12-01T06:00:00Z"), "MEETING_TIME_INVALID");
        let last = call_input(world, "MEETING", "2027-11-20T06:00:00Z", &[]);
        p.get("chair").mutate("callMeeting", &last, MEETING).done();
        world.advance(Duration::days(500));
        let later = Personas::of(world);
        let beyond = call_input(world, "MEETING", "2028-06-01T06:00:00Z", &[]);
        assert_eq!(refusal(&later, &beyond).0, "COUNCIL_TERM_OVER");
    }

    fn a_closed_meeting_says_why_and_an_open_one_needs_no_reason(world) {
        let p = Personas::of(world);
        let mut input = call_input(world, "MEETING", &in_minutes(world, 5), &[]);
        input["openness"] = json!("CLOSED");
        let (code, field, _, _) = refusal(&p, &input);
        assert_eq!((code.as_str(), field), ("BLANK", json!(["opennessReason"])));
        input["opennessReason"] = json!(" Personal data ");
        let reply = p.get("chair").mutate("callMeeting", &input, MEETING);
        assert_eq!(reply.done()["meeting"]["opennessReason"], "Personal data");
    }

    fn only_own_reviews_that_are_not_closed_come_on_the_agenda(world) {
        let p = Personas::of(world);
        let decision = p.decision("Reviewed by two");
        let council = world.cast.local_council.wire();
        let input = json!({ "decisionId": decision, "councilId": council, "form": "DISCUSSION" });
        let others = p.get("local-chair").mutate("openReview", &input, "review { id }").text("/review/id");
        let own = p.review_of(&decision);
        let (code, field, _, _) = refusal(&p, &call_input(world, "MEETING", &in_minutes(world, 5), &[&own, &others]));
        assert_eq!((code.as_str(), field), ("REVIEW_ELSEWHERE", json!(["reviewIds", "1"])));
        let (code, field, _, _) = refusal(&p, &call_input(world, "HEARING", "2026-12-10T05:00:00Z", &[]));
        assert_eq!((code.as_str(), field), ("BLANK", json!(["reviewIds"])), "a hearing hears about something");
        let chair = p.get("chair");
        let hidden = call_input(world, "MEETING", &in_minutes(world, 5), &["rev_01h455vb4pex5vsknk084sn02q"]);
        assert_eq!(chair.mutate("callMeeting", &hidden, "").denied(), "NOT_FOUND");
    }

    fn a_meeting_is_cancelled_with_a_reason_until_it_is_opened(world) {
        let p = Personas::of(world);
        let input = call_input(world, "MEETING", &in_minutes(world, 1), &[]);
        let chair = p.get("chair");
        let id = chair.mutate("callMeeting", &input, MEETING).text("/meeting/id");
        let cancel = |reason: &str| chair.mutate("cancelMeeting", &json!({ "meetingId": id, "reason": reason }), "meeting { state revision transitions { toState reason } }");
        assert_eq!(cancel(" ").refused(), "BLANK");
        let reply = cancel("The hall is flooded");
        let meeting = &reply.done()["meeting"];
        assert_eq!((&meeting["state"], &meeting["revision"]), (&json!("CANCELLED"), &json!(2)));
        assert_eq!(meeting["transitions"][1], json!({ "toState": "CANCELLED", "reason": "The hall is flooded" }));
        assert_eq!(cancel("Again").refused(), "WRONG_STATE");
        world.advance(Duration::minutes(1));
        assert_eq!(act(&chair, "openMeeting", &id).refused(), "WRONG_STATE");
        p.event_about("MEETING_CANCELLED", &id);
    }
}
