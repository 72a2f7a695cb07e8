//! A final document that rests on the protocol of a hearing in place of a vote.

use super::{adopt, draft, field, read, revise, send, words};
use crate::meetings::room::{act, call_input, protocol, sign};
use crate::support::dialogue::{adopted_poll, rejected_poll};
use crate::support::{Client, Personas, Reply, World};
use chrono::Duration;
use kenes::kernel::clock::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A meeting on these reviews, called today for Thursday and held then: everybody has to sign in anew.
fn held(world: &World, form: &str, openness: &str, reviews: &[&str]) -> String {
    let mut input = call_input(world, form, "2026-11-26T05:00:00Z", reviews);
    if openness == "CLOSED" {
        input["openness"] = json!("CLOSED");
        input["opennessReason"] = json!("Personal data");
    }
    let meeting = world.sign_in("chair").mutate("callMeeting", &input, "meeting { id }").text("/meeting/id");
    world.clock.set(Timestamp::parse("2026-11-26T05:00:00Z").expect("a time"));
    let chair = world.sign_in("chair");
    act(&chair, "openMeeting", &meeting).done();
    act(&chair, "closeMeeting", &meeting).done();
    meeting
}

fn hash(p: &Personas<'_>, meeting: &str) -> String {
    protocol(&p.get("chair"), meeting)["sha256"].as_str().expect("a hash").to_owned()
}

/// The protocol of a meeting after these have signed it.
fn signed(p: &Personas<'_>, meeting: &str, by: &[&str]) -> String {
    let sha256 = hash(p, meeting);
    for who in by {
        sign(&p.get(who), meeting, &sha256).done();
    }
    protocol(&p.get("chair"), meeting)["id"].as_str().expect("an id").to_owned()
}

fn conclude(p: &Personas<'_>, review: &str) {
    p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
}

fn resting_on(p: &Personas<'_>, protocol: &str) -> Value {
    let mut words = words(p);
    words["protocolId"] = json!(protocol);
    words
}

fn clock(client: &Client, review: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Review { sendDeadline { state startedOn dueOn } } } }";
    client.ask(query, &json!({ "id": review })).at("/node/sendDeadline").clone()
}

/// What a document rests on, as somebody sees it.
fn basis(client: &Client, document: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on FinalDocument { poll { id } protocol { id state }
        version { vote { for } protocol { title { text(locale: EN) } number sha256 } decisionVersionNumber canonicalContent sha256 } } } }";
    client.ask(query, &json!({ "id": document })).at("/node").clone()
}

fn refusal(reply: &Reply) -> (&str, Value) {
    (reply.refused(), field(reply))
}

