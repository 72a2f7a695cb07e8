//! Sending a final document: what comes to be with it, and what it does to the review.

use super::{adopt, concluded, draft, read, revise, send, sent, words};
use crate::support::Personas;
use crate::support::builders::text;
use crate::support::bulk::at_once;
use chrono::Duration;
use serde_json::{Value, json};

on_both! {
    fn a_sent_document_has_recommendations_whose_addressees_owe_answers(world) {
        let p = Personas::of(world);
        let (ministry, akimat) = (world.cast.ministry.wire(), world.cast.akimat.wire());
        let review = concluded(&p, &p.decision("A decision"));
        let mut wording = words(&p);
        wording["recommendations"] = json!([
            { "text": text("First"), "addresseeIds": [ministry] },
            { "text": text("Second"), "addresseeIds": [akimat, ministry], "priority": "LOW" },
        ]);
        let document = adopt(&p.get("chair"), &review, &wording).text("/document/id");
        world.advance(Duration::minutes(5));
        let reply = send(&p.get("chair"), &document, 1);
        let sent = &reply.done()["document"];
        assert_eq!((&sent["state"], &sent["sentAt"], &sent["review"]["state"]), (&json!("SENT"), &json!("2026-11-22T06:05:00Z"), &json!("SENT")));
        let clock = json!({ "state": "RUNNING", "startedOn": "2026-11-22", "dueOn": "2026-12-04" });
        let short: Vec<Value> = sent["recommendations"]["nodes"].as_array().expect("a list").iter().map(|r| {
            let addressees: Vec<Value> = r["addressees"].as_array().expect("a list").iter().map(|a| {
                assert_eq!(a["deadline"], clock);
                json!([a["body"]["id"], a["state"]])
            }).collect();
            json!([r["number"], r["text"]["text"], r["priority"], addressees])
        }).collect();
        assert_eq!(short, [
            json!([1, "First", "NORMAL", [[ministry, "PENDING"]]]),
            json!([2, "Second", "LOW", [[akimat, "PENDING"], [ministry, "PENDING"]]]),
        ]);
        // The body itself and every addressee have it before them.
        let bodies: Vec<&Value> = sent["receipts"].as_array().expect("a list").iter().map(|receipt| &receipt["body"]["id"]).collect();
        assert!(bodies.len() == 2 && bodies.contains(&&json!(ministry)) && bodies.contains(&&json!(akimat)), "{bodies:?}");
        let event = p.event_about("FINAL_DOCUMENT_SENT", &document);
        let owed = event["payload"]["addressees"].as_array().expect("a list");
        assert_eq!((owed.len(), &owed[1]["body"]), (3, &json!(akimat)));
        assert_eq!(owed[0]["addressee"], sent["recommendations"]["nodes"][0]["addressees"][0]["id"]);
        let moved = p.events("REVIEW_MOVED");
        assert!(moved.iter().any(|e| e["subject"] == json!(review) && e["payload"]["from"] == "CONCLUDED" && e["payload"]["to"] == "SENT"));
    }

    fn a_recommendation_and_its_addressee_are_objects_of_their_own(world) {
        let p = Personas::of(world);
        let document = sent(&p, &p.decision("A decision"));
        let recommendation = read(&world.anonymous(), &document)["recommendations"]["nodes"][0].clone();
        let (id, addressee) = (recommendation["id"].clone(), recommendation["addressees"][0]["id"].clone());
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) {
            ... on Recommendation { number document { id } council { id } wishedOn sentAt answers { totalCount } }
            ... on RecommendationAddressee { recommendation { id } body { id } answer { id } answers { totalCount } viewerCanAnswer } } }";
        let nodes = p.get("officer").ask(query, &json!({ "ids": [id, addressee] }));
        assert_eq!(*nodes.at("/nodes/0"), json!({
            "number": 1, "document": { "id": document }, "council": { "id": world.cast.council.wire() }, "wishedOn": "2027-01-01",
            "sentAt": "2026-11-22T06:00:00Z", "answers": { "totalCount": 0 },
        }));
        assert_eq!(*nodes.at("/nodes/1"), json!({
            "recommendation": { "id": id }, "body": { "id": world.cast.ministry.wire() }, "answer": null, "answers": { "totalCount": 0 }, "viewerCanAnswer": true,
        }));
    }

    fn a_document_is_sent_once_and_as_it_was_read(world) {
        let p = Personas::of(world);
        let (chair, document) = (p.get("chair"), draft(&p, &p.decision("A decision")));
        assert_eq!(send(&chair, &document, 2).refused(), "STALE_REVISION");
        let replies = at_once(3, |_| send(&chair, &document, 1));
        let done = replies.iter().filter(|reply| reply.at("/payload/userErrors") == &json!([])).count();
        assert_eq!(done, 1);
        assert_eq!(send(&chair, &document, 1).refused(), "WRONG_STATE");
        assert_eq!(p.events("FINAL_DOCUMENT_SENT").len(), 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM recommendations"), 1);
    }

    fn a_document_without_recommendations_waits_for_no_answer(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        let mut wording = words(&p);
        wording["recommendations"] = json!([]);
        let document = adopt(&p.get("chair"), &review, &wording).text("/document/id");
        let reply = send(&p.get("chair"), &document, 1);
        let sent = &reply.done()["document"];
        assert_eq!((&sent["review"]["state"], &sent["recommendations"]["totalCount"]), (&json!("ANSWERED"), &json!(0)));
        assert_eq!(sent["receipts"].as_array().map(Vec::len), Some(1));
        let to: Vec<Value> = p.events("REVIEW_MOVED").iter().filter(|e| e["subject"] == json!(review)).map(|e| e["payload"]["to"].clone()).collect();
        assert!(to.contains(&json!("SENT")) && to.contains(&json!("ANSWERED")), "{to:?}");
    }

    fn a_document_whose_poll_was_annulled_is_not_sent(world) {
        let p = Personas::of(world);
        let (chair, document) = (p.get("chair"), draft(&p, &p.decision("A decision")));
        let poll = chair.ask("query($id: ID!) { node(id: $id) { ... on FinalDocument { poll { id } } } }", &json!({ "id": document }));
        let annul = json!({ "pollId": poll.at("/node/poll/id"), "reason": "The notice was late" });
        chair.mutate("annulPoll", &annul, "").done();
        assert_eq!(send(&chair, &document, 1).refused(), "POLL_ANNULLED");
        assert_eq!(revise(&chair, &document, 1, &words(&p)).refused(), "POLL_NOT_ADOPTED");
        assert_eq!(p.events("FINAL_DOCUMENT_SENT").len(), 0);
    }

    fn a_document_is_not_sent_to_a_body_that_ceased_to_exist(world) {
        let p = Personas::of(world);
        let region = world.cast.republic.wire();
        let agency = json!({ "kind": "AGENCY", "regionId": region, "name": text("A short-lived agency"), "councilEligibility": "ELIGIBLE", "establishedOn": "2020-01-01" });
        let agency = p.get("registrar").mutate("createStateBody", &agency, "body { id }").text("/body/id");
        let review = concluded(&p, &p.decision("A decision"));
        let mut wording = words(&p);
        wording["recommendations"][0]["addresseeIds"] = json!([agency]);
        let document = adopt(&p.get("chair"), &review, &wording).text("/document/id");
        p.get("registrar").mutate("endStateBody", &json!({ "bodyId": agency, "endedOn": "2026-11-23" }), "").done();
        world.advance(Duration::days(3));
        let later = Personas::of(world);
        assert_eq!(send(&later.get("chair"), &document, 1).refused(), "BODY_NOT_IN_FORCE");
        revise(&later.get("chair"), &document, 1, &words(&later)).done();
        send(&later.get("chair"), &document, 2).done();
    }

    fn those_who_preside_send_it_and_nobody_else(world) {
        let p = Personas::of(world);
        let document = draft(&p, &p.decision("A decision"));
        for who in ["secretary", "member-01", "admin"] {
            assert_eq!(send(&p.get(who), &document, 1).denied(), "FORBIDDEN", "{who}");
        }
        for who in ["anonymous", "citizen", "officer", "local-chair"] {
            assert_eq!(send(&p.get(who), &document, 1).denied(), "NOT_FOUND", "{who}");
        }
        let may = |who: &str| {
            let seen = read(&p.get(who), &document);
            (seen["viewerCanSend"].clone(), seen["viewerCanRevise"].clone())
        };
        assert_eq!(may("deputy"), (json!(true), json!(true)));
        assert_eq!(may("secretary"), (json!(false), json!(false)));
        send(&p.get("deputy"), &document, 1).done();
    }
}
