//! What files belong to, who attaches them there, and until when.

use crate::documents;
use crate::support::builders::text;
use crate::support::dialogue::{Dialogue, refused};
use crate::support::files::pdf;
use crate::support::{Client, Personas, Reply};
use chrono::Duration;
use serde_json::{Value, json};

fn attach(client: &Client, subject: &str, access: &str) -> Reply {
    client.upload(&json!({ "subjectId": subject, "name": "a.pdf", "access": access }), &pdf(access))
}

/// The files of a subject as somebody sees them, and whether they may attach more.
fn files(client: &Client, kind: &str, subject: &str) -> (Vec<Value>, bool) {
    let query = format!(
        "query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ viewerCanAttach attachments {{ totalCount nodes {{ id subject {{ id }} }} }} }} }} }}"
    );
    let reply = client.ask(&query, &json!({ "id": subject }));
    let nodes = reply.at("/node/attachments/nodes").as_array().cloned().expect("a list");
    assert_eq!(reply.at("/node/attachments/totalCount"), nodes.len());
    assert!(nodes.iter().all(|node| node["subject"]["id"] == subject));
    (nodes.iter().map(|node| node["id"].clone()).collect(), reply.at("/node/viewerCanAttach") == true)
}

fn status(p: &Personas<'_>, who: &str, id: &str) -> u16 {
    p.get(who).fetch(&format!("/attachments/{id}"), &[]).status
}

/// Everybody tries to attach; those named may, or are denied with this code.
fn try_all(p: &Personas<'_>, subject: &str, expected: &[(&str, &str)]) {
    for (who, code) in expected {
        let reply = attach(&p.get(who), subject, "PUBLIC");
        match *code {
            "" => drop(reply.done()),
            code => assert_eq!(reply.denied(), code, "{who}"),
        }
    }
}

/// A meeting of the ministry's council that begins in a minute.
fn meeting(p: &Personas<'_>, openness: &str) -> String {
    let mut input = json!({
        "councilId": p.world.cast.council.wire(), "form": "MEETING", "title": text("A meeting"), "place": text("Room 1"),
        "startsAt": p.world.clock.now().plus(Duration::minutes(1)).rfc3339(), "reviewIds": [], "openness": openness,
    });
    if openness == "CLOSED" {
        input["opennessReason"] = json!("Personal data");
    }
    p.get("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id")
}

