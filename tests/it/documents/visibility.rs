//! Who sees a final document, by every way there is.

use super::{adopt, concluded, draft, read, send, sent, words};
use crate::support::{Client, Personas, World};
use serde_json::{Value, json};

/// Every way to a document, and whether it led there.
fn ways(world: &World, client: &Client, document: &str, review: &str) -> Vec<(&'static str, bool)> {
    let query = "query($id: ID!, $review: ID!, $council: ID!, $body: ID!) {
        node(id: $id) { id }
        nodes(ids: [$id]) { id }
        finalDocuments { totalCount nodes { id } }
        filtered: finalDocuments(filter: { councilId: $council, bodyId: $body, year: 2026 }) { nodes { id } }
        backwards: finalDocuments(last: 5, orderBy: { direction: ASC }) { nodes { id } }
        review: node(id: $review) { ... on Review { finalDocument { id } } }
        council: node(id: $council) { ... on Council { finalDocuments { totalCount nodes { id } } page: finalDocuments(last: 5) { nodes { id } } } }
    }";
    let (council, body) = (world.cast.council.wire(), world.cast.ministry.wire());
    let reply = client.ask(query, &json!({ "id": document, "review": review, "council": council, "body": body }));
    let holds = |pointer: &str| {
        let list = reply.at(pointer).as_array().cloned().unwrap_or_default();
        list.iter().any(|node| node["id"] == json!(document))
    };
    vec![
        ("node", *reply.at("/node") != Value::Null),
        ("nodes", holds("/nodes")),
        ("list", holds("/finalDocuments/nodes")),
        ("total", *reply.at("/finalDocuments/totalCount") == json!(1)),
        ("filter", holds("/filtered/nodes")),
        ("backwards", holds("/backwards/nodes")),
        ("review", reply.json.pointer("/data/review/finalDocument/id") == Some(&json!(document))),
        ("council", reply.json.pointer("/data/council/finalDocuments/nodes/0/id") == Some(&json!(document))),
        ("council backwards", reply.json.pointer("/data/council/page/nodes/0/id") == Some(&json!(document))),
        ("total of council", reply.json.pointer("/data/council/finalDocuments/totalCount") == Some(&json!(1))),
    ]
}

#[track_caller]
fn sees(world: &World, client: &Client, (document, review): (&str, &str), expected: bool, who: &str) {
    let ways = ways(world, client, document, review);
    assert!(ways.iter().all(|(_, seen)| *seen == expected), "{who}: {ways:?}");
}

on_both! {
    fn a_draft_is_seen_by_its_council_and_administrators_and_once_sent_by_everybody(world) {
        let p = Personas::of(world);
        let review = concluded(&p, &p.decision("A decision"));
        let document = adopt(&p.get("chair"), &review, &words(&p)).text("/document/id");
        for who in ["chair", "secretary", "member-12", "admin"] {
            sees(world, &p.get(who), (&document, &review), true, who);
        }
        for who in ["anonymous", "citizen", "officer", "local-officer", "local-chair", "media", "auditor", "robot"] {
            sees(world, &p.get(who), (&document, &review), false, who);
        }
        send(&p.get("chair"), &document, 1).done();
        for who in ["anonymous", "citizen", "officer", "local-chair", "robot", "chair", "admin"] {
            sees(world, &p.get(who), (&document, &review), true, who);
        }
    }

    fn what_hangs_on_a_restricted_decision_is_as_hidden_as_it_is(world) {
        let p = Personas::of(world);
        let decision = p.draft("Restricted");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        let document = sent(&p, &decision);
        let seen = read(&p.get("chair"), &document);
        let review = seen["review"]["id"].as_str().expect("an id").to_owned();
        let recommendation = &seen["recommendations"]["nodes"][0];
        let ids = json!({ "ids": [seen["version"]["id"], recommendation["id"], recommendation["addressees"][0]["id"]] });
        let found = |who: &str| {
            let reply = p.get(who).ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", &ids);
            reply.at("/nodes").as_array().expect("a list").iter().filter(|node| !node.is_null()).count()
        };
        for who in ["officer", "chair", "member-01", "admin"] {
            sees(world, &p.get(who), (&document, &review), true, who);
            assert_eq!(found(who), 3, "{who}");
        }
        for who in ["anonymous", "citizen", "local-officer", "local-chair", "media", "registrar"] {
            sees(world, &p.get(who), (&document, &review), false, who);
            assert_eq!(found(who), 0, "{who}");
        }
    }

    fn the_media_read_what_quotes_an_embargoed_decision_only_on_record(world) {
        let p = Personas::of(world);
        let decision = p.draft("Embargoed");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-22T07:00:00Z" }));
        let document = sent(&p, &decision);
        let version = read(&p.get("chair"), &document)["version"]["id"].clone();
        let looks = || p.events("EMBARGOED_DECISION_READ").len();
        assert_eq!(looks(), 0);
        for (id, path) in [
            (&json!(document), "... on FinalDocument { version { facts { text } } }"),
            (&json!(document), "... on FinalDocument { versions { nodes { decisionTitle { text } } } }"),
            (&json!(document), "... on FinalDocument { decision { id } }"),
            (&version, "... on DocumentVersion { canonicalContent }"),
        ] {
            let before = looks();
            let reply = p.get("media").ask(&format!("query($id: ID!) {{ node(id: $id) {{ {path} }} }}"), &json!({ "id": id }));
            assert_ne!(*reply.at("/node"), Value::Null, "{path}");
            assert!(looks() > before, "{path} was not logged");
        }
        assert_eq!(read(&p.get("citizen"), &document), Value::Null);
    }

    fn the_list_is_narrowed_and_paged(world) {
        let p = Personas::of(world);
        let documents: Vec<String> = (0..3).map(|n| {
            world.advance(chrono::Duration::minutes(1));
            draft(&p, &p.decision(&format!("Decision {n}")))
        }).collect();
        send(&p.get("chair"), &documents[1], 1).done();
        let list = |arguments: &str| -> Vec<String> {
            let reply = p.get("chair").ask(&format!("{{ finalDocuments({arguments}) {{ nodes {{ id }} }} }}"), &Value::Null);
            reply.at("/finalDocuments/nodes").as_array().expect("a list").iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
        };
        let newest_first: Vec<String> = documents.iter().rev().cloned().collect();
        assert_eq!(list("first: 10"), newest_first);
        assert_eq!(list("first: 10, orderBy: { direction: ASC }"), documents);
        assert_eq!(list("filter: { states: [SENT] }"), [documents[1].clone()]);
        assert_eq!(list("filter: { states: [DRAFT], year: 2026 }"), [documents[2].clone(), documents[0].clone()]);
        assert_eq!(list("filter: { year: 2025 }"), Vec::<String>::new());
        let first = p.get("chair").ask("{ finalDocuments(first: 2) { totalCount pageInfo { endCursor hasNextPage } } }", &Value::Null);
        assert_eq!((first.at("/finalDocuments/totalCount"), first.at("/finalDocuments/pageInfo/hasNextPage")), (&json!(3), &json!(true)));
        let cursor = first.at("/finalDocuments/pageInfo/endCursor").as_str().expect("a cursor");
        assert_eq!(list(&format!("first: 2, after: \"{cursor}\"")), [documents[0].clone()]);
    }
}
