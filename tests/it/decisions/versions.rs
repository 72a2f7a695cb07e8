//! Versions: numbered, kept, hashed so that anybody can recompute the hash, and bound to polls.

use crate::support::builders::{content, draft_input, text};
use crate::support::bulk::at_once;
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const VERSIONS: &str = "query($id: ID!) { node(id: $id) { ... on Decision { revision title { text(locale: EN) }
    versions { totalCount nodes { id number sha256 canonicalContent author { id } createdAt title { text(locale: EN) } } } } } }";

fn versions(client: &Client, decision: &str) -> Value {
    client.ask(VERSIONS, &json!({ "id": decision })).at("/node").clone()
}

fn revise(client: &Client, decision: &str, expected: i64, title: &str) -> Reply {
    let mut input = content(title);
    input["decisionId"] = json!(decision);
    input["expectedRevision"] = json!(expected);
    client.mutate("reviseDecision", &input, "decision { revision title { text(locale: EN) } version { id number } }")
}

fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writes");
        hex
    })
}

/// RFC 8785 for what the tests write: no numbers but whole ones, no names but ASCII.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut names: Vec<&String> = members.keys().collect();
            names.sort();
            let members: Vec<String> =
                names.into_iter().map(|name| format!("\"{name}\":{}", canonical(&members[name]))).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        scalar => scalar.to_string(),
    }
}

fn budget(world: &World) -> Value {
    let mut input = draft_input(world, "City budget");
    input["text"] = json!({ "kk": "«Астана» — \"қала\"\n\tбюджеті \\ €" });
    input["details"] = json!({ "budgetProgramme": {
        "budgetLevel": "REGIONAL", "stage": "REFINEMENT", "fiscalYear": 2026,
        "amount": { "amount": "27700000000.00", "currency": "KZT" },
    } });
    input
}

