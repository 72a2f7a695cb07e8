//! Adopting a final document: from what, by whom, with which words, number and hash.

use super::{adopt, concluded, field, words};
use crate::support::Personas;
use crate::support::builders::text;
use crate::support::bulk::at_once;
use crate::support::dialogue::adopted_poll;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

fn hex(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

on_both! {
    fn a_document_is_adopted_from_a_concluded_review_with_its_number_and_what_it_quotes(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        let reply = adopt(&p.get("deputy"), &review, &words(&p));
        let document = &reply.done()["document"];
        let ministry = world.cast.ministry.wire();
        assert_eq!((&document["designation"], &document["year"], &document["number"]), (&json!("2026/1"), &json!(2026), &json!(1)));
        assert_eq!((&document["state"], &document["revision"], &document["sentAt"]), (&json!("DRAFT"), &json!(1), &Value::Null));
        assert_eq!((&document["adoptedBy"]["name"], &document["adoptedAt"]), (&json!("deputy"), &json!("2026-11-22T06:00:00Z")));
        assert_eq!((&document["review"]["id"], &document["council"]["id"], &document["body"]["id"]), (&json!(review), &json!(world.cast.council.wire()), &json!(ministry)));
        // A draft has no recommendations yet, only their words.
        assert_eq!((&document["recommendations"]["totalCount"], &document["receipts"]), (&json!(0), &json!([])));
        let version = &document["version"];
        assert_eq!((&version["heldOn"], &version["form"], &version["place"]["text"]), (&json!("2026-11-22"), &json!("DISCUSSION"), &json!("Astana (қаз)")));
        assert_eq!(version["vote"], json!({ "mode": "ROLL_CALL", "electorate": 15, "present": 12, "for": 12, "against": 0, "abstain": 0 }));
        assert_eq!((&version["decisionTitle"]["text"], &version["decisionVersionNumber"]), (&json!("A decision"), &json!(1)));
        assert_eq!(version["participants"], json!([{ "name": "A witness", "standing": { "text": "Association of Parents" } }, { "name": "A passer-by", "standing": null }]));
        let addressee = json!({ "name": { "text": "Ministry of Digital Development" }, "body": { "id": ministry } });
        assert_eq!(version["proposals"], json!([{ "number": 1, "text": { "text": "Publish it" }, "priority": "HIGH", "wishedOn": "2027-01-01", "addressees": [addressee] }]));
        // The second document of the council's year.
        let second = adopt(&p.get("chair"), &concluded(&p, &p.decision("Another")), &words(&p));
        assert_eq!(second.text("/document/designation"), "2026/2");
    }

    fn the_hash_is_that_of_the_text_that_is_handed_out(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        let reply = adopt(&p.get("chair"), &review, &words(&p));
        let (document, canonical) = (reply.text("/document/id"), reply.text("/document/version/canonicalContent"));
        assert_eq!(reply.text("/document/version/sha256"), hex(&canonical));
        let content: Value = serde_json::from_str(&canonical).expect("JSON");
        assert_eq!((&content["review"], &content["number"]), (&json!(review), &json!({ "year": 2026, "number": 1 })));
        assert_eq!(content["council"], json!({ "id": world.cast.council.wire(), "name": text("Public council") }));
        assert_eq!((&content["facts"], &content["form"], &content["heldOn"]), (&text("The facts"), &json!("DISCUSSION"), &json!("2026-11-22")));
        let names: Vec<&String> = content.as_object().expect("an object").keys().collect();
        assert_eq!(names.len(), 13, "{names:?}");
        let event = p.event_about("FINAL_DOCUMENT_ADOPTED", &document);
        assert_eq!((&event["payload"]["sha256"], &event["payload"]["number"]), (&json!(hex(&canonical)), &json!("2026/1")));
        assert_eq!((&event["payload"]["review"], &event["actor"]["id"]), (&json!(review), &json!(world.cast.person("chair"))));
        // What participants are called stands in the document, not in the log.
        assert!(!event["payload"].to_string().contains("witness"));
    }

    fn only_a_concluded_review_in_which_the_council_adopted_something_has_a_document(world) {
        let p = Personas::of(world);
        let (chair, words) = (p.get("chair"), words(&p));
        let review = p.review("A decision");
        assert_eq!(adopt(&chair, &review, &words).refused(), "WRONG_STATE");
        adopted_poll(&p, &review);
        assert_eq!(adopt(&chair, &review, &words).refused(), "WRONG_STATE");
        chair.mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        let without = p.review("Never voted on");
        chair.mutate("concludeReview", &json!({ "reviewId": without }), "").done();
        assert_eq!(adopt(&chair, &without, &words).refused(), "POLL_NOT_ADOPTED");
        let lost = p.poll("Without a quorum", "ROLL_CALL");
        let of = p.get("chair").ask("query($id: ID!) { node(id: $id) { ... on Poll { review { id } } } }", &json!({ "id": lost }));
        let rejected = of.at("/node/review/id").as_str().expect("an id").to_owned();
        chair.mutate("closePoll", &json!({ "pollId": lost }), "").done();
        chair.mutate("concludeReview", &json!({ "reviewId": rejected }), "").done();
        assert_eq!(adopt(&chair, &rejected, &words).refused(), "POLL_NOT_ADOPTED");
        adopt(&chair, &review, &words).done();
        assert_eq!(adopt(&chair, &review, &words).refused(), "DOCUMENT_EXISTS");
        assert_eq!(p.events("FINAL_DOCUMENT_ADOPTED").len(), 1);
    }

    fn those_who_preside_adopt_it_and_nobody_else(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        for who in ["member-01", "secretary", "local-chair", "officer", "admin", "registrar", "citizen", "robot"] {
            assert_eq!(adopt(&p.get(who), &review, &words(&p)).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(adopt(&world.anonymous(), &review, &words(&p)).denied(), "UNAUTHENTICATED");
        let query = "query($id: ID!) { node(id: $id) { ... on Review { viewerCanAdoptFinalDocument } } }";
        for (who, may) in [("chair", true), ("deputy", true), ("secretary", false), ("citizen", false)] {
            let read = p.get(who).ask(query, &json!({ "id": review }));
            assert_eq!(*read.at("/node/viewerCanAdoptFinalDocument"), json!(may), "{who}");
        }
        adopt(&p.get("deputy"), &review, &words(&p)).done();
    }

    fn its_words_say_something_and_its_days_make_sense(world) {
        let p = Personas::of(world);
        let (chair, review) = (p.get("chair"), concluded(&p, &p.decision("A decision")));
        let with = |pointer: &str, value: Value| {
            let mut words = words(&p);
            *words.pointer_mut(pointer).expect("a field") = value;
            words
        };
        for (pointer, value, code, at) in [
            ("/facts/kk", json!(" \n"), "BLANK", json!(["facts", "kk"])),
            ("/conclusion/ru", json!("ж".repeat(100_001)), "TOO_LONG", json!(["conclusion", "ru"])),
            ("/heldOn", json!("2026-11-23"), "OUT_OF_RANGE", json!(["heldOn"])),
            ("/heldOn", json!("2026-11-21"), "OUT_OF_RANGE", json!(["heldOn"])),
            ("/participants/0/name", json!(""), "BLANK", json!(["participants", "0", "name"])),
            ("/recommendations/0/text/kk", json!(""), "BLANK", json!(["recommendations", "0", "text", "kk"])),
            ("/recommendations/0/addresseeIds", json!([]), "OUT_OF_RANGE", json!(["recommendations", "0", "addresseeIds"])),
            ("/recommendations/0/wishedOn", json!("2026-11-21"), "OUT_OF_RANGE", json!(["recommendations", "0", "wishedOn"])),
            ("/recommendations/0/wishedOn", json!("2036-11-23"), "OUT_OF_RANGE", json!(["recommendations", "0", "wishedOn"])),
        ] {
            let reply = adopt(&chair, &review, &with(pointer, value));
            assert_eq!((reply.refused(), field(&reply)), (code, at), "{pointer}");
        }
        let many = vec![words(&p)["recommendations"][0].clone(); 51];
        assert_eq!(adopt(&chair, &review, &with("/recommendations", json!(many))).refused(), "OUT_OF_RANGE");
        let absent = with("/recommendations/0/addresseeIds", json!(["bod_00000000000000000000000000"]));
        assert_eq!(adopt(&chair, &review, &absent).denied(), "NOT_FOUND");
        // An addressee named twice is named once.
        let ministry = world.cast.ministry.wire();
        let twice = adopt(&chair, &review, &with("/recommendations/0/addresseeIds", json!([ministry, ministry])));
        assert_eq!(twice.done()["document"]["version"]["proposals"][0]["addressees"].as_array().map(Vec::len), Some(1));
    }

    fn a_recommendation_on_a_restricted_decision_goes_to_its_own_body_only(world) {
        let p = Personas::of(world);
        let decision = p.draft("Restricted");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        let (chair, review) = (p.get("chair"), concluded(&p, &decision));
        let mut elsewhere = words(&p);
        elsewhere["recommendations"][0]["addresseeIds"] = json!([world.cast.ministry.wire(), world.cast.akimat.wire()]);
        let reply = adopt(&chair, &review, &elsewhere);
        assert_eq!((reply.refused(), field(&reply)), ("ADDRESSEE_UNFIT", json!(["recommendations", "0", "addresseeIds"])));
        adopt(&chair, &review, &words(&p)).done();
        // On a public decision another body may be addressed.
        adopt(&chair, &concluded(&p, &p.decision("Public")), &elsewhere).done();
    }

    fn nobody_is_asked_for_an_answer_to_what_they_cannot_read_yet(world) {
        let p = Personas::of(world);
        let decision = p.draft("Under embargo");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-12-01T00:00:00Z" }));
        let review = concluded(&p, &decision);
        let mut elsewhere = words(&p);
        elsewhere["recommendations"][0]["addresseeIds"] = json!([world.cast.akimat.wire()]);
        let reply = adopt(&p.get("chair"), &review, &elsewhere);
        assert_eq!((reply.refused(), field(&reply)), ("ADDRESSEE_UNFIT", json!(["recommendations", "0", "addresseeIds"])));
        world.advance(chrono::Duration::days(10));
        let later = Personas::of(world);
        adopt(&later.get("chair"), &review, &elsewhere).done();
    }

    fn documents_adopted_at_once_get_a_number_each(world) {
        let p = Personas::of(world);
        let (chair, words) = (p.get("chair"), words(&p));
        let reviews: Vec<String> = (0..4).map(|n| concluded(&p, &p.decision(&format!("Decision {n}")))).collect();
        let replies = at_once(reviews.len(), |n| adopt(&chair, &reviews[n], &words));
        let numbers: BTreeSet<i64> = replies.iter().filter_map(|reply| reply.done()["document"]["number"].as_i64()).collect();
        assert_eq!(numbers, (1..=4).collect());
        // The same review twice at the same moment has one document.
        let review = concluded(&p, &p.decision("Contested"));
        let replies = at_once(3, |_| adopt(&chair, &review, &words));
        let done = replies.iter().filter(|reply| reply.at("/payload/userErrors") == &json!([])).count();
        assert_eq!(done, 1);
        assert!(replies.iter().filter(|reply| reply.at("/payload/userErrors") != &json!([])).all(|reply| reply.refused() == "DOCUMENT_EXISTS"));
    }
}
