//! Opening and closing.

use super::room::{act, call_input, called, in_minutes, open, opened, poll_in};
use crate::support::Personas;
use crate::support::bulk::at_once;
use chrono::Duration;
use serde_json::{Value, json};

on_both! {
    fn a_meeting_is_opened_at_its_time_and_not_before_and_not_days_later(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        assert_eq!(act(&p.get("chair"), "openMeeting", &meeting).refused(), "MEETING_TOO_EARLY");
        world.advance(Duration::minutes(1));
        let reply = act(&p.get("chair"), "openMeeting", &meeting);
        let held = &reply.done()["meeting"];
        assert_eq!((&held["state"], &held["openedAt"]), (&json!("OPEN"), &json!("2026-11-22T06:01:00Z")));
        p.event_about("MEETING_OPENED", &meeting);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        let forgotten = called(&p, &[]);
        world.advance(Duration::days(2));
        assert_eq!(act(&world.sign_in("chair"), "openMeeting", &forgotten).refused(), "MEETING_LAPSED");
    }

    fn a_council_holds_one_meeting_at_a_time_however_many_open_at_once(world) {
        let p = Personas::of(world);
        let meetings: Vec<String> = (0..6).map(|_| called(&p, &[])).collect();
        world.advance(Duration::minutes(1));
        let chair = p.get("chair");
        let replies = at_once(meetings.len(), |n| act(&chair, "openMeeting", &meetings[n]));
        let done = replies.iter().filter(|reply| reply.at("/payload/userErrors") == &json!([])).count();
        assert_eq!(done, 1);
        for reply in replies.iter().filter(|reply| reply.at("/payload/meeting") == &Value::Null) {
            assert_eq!(reply.refused(), "MEETING_RUNNING");
        }
        assert_eq!(p.events("MEETING_OPENED").len(), 1);
    }

    fn another_council_meets_at_the_same_time(world) {
        let p = Personas::of(world);
        let mut input = call_input(world, "MEETING", &in_minutes(world, 1), &[]);
        input["councilId"] = json!(world.cast.local_council.wire());
        let local = p.get("local-chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        opened(&p, &[]);
        act(&p.get("local-chair"), "openMeeting", &local).done();
    }

    fn a_meeting_is_closed_only_when_its_polls_are(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = called(&p, &[&review]);
        assert_eq!(act(&p.get("chair"), "closeMeeting", &meeting).refused(), "WRONG_STATE");
        open(&p, &meeting);
        let poll = poll_in(&p, &meeting, &review, "ROLL_CALL");
        assert_eq!(act(&p.get("chair"), "closeMeeting", &meeting).refused(), "MEETING_VOTING");
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        assert_eq!(act(&p.get("chair"), "closeMeeting", &meeting).refused(), "WRONG_STATE");
    }

    fn a_poll_and_the_close_that_come_at_once_never_leave_a_poll_open_in_a_meeting_that_is_over(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let meeting = called(&p, &[&review]);
        open(&p, &meeting);
        let (chair, deputy) = (p.get("chair"), p.get("deputy"));
        let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": { "kk": "Солай бола ма?" }, "meetingId": meeting });
        at_once(2, |n| match n {
            0 => chair.mutate("openPoll", &input, "poll { id }"),
            _ => act(&deputy, "closeMeeting", &meeting),
        });
        let lost = "SELECT COUNT(*) AS n FROM polls JOIN meetings ON meetings.id = polls.meeting_id \
                    WHERE polls.state = 'OPEN' AND meetings.state = 'CLOSED'";
        assert_eq!(world.count(lost), 0);
    }

    fn the_viewer_is_told_what_they_may_do(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        let query = "query($id: ID!) { node(id: $id) { ... on Meeting { viewerCanChangeAgenda viewerCanCancel viewerCanOpen viewerCanCheckIn
            viewerCanKeepAttendance viewerCanClose viewerCanRedrawProtocol viewerCanSignProtocol council { viewerCanCallMeeting } } } }";
        let told = |who: &str| {
            let node = p.get(who).ask(query, &json!({ "id": meeting })).at("/node").clone();
            let may: Vec<&str> = ["ChangeAgenda", "Cancel", "Open", "CheckIn", "KeepAttendance", "Close", "RedrawProtocol", "SignProtocol"]
                .into_iter().filter(|right| node[format!("viewerCan{right}")] == true).collect();
            (may.join(" "), node["council"]["viewerCanCallMeeting"] == true)
        };
        assert_eq!(told("chair"), ("ChangeAgenda Cancel Open CheckIn KeepAttendance".to_owned(), true));
        assert_eq!(told("secretary"), ("ChangeAgenda CheckIn KeepAttendance".to_owned(), false));
        assert_eq!(told("member-05"), ("CheckIn".to_owned(), false));
        assert_eq!(told("citizen"), (String::new(), false));
        assert_eq!(told("anonymous"), (String::new(), false));
        open(&p, &meeting);
        assert_eq!(told("chair").0, "ChangeAgenda CheckIn KeepAttendance Close");
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        assert_eq!(told("chair").0, "RedrawProtocol SignProtocol");
        assert_eq!(told("secretary").0, "RedrawProtocol SignProtocol");
        assert_eq!(told("member-05").0, "");
    }
}