on_both! {
    fn the_hash_is_that_of_the_documented_text_and_of_nothing_else(world) {
        let p = Personas::of(world);
        let input = budget(world);
        let drafted = p.get("officer").mutate("draftDecision", &input, "decision { id version { sha256 canonicalContent } }");
        let expected = canonical(&json!({
            "title": input["title"],
            "summary": input["summary"],
            "text": input["text"],
            "kind": "BUDGET_PROGRAMME",
            "details": {
                "kind": "BUDGET_PROGRAMME", "budget_level": "REGIONAL", "stage": "REFINEMENT", "fiscal_year": 2026,
                "amount_tiyn": 2_770_000_000_000_i64,
            },
        }));
        assert_eq!(drafted.text("/decision/version/canonicalContent"), expected);
        assert_eq!(drafted.text("/decision/version/sha256"), sha256(&expected));
        let event = &p.events("DECISION_DRAFTED")[0];
        assert_eq!(event["payload"]["sha256"], json!(sha256(&expected)));
        // One letter more is another hash.
        let mut other = input;
        other["summary"]["en"] = json!("A summary!");
        let other = p.get("officer").mutate("draftDecision", &other, "decision { version { sha256 } }");
        assert_ne!(other.text("/decision/version/sha256"), sha256(&expected));
    }

    fn every_version_is_kept_with_its_number_text_and_hash(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let decision = p.decision("First");
        world.advance(chrono::Duration::minutes(5));
        let done = revise(&officer, &decision, 1, "Second");
        assert_eq!(done.done()["decision"]["version"]["number"], 2);
        revise(&officer, &decision, 2, "Third").done();
        let read = versions(&world.anonymous(), &decision);
        assert_eq!((&read["revision"], &read["title"]["text"]), (&json!(3), &json!("Third")));
        let all = read["versions"]["nodes"].as_array().expect("a list");
        let told: Vec<(&Value, &Value)> = all.iter().map(|v| (&v["number"], &v["title"]["text"])).collect();
        let (third, second, first) = (json!("Third"), json!("Second"), json!("First"));
        assert_eq!(told, [(&json!(3), &third), (&json!(2), &second), (&json!(1), &first)]);
        assert_eq!((&all[2]["createdAt"], &all[1]["createdAt"]), (&json!("2026-11-22T06:00:00Z"), &json!("2026-11-22T06:05:00Z")));
        for version in all {
            assert_eq!(version["author"]["id"], json!(world.cast.person("officer")));
            let text = version["canonicalContent"].as_str().expect("a text");
            assert_eq!(version["sha256"], json!(sha256(text)));
        }
        assert_eq!(p.events("DECISION_REVISED").len(), 2);
    }

    fn who_read_an_older_revision_does_not_overwrite_a_newer_one(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let decision = p.draft("First");
        revise(&officer, &decision, 1, "Second").done();
        let stale = revise(&officer, &decision, 1, "Another second");
        assert_eq!((stale.refused(), stale.at("/payload/userErrors/0/field")), ("STALE_REVISION", &json!(["expectedRevision"])));
        let why = stale.at("/payload/userErrors/0/message").as_str().expect("a text");
        assert!(why.contains('1') && why.contains('2'), "{why}");
        assert_eq!(revise(&officer, &decision, 7, "From the future").refused(), "STALE_REVISION");
        assert_eq!(versions(&officer, &decision)["title"]["text"], "Second");
        revise(&officer, &decision, 2, "Third").done();
    }

    fn officers_who_revise_at_the_same_moment_make_one_version(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let decision = p.draft("First");
        let answers = at_once(8, |number| {
            let reply = revise(&officer, &decision, 1, &format!("Second of {number}"));
            let payload = reply.at("/payload").clone();
            payload["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
        });
        let done = answers.iter().filter(|answer| *answer == "DONE").count();
        let stale = answers.iter().filter(|answer| *answer == "STALE_REVISION").count();
        assert_eq!((done, stale), (1, 7), "{answers:?}");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM decision_versions"), 2);
        assert_eq!(p.events("DECISION_REVISED").len(), 1);
    }

    fn a_revision_that_changes_nothing_or_the_kind_is_refused(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let decision = p.draft("First");
        assert_eq!(revise(&officer, &decision, 1, "First").refused(), "NOTHING_CHANGED");
        let mut input = content("First");
        input["decisionId"] = json!(decision);
        input["expectedRevision"] = json!(1);
        input["details"] = json!({ "draftAct": { "actType": "ORDER", "discussionUntilOn": "2026-12-31" } });
        let unfit = officer.mutate("reviseDecision", &input, "");
        assert_eq!((unfit.refused(), unfit.at("/payload/userErrors/0/field")), ("DETAILS_UNFIT", &json!(["details"])));
        assert_eq!(versions(&officer, &decision)["versions"]["totalCount"], 1);
        input["details"] = json!({ "other": { "subject": text("Another subject") } });
        officer.mutate("reviseDecision", &input, "").done();
    }

    fn a_poll_stays_bound_to_its_version_while_the_text_is_revised(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let decision = p.decision("First");
        let poll = p.poll_of(&p.review_of(&decision), "ROLL_CALL");
        revise(&officer, &decision, 1, "Second").done();
        p.vote("member-01", &poll, "FOR");
        let query = "query($id: ID!) { node(id: $id) { ... on Poll {
            version { number sha256 title { text(locale: EN) } decision { revision title { text(locale: EN) } } } } } }";
        let bound = || {
            let reply = world.anonymous().ask(query, &json!({ "id": poll }));
            let version = reply.at("/node/version");
            (version["number"].clone(), version["title"]["text"].clone(), version["decision"]["title"]["text"].clone())
        };
        assert_eq!(bound(), (json!(1), json!("First"), json!("Second")));
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        assert_eq!(bound(), (json!(1), json!("First"), json!("Second")));
        // The next poll is about what the text says by then.
        let next = p.poll_of(&p.review_of(&p.decision("Another")), "ROLL_CALL");
        let reply = world.anonymous().ask(query, &json!({ "id": next }));
        assert_eq!(reply.at("/node/version/title/text"), "Another");
    }

    fn a_version_is_found_by_its_id_by_whoever_sees_the_decision(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let draft = p.draft("A draft");
        let version = versions(&officer, &draft)["versions"]["nodes"][0]["id"].clone();
        let query = "query($id: ID!) { node(id: $id) { ... on DecisionVersion { number } } }";
        let read = |client: &Client| client.ask(query, &json!({ "id": version })).at("/node").clone();
        assert_eq!((read(&officer), read(&world.anonymous())), (json!({ "number": 1 }), Value::Null));
        p.publish(&draft, &json!({}));
        assert_eq!(read(&world.anonymous()), json!({ "number": 1 }));
    }
}