on_both! {
    fn a_document_rests_on_the_protocol_of_a_hearing_that_both_have_signed(world) {
        let decision = Personas::of(world).decision("A road");
        let review = Personas::of(world).review_of(&decision);
        let meeting = held(world, "HEARING", "PUBLIC", &[&review]);
        let p = Personas::of(world);
        let signed = signed(&p, &meeting, &["chair", "secretary"]);
        conclude(&p, &review);
        // What the decision became after the hearing is not what was heard.
        let mut later = crate::support::builders::content("Another road");
        later["decisionId"] = json!(decision);
        later["expectedRevision"] = json!(1);
        world.advance(Duration::minutes(1));
        p.get("officer").mutate("reviseDecision", &later, "").done();
        let document = adopt(&p.get("deputy"), &review, &resting_on(&p, &signed)).text("/document/id");
        let rests = basis(&p.get("chair"), &document);
        assert_eq!((&rests["poll"], &rests["protocol"]), (&Value::Null, &json!({ "id": signed, "state": "SIGNED" })));
        let version = &rests["version"];
        let quoted = json!({ "title": { "text": "A meeting" }, "number": 1, "sha256": hash(&p, &meeting) });
        assert_eq!((&version["vote"], &version["protocol"], &version["decisionVersionNumber"]), (&Value::Null, &quoted, &json!(1)));
        let canonical = version["canonicalContent"].as_str().expect("a text");
        let recomputed: String = Sha256::digest(canonical).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(version["sha256"], json!(recomputed));
        let content: Value = serde_json::from_str(canonical).expect("JSON");
        assert_eq!((&content["protocol"]["id"], &content["protocol"]["meeting"], content.get("vote")), (&json!(signed), &json!(meeting), None));
        let event = p.event_about("FINAL_DOCUMENT_ADOPTED", &document);
        assert_eq!((&event["payload"]["protocol"], event["payload"].get("poll")), (&json!(signed), None));
        let sent = send(&p.get("chair"), &document, 1);
        assert_eq!((&sent.done()["document"]["state"], &sent.done()["document"]["sendDeadline"]["state"]), (&json!("SENT"), &json!("MET")));
        assert_eq!(basis(&world.anonymous(), &document)["protocol"]["id"], json!(signed));
        let (status, page) = world.anonymous().get(&format!("/documents/{document}.html?lang=ru"));
        assert!(status == 200 && page.contains("Общественное слушание") && page.contains(&hash(&p, &meeting)), "{page}");
        assert!(!page.contains("<table>"), "there was no vote");
    }

    fn a_protocol_that_is_not_signed_by_both_carries_no_document(world) {
        let review = Personas::of(world).review("A road");
        let meeting = held(world, "HEARING", "PUBLIC", &[&review]);
        let p = Personas::of(world);
        conclude(&p, &review);
        let chair = p.get("chair");
        let drawn = signed(&p, &meeting, &[]);
        let at = json!(["protocolId"]);
        assert_eq!(refusal(&adopt(&chair, &review, &resting_on(&p, &drawn))), ("PROTOCOL_UNSIGNED", at.clone()));
        signed(&p, &meeting, &["chair"]);
        assert_eq!(refusal(&adopt(&chair, &review, &resting_on(&p, &drawn))), ("PROTOCOL_UNSIGNED", at));
        assert_eq!(adopt(&chair, &review, &words(&p)).refused(), "POLL_NOT_ADOPTED", "without naming it neither");
        signed(&p, &meeting, &["secretary"]);
        adopt(&chair, &review, &resting_on(&p, &drawn)).done();
    }

    fn only_a_hearing_that_took_the_review_up_carries_its_document(world) {
        let before = Personas::of(world);
        let (heard, other) = (before.review("A road"), before.review("A bridge"));
        let hearing = held(world, "HEARING", "PUBLIC", &[&heard]);
        let p = Personas::of(world);
        let chair = p.get("chair");
        let of_hearing = signed(&p, &hearing, &["chair", "secretary"]);
        conclude(&p, &heard);
        conclude(&p, &other);
        let elsewhere = adopt(&chair, &other, &resting_on(&p, &of_hearing));
        assert_eq!(refusal(&elsewhere), ("PROTOCOL_UNFIT", json!(["protocolId"])));
        // An ordinary meeting of the council on the same review is no hearing.
        let meeting = crate::meetings::room::opened(&p, &[&heard]);
        act(&chair, "closeMeeting", &meeting).done();
        let of_meeting = signed(&p, &meeting, &["chair", "secretary"]);
        assert_eq!(adopt(&chair, &heard, &resting_on(&p, &of_meeting)).refused(), "PROTOCOL_UNFIT");
        assert_eq!(adopt(&chair, &heard, &resting_on(&p, "prot_00000000000000000000000000")).denied(), "NOT_FOUND");
        assert_eq!(adopt(&chair, &heard, &resting_on(&p, &hearing)).denied(), "BAD_INPUT", "a meeting is no protocol");
        adopt(&chair, &heard, &resting_on(&p, &of_hearing)).done();
    }

    fn a_protocol_does_not_overrule_what_the_council_voted_down(world) {
        let before = Personas::of(world);
        let (lost, won) = (before.review("A road"), before.review("A bridge"));
        let rejected = rejected_poll(&before, &lost);
        rejected_poll(&before, &won);
        adopted_poll(&before, &won);
        let hearing = held(world, "HEARING", "PUBLIC", &[&lost, &won]);
        let p = Personas::of(world);
        let chair = p.get("chair");
        let signed = signed(&p, &hearing, &["chair", "secretary"]);
        conclude(&p, &lost);
        conclude(&p, &won);
        assert_eq!(clock(&chair, &lost), Value::Null, "nothing is owed");
        let refused = adopt(&chair, &lost, &resting_on(&p, &signed));
        assert_eq!(refusal(&refused), ("VOTED_DOWN", json!(["protocolId"])));
        // What was adopted in another vote is not voted down.
        adopt(&chair, &won, &resting_on(&p, &signed)).done();
        // Nor is what was rejected in a vote that counts for nothing.
        chair.mutate("annulPoll", &json!({ "pollId": rejected, "reason": "The notice was late" }), "").done();
        adopt(&chair, &lost, &resting_on(&p, &signed)).done();
    }

    fn the_clock_runs_from_the_conclusion_also_while_the_protocol_waits_for_signatures(world) {
        let before = Personas::of(world);
        let (heard, never, late) = (before.review("A road"), before.review("A bridge"), before.review("A school"));
        conclude(&before, &late);
        assert_eq!(clock(&world.anonymous(), &late), Value::Null);
        let hearing = held(world, "HEARING", "PUBLIC", &[&heard, &late]);
        let p = Personas::of(world);
        conclude(&p, &heard);
        conclude(&p, &never);
        // Seven working days after Thursday, 26 November: Monday, 7 December.
        let running = json!({ "state": "RUNNING", "startedOn": "2026-11-26", "dueOn": "2026-12-07" });
        assert_eq!((clock(&world.anonymous(), &heard), clock(&world.anonymous(), &never)), (running.clone(), Value::Null));
        // Heard after its conclusion: a document that rests on it starts the clock, with the end of the hearing.
        world.advance(Duration::days(1));
        let p = Personas::of(world);
        let signed = signed(&p, &hearing, &["chair", "secretary"]);
        adopt(&p.get("chair"), &late, &resting_on(&p, &signed)).done();
        assert_eq!(clock(&world.anonymous(), &late), running);
        adopt(&p.get("chair"), &heard, &resting_on(&p, &signed)).done();
        assert_eq!(clock(&world.anonymous(), &heard), running);
        assert_eq!(p.events("DEADLINE_STARTED").len(), 2);
    }

    fn a_draft_keeps_its_ground_and_finds_another_when_its_poll_is_annulled(world) {
        let review = Personas::of(world).review("A road");
        let poll = adopted_poll(&Personas::of(world), &review);
        let hearing = held(world, "HEARING", "PUBLIC", &[&review]);
        let p = Personas::of(world);
        let chair = p.get("chair");
        let signed = signed(&p, &hearing, &["chair", "secretary"]);
        conclude(&p, &review);
        let document = adopt(&chair, &review, &words(&p)).text("/document/id");
        assert_eq!(basis(&chair, &document)["poll"], json!({ "id": poll }));
        chair.mutate("annulPoll", &json!({ "pollId": poll, "reason": "The notice was late" }), "").done();
        assert_eq!(clock(&chair, &review)["state"], json!("RUNNING"), "it was heard: a document is still owed");
        assert_eq!(send(&chair, &document, 1).refused(), "POLL_ANNULLED");
        assert_eq!(revise(&chair, &document, 1, &words(&p)).refused(), "POLL_NOT_ADOPTED");
        revise(&chair, &document, 1, &resting_on(&p, &signed)).done();
        let mut again = words(&p);
        again["facts"] = crate::support::builders::text("More facts");
        revise(&chair, &document, 2, &again).done();
        let rests = basis(&chair, &document);
        assert_eq!((&rests["poll"], &rests["protocol"]["id"], &rests["version"]["vote"]), (&Value::Null, &json!(signed), &Value::Null));
        send(&chair, &document, 3).done();
        assert_eq!(read(&world.anonymous(), &document)["state"], json!("SENT"));
    }

    fn the_protocol_of_a_closed_hearing_is_quoted_and_not_shown(world) {
        let review = Personas::of(world).review("A road");
        let hearing = held(world, "HEARING", "CLOSED", &[&review]);
        let p = Personas::of(world);
        let signed = signed(&p, &hearing, &["chair", "secretary"]);
        conclude(&p, &review);
        let document = adopt(&p.get("chair"), &review, &resting_on(&p, &signed)).text("/document/id");
        send(&p.get("chair"), &document, 1).done();
        let outside = basis(&world.anonymous(), &document);
        assert_eq!((&outside["protocol"], &outside["version"]["protocol"]["number"]), (&Value::Null, &json!(1)));
        assert_eq!(basis(&p.get("member-05"), &document)["protocol"]["id"], json!(signed));
    }

    fn a_document_rests_on_one_thing_whatever_a_console_tries(world) {
        let p = Personas::of(world);
        draft(&p, &p.decision("A road"));
        for sql in ["UPDATE final_documents SET poll_id = NULL", "UPDATE final_documents SET protocol_id = id"] {
            assert!(world.raw(sql).is_err(), "{sql}");
        }
    }
}
