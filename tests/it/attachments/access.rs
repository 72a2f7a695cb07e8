//! Who sees which files: in the graph and over HTTP alike.

use crate::support::{Personas, World};
use serde_json::json;

/// Whether somebody sees an attachment; by its id, in the list and over HTTP it must be the same.
#[track_caller]
fn sees(p: &Personas<'_>, who: &str, decision: &str, id: &str) -> bool {
    let query = "query($decision: ID!, $id: ID!) {
        direct: node(id: $id) { id }
        listed: node(id: $decision) { ... on Decision { attachments { totalCount nodes { id } } } } }";
    let client = p.get(who);
    let reply = client.ask(query, &json!({ "decision": decision, "id": id }));
    let direct = reply.at("/direct")["id"] == id;
    let nodes = reply.at("/listed/attachments/nodes").as_array().cloned().expect("a list");
    let listed = nodes.iter().any(|node| node["id"] == id);
    assert_eq!(*reply.at("/listed/attachments/totalCount"), json!(nodes.len()), "{who}");
    let fetched = client.fetch(&format!("/attachments/{id}"), &[]).status == 200;
    assert_eq!((direct, listed), (fetched, fetched), "{who}");
    fetched
}

const EVERYBODY: &[&str] =
    &["anonymous", "citizen", "ngo", "press", "moderator", "registrar", "auditor", "local-chair", "local-officer"];

on_both! {
    fn a_restricted_file_of_a_public_decision_is_for_those_concerned(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let (open, closed) = (p.attach("officer", &decision, "PUBLIC"), p.attach("officer", &decision, "RESTRICTED"));
        for who in EVERYBODY {
            assert!(sees(&p, who, &decision, &open) && !sees(&p, who, &decision, &closed), "{who}");
        }
        for who in ["officer", "chair", "member-05", "admin"] {
            assert!(sees(&p, who, &decision, &open) && sees(&p, who, &decision, &closed), "{who}");
        }
        let answer = p.get("officer").fetch(&format!("/attachments/{closed}"), &[]);
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }

    fn a_council_that_reviews_the_decision_of_another_body_sees_its_restricted_files(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let closed = p.attach("officer", &decision, "RESTRICTED");
        assert!(!sees(&p, "local-01", &decision, &closed));
        let input = json!({ "decisionId": decision, "councilId": world.cast.local_council.wire(), "form": "DISCUSSION" });
        p.get("local-chair").mutate("openReview", &input, "").done();
        assert!(sees(&p, "local-01", &decision, &closed));
    }

    fn a_council_reads_nothing_restricted_of_what_another_one_was_answered(world) {
        let p = Personas::of(world);
        let decision = p.decision("Reviewed twice");
        let d = crate::support::dialogue::Dialogue::with(&p, &decision, &[&["ministry"]]);
        let answer = d.answered(&crate::support::dialogue::refused());
        let closed = p.attach("officer", &answer, "RESTRICTED");
        let input = json!({ "decisionId": decision, "councilId": world.cast.local_council.wire(), "form": "MONITORING" });
        p.get("local-chair").mutate("openReview", &input, "").done();
        let status = |who: &str| p.get(who).fetch(&format!("/attachments/{closed}"), &[]).status;
        assert_eq!((status("local-01"), status("local-chair"), status("member-05")), (404, 404, 200));
    }

    fn a_public_file_of_what_is_not_public_is_not_either(world) {
        let p = Personas::of(world);
        let draft = p.draft("A draft");
        let id = p.attach("officer", &draft, "PUBLIC");
        let fetch = |who: &str| p.get(who).fetch(&format!("/attachments/{id}"), &[]).status;
        let node = |who: &str| {
            let reply = p.get(who).ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": id }));
            reply.at("/node").is_object()
        };
        for who in EVERYBODY.iter().chain(&["chair", "media"]) {
            assert_eq!((fetch(who), node(who)), (404, false), "{who}");
        }
        assert_eq!((fetch("officer"), node("officer"), fetch("admin")), (200, true, 200));
        p.publish(&draft, &json!({ "access": "RESTRICTED" }));
        assert_eq!((fetch("citizen"), fetch("chair")), (404, 200));
    }

    fn a_file_is_never_changed_or_deleted_not_even_by_raw_access(world) {
        let p = Personas::of(world);
        p.attach("officer", &p.decision("A decision"), "PUBLIC");
        for sql in [
            "UPDATE attachments SET name = 'other.pdf'",
            "UPDATE attachments SET state = 'PENDING'",
            "UPDATE attachments SET size_bytes = 1",
            "DELETE FROM attachments",
        ] {
            assert!(world.raw(sql).is_err(), "{sql}");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM attachments WHERE name = 'Есеп.pdf'"), 1);
    }

    fn a_page_of_decisions_with_their_files_costs_as_many_statements_as_one_decision(world) {
        let p = Personas::of(world);
        let query = "query($n: Int) { decisions(first: $n) { nodes { id attachments(first: 3) { totalCount nodes {
            id redactedOf { id } redactedCopies { nodes { id } } author { name } } } } } }";
        for n in 0..3 {
            let decision = p.decision(&format!("Decision {n}"));
            for access in ["PUBLIC", "RESTRICTED"] {
                p.attach("officer", &decision, access);
            }
        }
        let cost = |n: i32| p.get("chair").ask(query, &json!({ "n": n })).statements;
        assert!(cost(1) > 0);
        assert_eq!(cost(3), cost(1));
    }
}

#[test]
fn the_files_of_a_decision_are_paged_from_the_first_to_the_last() {
    let world = World::start(crate::support::Backend::Sqlite).expect("SQLite needs nothing");
    let p = Personas::of(&world);
    let decision = p.decision("A decision");
    let ids: Vec<String> = (0..5)
        .map(|_| {
            world.advance(chrono::Duration::seconds(1));
            p.attach("officer", &decision, "PUBLIC")
        })
        .collect();
    let query =
        "query($id: ID!, $after: String) { node(id: $id) { ... on Decision { attachments(first: 2, after: $after) {
        nodes { id } pageInfo { endCursor hasNextPage } } } } }";
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let reply = world.anonymous().ask(query, &json!({ "id": decision, "after": after }));
        let page = reply.at("/node/attachments");
        seen.extend(
            page["nodes"].as_array().expect("a list").iter().map(|n| n["id"].as_str().expect("an id").to_owned()),
        );
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, ids);
}
