//! What a viewer may not see of a meeting: items on decisions closed to them, and protocols that name such decisions.

use super::room::{act, call_input, called, called_in_private, look, open, opened, protocol};
use crate::support::Personas;
use serde_json::{Value, json};

/// A review of a decision that only the body and the council read.
fn restricted(p: &Personas<'_>, title: &str) -> String {
    let decision = p.draft(title);
    p.publish(&decision, &json!({ "access": "RESTRICTED" }));
    p.review_of(&decision)
}

fn numbers(meeting: &Value) -> Vec<i64> {
    meeting["agenda"].as_array().expect("an agenda").iter().filter_map(|item| item["number"].as_i64()).collect()
}

on_both! {
    fn an_item_on_a_decision_that_the_viewer_may_not_see_is_left_out(world) {
        let p = Personas::of(world);
        let (open_review, hidden) = (p.review("A road"), restricted(&p, "A secret road"));
        let meeting = called(&p, &[&hidden, &open_review]);
        for who in ["anonymous", "citizen", "local-chair"] {
            assert_eq!(numbers(&look(&p.get(who), &meeting)), [2], "{who}");
        }
        for who in ["member-05", "officer", "admin"] {
            assert_eq!(numbers(&look(&p.get(who), &meeting)), [1, 2], "{who}");
        }
        let query = "query($filter: MeetingFilter) { meetings(filter: $filter) { totalCount nodes { id } } }";
        let by_review = |who: &str, review: &str| p.get(who).ask(query, &json!({ "filter": { "reviewId": review } })).at("/meetings/totalCount").clone();
        assert_eq!((by_review("citizen", &hidden), by_review("citizen", &open_review)), (json!(0), json!(1)));
        assert_eq!(by_review("member-05", &hidden), json!(1));
    }

    fn a_protocol_is_seen_only_by_those_who_see_every_decision_it_names(world) {
        let p = Personas::of(world);
        let hidden = restricted(&p, "A secret road");
        let meeting = opened(&p, &[&hidden]);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let drawn = protocol(&p.get("member-05"), &meeting);
        assert!(drawn["canonical"].as_str().expect("a text").contains("A secret road"));
        let id = drawn["id"].clone();
        for who in ["anonymous", "citizen", "media", "local-chair"] {
            let client = p.get(who);
            assert_eq!(protocol(&client, &meeting), Value::Null, "{who}");
            let found = client.ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": id }));
            assert_eq!(found.at("/node"), &Value::Null, "{who}");
            assert_ne!(look(&client, &meeting)["turnout"], Value::Null, "{who} sees that, and how many came");
        }
        let (status, page) = p.get("anonymous").get(&format!("/meetings/{meeting}/protocol.html"));
        assert_eq!(status, 404, "{page}");
    }

    fn an_embargo_holds_for_the_protocol_too_also_for_accredited_media(world) {
        let p = Personas::of(world);
        let decision = p.draft("Under embargo");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-22T06:10:00Z" }));
        let review = p.review_of(&decision);
        let meeting = opened(&p, &[&review]);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        assert_eq!(protocol(&p.get("media"), &meeting), Value::Null);
        assert_ne!(protocol(&p.get("member-05"), &meeting), Value::Null);
        world.advance(chrono::Duration::minutes(10));
        assert_ne!(protocol(&world.anonymous(), &meeting), Value::Null);
    }

    fn officers_of_the_body_see_no_more_of_a_closed_hearing_than_everybody(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let mut input = call_input(world, "HEARING", "2026-11-26T05:00:00Z", &[&review]);
        (input["openness"], input["opennessReason"]) = (json!("CLOSED"), json!("Personal data"));
        let hearing = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        world.advance(chrono::Duration::hours(95));
        let p = Personas::of(world);
        act(&p.get("chair"), "openMeeting", &hearing).done();
        p.get("member-05").mutate("checkIn", &json!({ "meetingId": hearing }), "").done();
        let told = |who: &str| { let seen = look(&p.get(who), &hearing); (seen["opennessReason"].clone(), numbers(&seen), seen["presence"].clone()) };
        assert_eq!(told("officer"), (json!("Personal data"), vec![1], Value::Null), "that it is held, why closed, and about what");
        assert_eq!(told("officer"), told("citizen"));
        assert_eq!(told("member-01").2["present"], 1);
        act(&p.get("chair"), "closeMeeting", &hearing).done();
        for who in ["officer", "local-officer", "citizen"] {
            assert_eq!((protocol(&p.get(who), &hearing), look(&p.get(who), &hearing)["turnout"].clone()), (Value::Null, Value::Null), "{who}");
            assert_eq!(p.get(who).get(&format!("/meetings/{hearing}/protocol.html")).0, 404, "{who}");
        }
        assert_ne!(protocol(&p.get("member-01"), &hearing), Value::Null);
    }

    fn the_protocol_of_a_closed_meeting_only_its_own_council_reads(world) {
        let p = Personas::of(world);
        let meeting = called_in_private(&p, &[]);
        open(&p, &meeting);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        for who in ["anonymous", "citizen", "officer", "media", "local-chair"] {
            assert_eq!(protocol(&p.get(who), &meeting), Value::Null, "{who}");
            assert_eq!(look(&p.get(who), &meeting)["turnout"], Value::Null, "{who}");
        }
        for who in ["member-05", "admin"] {
            assert_ne!(protocol(&p.get(who), &meeting), Value::Null, "{who}");
        }
    }
}
