//! Materials and recordings of meetings: who brings them, until when, and who reads those of a closed meeting.

use super::room::{act, call_input, called, called_in_private, in_minutes, open};
use crate::support::Personas;
use crate::support::files::pdf;
use serde_json::{Value, json};

/// The names of a meeting's files as somebody sees them.
fn names(p: &Personas<'_>, who: &str, meeting: &str) -> Vec<String> {
    let query = "query($id: ID!) { node(id: $id) { ... on Meeting { attachments(first: 10) { totalCount nodes { name subject { id } } } } } }";
    let files = p.get(who).ask(query, &json!({ "id": meeting })).at("/node/attachments").clone();
    let nodes = files["nodes"].as_array().expect("nodes");
    assert_eq!(files["totalCount"], json!(nodes.len()), "{who}");
    assert!(nodes.iter().all(|node| node["subject"]["id"] == *meeting), "{who}");
    nodes.iter().map(|node| node["name"].as_str().expect("a name").to_owned()).collect()
}

/// The beginning of a sound recording in a wave file.
fn recording() -> Vec<u8> {
    let mut wave =
        b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00"
            .to_vec();
    wave.extend_from_slice(b"data\x00\x00\x00\x00");
    wave
}

on_both! {
    fn materials_come_before_a_meeting_and_recordings_after_it(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        p.attach("chair", &meeting, "PUBLIC");
        open(&p, &meeting);
        act(&p.get("chair"), "closeMeeting", &meeting).done();
        world.advance(chrono::Duration::minutes(1));
        let input = json!({ "subjectId": meeting, "name": "Recording.wav", "access": "PUBLIC" });
        let brought = p.get("secretary").upload(&input, &recording());
        assert_eq!(brought.done()["attachment"]["mediaType"], "audio/wav");
        for who in ["anonymous", "officer", "member-05"] {
            assert_eq!(names(&p, who, &meeting), ["Есеп.pdf", "Recording.wav"], "{who}: oldest first");
        }
        let path = brought.text("/attachment/url");
        let fetched = world.anonymous().fetch(&path, &[]);
        assert_eq!((fetched.status, fetched.body), (200, recording()));
        let told = p.event_about("ATTACHMENT_UPLOADED", &brought.text("/attachment/id"));
        assert!(told.to_string().contains(&meeting), "{told}");
    }

    fn only_those_who_run_the_council_bring_files_to_its_meetings(world) {
        let p = Personas::of(world);
        let meeting = called(&p, &[]);
        let input = json!({ "subjectId": meeting, "name": "A.pdf", "access": "PUBLIC" });
        for who in ["citizen", "member-05", "officer", "local-chair", "admin"] {
            assert_eq!(p.get(who).upload(&input, &pdf("x")).denied(), "FORBIDDEN", "{who}");
        }
        let may = |who: &str| p.get(who).ask("query($id: ID!) { node(id: $id) { ... on Meeting { viewerCanAttach } } }", &json!({ "id": meeting })).at("/node/viewerCanAttach").clone();
        for (who, can) in [("chair", true), ("deputy", true), ("secretary", true), ("member-05", false), ("officer", false), ("anonymous", false)] {
            assert_eq!(may(who), can, "{who}");
        }
        p.get("deputy").upload(&input, &pdf("x")).done();
    }

    fn the_files_of_a_closed_meeting_are_for_its_council(world) {
        let p = Personas::of(world);
        let meeting = called_in_private(&p, &[]);
        let input = |access: &str| json!({ "subjectId": meeting, "name": "A.pdf", "access": access });
        assert_eq!(p.get("chair").upload(&input("PUBLIC"), &pdf("x")).refused(), "MUST_BE_RESTRICTED");
        let path = p.get("chair").upload(&input("RESTRICTED"), &pdf("x")).text("/attachment/url");
        for who in ["anonymous", "citizen", "officer", "press", "local-chair"] {
            assert_eq!((names(&p, who, &meeting), p.get(who).fetch(&path, &[]).status), (Vec::<String>::new(), 404), "{who}");
        }
        for who in ["member-05", "secretary", "admin"] {
            assert_eq!((names(&p, who, &meeting), p.get(who).fetch(&path, &[]).status), (vec!["A.pdf".to_owned()], 200), "{who}");
        }
    }

    fn a_meeting_that_was_cancelled_takes_no_more_files_and_keeps_those_it_has(world) {
        let p = Personas::of(world);
        let input = call_input(world, "MEETING", &in_minutes(world, 5), &[]);
        let meeting = p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
        p.attach("chair", &meeting, "PUBLIC");
        p.get("chair").mutate("cancelMeeting", &json!({ "meetingId": meeting, "reason": "No hall" }), "").done();
        let late = json!({ "subjectId": meeting, "name": "A.pdf", "access": "PUBLIC" });
        let refused = p.get("chair").upload(&late, &pdf("x"));
        assert_eq!((refused.refused(), refused.at("/payload/attachment")), ("WRONG_STATE", &Value::Null));
        assert_eq!(names(&p, "anonymous", &meeting), ["Есеп.pdf"]);
    }
}
