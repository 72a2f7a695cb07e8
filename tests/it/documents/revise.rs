//! Revising a final document: a new version each time, until it is sent.

use super::{adopt, concluded, draft, field, revise, send, words};
use crate::support::Personas;
use crate::support::builders::text;
use crate::support::bulk::at_once;
use serde_json::{Value, json};

fn changed(p: &Personas<'_>, facts: &str) -> Value {
    let mut words = words(p);
    words["facts"] = text(facts);
    words
}

on_both! {
    fn a_draft_gets_a_new_version_and_keeps_its_number_and_its_past(world) {
        let p = Personas::of(world);
        let document = draft(&p, &p.decision("A decision"));
        let mut words = changed(&p, "Better facts");
        words["recommendations"] = json!([
            { "text": text("First"), "addresseeIds": [world.cast.ministry.wire()] },
            { "text": text("Second"), "addresseeIds": [world.cast.ministry.wire(), world.cast.akimat.wire()], "priority": "LOW" },
        ]);
        words["form"] = json!("HEARING");
        let revised = revise(&p.get("deputy"), &document, 1, &words);
        let now = &revised.done()["document"];
        assert_eq!((&now["designation"], &now["revision"], &now["state"]), (&json!("2026/1"), &json!(2), &json!("DRAFT")));
        assert_eq!((&now["version"]["facts"]["text"], &now["version"]["form"]), (&json!("Better facts"), &json!("HEARING")));
        let proposals: Vec<Value> = now["version"]["proposals"].as_array().expect("a list").iter().map(|one| json!([one["number"], one["text"]["text"], one["priority"]])).collect();
        assert_eq!(proposals, [json!([1, "First", "NORMAL"]), json!([2, "Second", "LOW"])]);
        let query = "query($id: ID!) { node(id: $id) { ... on FinalDocument { versions { totalCount nodes { id number facts { text(locale: EN) } author { name } } } } } }";
        let read = p.get("member-01").ask(query, &json!({ "id": document }));
        let versions = read.at("/node/versions/nodes").as_array().expect("a list").clone();
        let short: Vec<Value> = versions.iter().map(|v| json!([v["number"], v["facts"]["text"], v["author"]["name"]])).collect();
        assert_eq!(short, [json!([2, "Better facts", "deputy"]), json!([1, "The facts", "chair"])]);
        let event = p.event_about("FINAL_DOCUMENT_REVISED", &document);
        assert_eq!((&event["payload"]["revision"], &event["payload"]["version"]), (&json!(2), &versions[0]["id"]));
        // A version is an object of its own, under the document's sight.
        let node = p.get("chair").ask("query($id: ID!) { node(id: $id) { ... on DocumentVersion { number document { id } } } }", &json!({ "id": versions[1]["id"] }));
        assert_eq!(*node.at("/node"), json!({ "number": 1, "document": { "id": document } }));
    }

    fn who_revises_has_read_the_current_version_and_changes_something(world) {
        let p = Personas::of(world);
        let (chair, document) = (p.get("chair"), draft(&p, &p.decision("A decision")));
        assert_eq!(revise(&chair, &document, 1, &words(&p)).refused(), "NOTHING_CHANGED");
        revise(&chair, &document, 1, &changed(&p, "Two")).done();
        let stale = revise(&chair, &document, 1, &changed(&p, "Three"));
        assert_eq!((stale.refused(), field(&stale)), ("STALE_REVISION", json!(["expectedRevision"])));
        let texts: Vec<_> = (0..3).map(|n| changed(&p, &format!("Writer {n}"))).collect();
        let at_the_same_time = at_once(3, |n| revise(&chair, &document, 2, &texts[n]));
        let done = at_the_same_time.iter().filter(|reply| reply.at("/payload/userErrors") == &json!([])).count();
        assert_eq!(done, 1);
        assert_eq!(p.events("FINAL_DOCUMENT_REVISED").len(), 2);
    }

    fn what_was_sent_is_never_changed_by_anybody(world) {
        let p = Personas::of(world);
        let (chair, document) = (p.get("chair"), draft(&p, &p.decision("A decision")));
        send(&chair, &document, 1).done();
        assert_eq!(revise(&chair, &document, 1, &changed(&p, "Later")).refused(), "WRONG_STATE");
        for sql in [
            "UPDATE final_documents SET number = 99",
            "UPDATE final_documents SET state = 'DRAFT', sent_at = NULL",
            "DELETE FROM final_documents",
            "UPDATE document_versions SET content = '{}'",
            "DELETE FROM document_versions",
            "UPDATE recommendations SET text = '{\"kk\":\"x\"}'",
            "DELETE FROM recommendations",
            "UPDATE recommendation_addressees SET sent_at = sent_at",
            "DELETE FROM recommendation_addressees",
            "DELETE FROM document_receipts",
        ] {
            assert!(world.raw(sql).is_err(), "{sql}");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM final_documents WHERE state = 'SENT' AND number = 1"), 1);
    }

    fn those_who_preside_revise_it_and_others_do_not_know_of_it(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        let document = adopt(&p.get("chair"), &review, &words(&p)).text("/document/id");
        for who in ["secretary", "member-01", "admin"] {
            assert_eq!(revise(&p.get(who), &document, 1, &changed(&p, "No")).denied(), "FORBIDDEN", "{who}");
        }
        for who in ["anonymous", "citizen", "officer", "local-chair"] {
            assert_eq!(revise(&p.get(who), &document, 1, &changed(&p, "No")).denied(), "NOT_FOUND", "{who}");
        }
        revise(&p.get("deputy"), &document, 1, &changed(&p, "Yes")).done();
    }
}