on_both! {
    fn the_body_attaches_to_its_answer_until_the_review_is_closed(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        try_all(&p, &answer, &[
            ("anonymous", "UNAUTHENTICATED"), ("citizen", "FORBIDDEN"), ("chair", "FORBIDDEN"), ("secretary", "FORBIDDEN"),
            ("local-officer", "FORBIDDEN"), ("admin", "FORBIDDEN"), ("officer", ""),
        ]);
        let closed = attach(&p.get("officer"), &answer, "RESTRICTED").text("/attachment/id");
        assert_eq!((files(&world.anonymous(), "Answer", &answer).0.len(), files(&p.get("officer"), "Answer", &answer)), (1, (files(&p.get("chair"), "Answer", &answer).0, true)));
        assert_eq!((status(&p, "citizen", &closed), status(&p, "local-officer", &closed)), (404, 404));
        assert_eq!((status(&p, "member-05", &closed), status(&p, "officer", &closed)), (200, 200));
        assert_eq!(p.event_about("ATTACHMENT_UPLOADED", &closed)["payload"]["subject"], json!(answer));
        d.close(&p.get("chair")).done();
        assert_eq!(attach(&p.get("officer"), &answer, "PUBLIC").refused(), "WRONG_STATE");
        assert_eq!(status(&p, "officer", &closed), 200, "what was attached stays");
    }

    fn the_council_attaches_to_its_final_document_until_it_is_sent(world) {
        let p = Personas::of(world);
        let document = documents::draft(&p, &p.decision("A decision"));
        try_all(&p, &document, &[
            ("anonymous", "UNAUTHENTICATED"), ("citizen", "NOT_FOUND"), ("officer", "NOT_FOUND"), ("local-chair", "NOT_FOUND"),
            ("member-05", "FORBIDDEN"), ("admin", "FORBIDDEN"), ("chair", ""), ("deputy", ""), ("secretary", ""),
        ]);
        let annex = attach(&p.get("chair"), &document, "PUBLIC").text("/attachment/id");
        let closed = attach(&p.get("chair"), &document, "RESTRICTED").text("/attachment/id");
        for (who, seen) in [("anonymous", 404), ("officer", 404), ("local-chair", 404), ("member-05", 200), ("admin", 200)] {
            assert_eq!((status(&p, who, &annex), status(&p, who, &closed)), (seen, seen), "{who}");
        }
        p.get("chair").mutate("sendFinalDocument", &json!({ "documentId": document, "expectedRevision": 1 }), "").done();
        assert_eq!(attach(&p.get("chair"), &document, "PUBLIC").refused(), "WRONG_STATE");
        for (who, open, restricted) in [("anonymous", 200, 404), ("local-officer", 200, 404), ("officer", 200, 200), ("member-05", 200, 200)] {
            assert_eq!((status(&p, who, &annex), status(&p, who, &closed)), (open, restricted), "{who}");
        }
        assert_eq!(files(&world.anonymous(), "FinalDocument", &document).0.len(), 4);
        assert_eq!(files(&p.get("officer"), "FinalDocument", &document).0.len(), 5);
    }

    fn the_council_attaches_materials_before_its_meeting_and_the_recording_after_the_protocol_is_signed(world) {
        let p = Personas::of(world);
        let (meeting, chair) = (meeting(&p, "PUBLIC"), p.get("chair"));
        try_all(&p, &meeting, &[
            ("anonymous", "UNAUTHENTICATED"), ("citizen", "FORBIDDEN"), ("officer", "FORBIDDEN"), ("member-05", "FORBIDDEN"),
            ("local-chair", "FORBIDDEN"), ("admin", "FORBIDDEN"), ("chair", ""), ("deputy", ""),
        ]);
        world.advance(Duration::minutes(1));
        for verb in ["openMeeting", "closeMeeting"] {
            chair.mutate(verb, &json!({ "meetingId": meeting }), "").done();
        }
        let query = "query($id: ID!) { node(id: $id) { ... on Meeting { protocol { sha256 state } } } }";
        let protocol = || chair.ask(query, &json!({ "id": meeting })).at("/node/protocol").clone();
        for who in ["chair", "secretary"] {
            p.get(who).mutate("signProtocol", &json!({ "meetingId": meeting, "sha256": protocol()["sha256"] }), "").done();
        }
        let signed = protocol();
        let input = json!({ "subjectId": meeting, "name": "жазба.ogg", "access": "PUBLIC" });
        let recording = p.get("secretary").upload(&input, b"OggS\x00\x02 a recording");
        assert_eq!(recording.text("/attachment/mediaType"), "audio/ogg");
        assert_eq!((protocol(), files(&world.anonymous(), "Meeting", &meeting).0.len()), (signed, 3));
    }

    fn a_meeting_that_is_closed_to_the_public_takes_restricted_files_only_and_a_cancelled_one_none(world) {
        let p = Personas::of(world);
        let (closed, chair) = (meeting(&p, "CLOSED"), p.get("chair"));
        assert_eq!(attach(&chair, &closed, "PUBLIC").refused(), "MUST_BE_RESTRICTED");
        let id = attach(&chair, &closed, "RESTRICTED").text("/attachment/id");
        for (who, seen) in [("anonymous", 404), ("citizen", 404), ("officer", 404), ("local-chair", 404), ("member-05", 200), ("admin", 200)] {
            assert_eq!(status(&p, who, &id), seen, "{who}");
        }
        chair.mutate("cancelMeeting", &json!({ "meetingId": closed, "reason": "No room" }), "").done();
        assert_eq!(attach(&chair, &closed, "RESTRICTED").refused(), "WRONG_STATE");
    }

    fn a_decision_takes_files_as_long_as_its_text_may_change(world) {
        let p = Personas::of(world);
        let decision = p.draft("A decision");
        try_all(&p, &decision, &[("anonymous", "UNAUTHENTICATED"), ("chair", "NOT_FOUND"), ("admin", "FORBIDDEN"), ("officer", "")]);
        p.publish(&decision, &json!({}));
        try_all(&p, &decision, &[("anonymous", "UNAUTHENTICATED"), ("chair", "FORBIDDEN"), ("local-officer", "FORBIDDEN"), ("officer", "")]);
        assert_eq!(files(&world.anonymous(), "Decision", &decision).0.len(), 2);
        let elsewhere = json!({ "subjectId": p.review_of(&decision), "name": "a.pdf", "access": "PUBLIC" });
        assert_eq!(p.get("officer").upload(&elsewhere, &pdf("a")).denied(), "BAD_INPUT");
    }
}
