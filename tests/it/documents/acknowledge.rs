//! Acknowledging a final document: by whom, once, and without moving the clock.

use super::{acknowledge, adopt, concluded, draft, field, read, send, sent, words};
use crate::support::Personas;
use chrono::Duration;
use serde_json::json;

on_both! {
    fn an_officer_of_the_body_acknowledges_and_the_clock_stays(world) {
        let p = Personas::of(world);
        let (ministry, document) = (world.cast.ministry.wire(), sent(&p, &p.decision("A decision")));
        let clock = |p: &Personas<'_>| read(&p.get("citizen"), &document)["recommendations"]["nodes"][0]["addressees"][0]["deadline"].clone();
        let before = clock(&p);
        world.advance(Duration::days(2));
        let p = Personas::of(world);
        let done = acknowledge(&p.get("officer"), &document, &ministry);
        let receipt = json!({
            "body": { "id": ministry }, "receivedAt": "2026-11-22T06:00:00Z", "acknowledgedAt": "2026-11-24T06:00:00Z", "acknowledgedBy": { "name": "officer" },
        });
        assert_eq!(done.done()["receipt"], receipt);
        assert_eq!(clock(&p), before);
        let event = p.event_about("DOCUMENT_ACKNOWLEDGED", &document);
        assert_eq!((&event["payload"]["body"], &event["actor"]["id"]), (&json!(ministry), &json!(world.cast.person("officer"))));
        let shown = &read(&world.anonymous(), &document)["receipts"][0];
        assert_eq!((&shown["acknowledgedBy"]["name"], &shown["viewerCanAcknowledge"]), (&json!("officer"), &json!(false)));
    }

    fn acknowledging_again_changes_nothing(world) {
        let p = Personas::of(world);
        let (ministry, document) = (world.cast.ministry.wire(), sent(&p, &p.decision("A decision")));
        let first = acknowledge(&p.get("officer"), &document, &ministry).done()["receipt"].clone();
        world.advance(Duration::minutes(5));
        assert_eq!(acknowledge(&p.get("officer"), &document, &ministry).done()["receipt"], first);
        assert_eq!(p.events("DOCUMENT_ACKNOWLEDGED").len(), 1);
        assert!(world.raw("UPDATE document_receipts SET acknowledged_by_name = 'somebody else'").is_err());
    }

    fn only_a_body_it_was_sent_to_acknowledges_it(world) {
        let p = Personas::of(world);
        let (ministry, akimat) = (world.cast.ministry.wire(), world.cast.akimat.wire());
        let document = sent(&p, &p.decision("A decision"));
        let elsewhere = acknowledge(&p.get("local-officer"), &document, &akimat);
        assert_eq!((elsewhere.refused(), field(&elsewhere)), ("NOT_RECIPIENT", json!(["bodyId"])));
        for who in ["local-officer", "chair", "admin", "citizen"] {
            assert_eq!(acknowledge(&p.get(who), &document, &ministry).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(acknowledge(&world.anonymous(), &document, &ministry).denied(), "UNAUTHENTICATED");
        let may = |who: &str| read(&p.get(who), &document)["viewerCanAcknowledge"].clone();
        assert_eq!((may("officer"), may("local-officer"), may("chair"), may("anonymous")), (json!(true), json!(false), json!(false), json!(false)));
        acknowledge(&p.get("officer"), &document, &ministry).done();
    }

    fn a_body_that_is_addressed_acknowledges_for_itself(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        let mut words = words(&p);
        words["recommendations"][0]["addresseeIds"] = json!([world.cast.akimat.wire()]);
        let document = adopt(&p.get("chair"), &review, &words).text("/document/id");
        send(&p.get("chair"), &document, 1).done();
        acknowledge(&p.get("local-officer"), &document, &world.cast.akimat.wire()).done();
        let receipts = read(&world.anonymous(), &document)["receipts"].clone();
        let acknowledged: Vec<_> = receipts.as_array().expect("a list").iter().filter(|r| !r["acknowledgedAt"].is_null()).map(|r| &r["body"]["id"]).collect();
        assert_eq!(acknowledged, [&json!(world.cast.akimat.wire())]);
    }

    fn a_draft_is_not_there_to_be_acknowledged(world) {
        let p = Personas::of(world);
        let (ministry, document) = (world.cast.ministry.wire(), draft(&p, &p.decision("A decision")));
        assert_eq!(acknowledge(&p.get("officer"), &document, &ministry).denied(), "NOT_FOUND");
        send(&p.get("chair"), &document, 1).done();
        acknowledge(&p.get("officer"), &document, &ministry).done();
    }
}
