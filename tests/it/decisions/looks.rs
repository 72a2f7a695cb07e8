//! Each look of accredited media at what is under embargo is logged, also when the decision itself is not asked for.

use crate::support::builders::text;
use crate::support::{Personas, World};
use chrono::Duration;
use serde_json::{Value, json};

const EMBARGO: &str = "2026-11-22T06:10:00Z";

/// A decision under embargo with something of everything that hangs on it, by name.
struct Hanging {
    decision: String,
    ids: Vec<(&'static str, String)>,
}

fn embargoed(p: &Personas<'_>) -> Hanging {
    let decision = p.draft("Under embargo");
    p.publish(&decision, &json!({ "embargoedUntil": EMBARGO }));
    let review = p.review_of(&decision);
    let recusal = json!({ "reviewId": review, "reason": "A conflict of interest" });
    let recusal = p.get("member-02").mutate("declareRecusal", &recusal, "recusal { id }").text("/recusal/id");
    let comment = p.comment("member-01", &review);
    let answer = json!({ "reviewId": review, "parentId": comment, "stance": "FOR", "body": "Agreed" });
    p.get("member-03").mutate("addComment", &answer, "").done();
    let hidden = p.comment("member-04", &review);
    p.get("moderator").mutate("hideComment", &json!({ "commentId": hidden, "reason": "An insult" }), "").done();
    let poll = p.poll_of(&review, "ROLL_CALL");
    p.vote("member-11", &poll, "AGAINST");
    for who in [
        "chair",
        "deputy",
        "secretary",
        "member-01",
        "member-03",
        "member-04",
        "member-05",
        "member-06",
        "member-07",
        "member-08",
    ] {
        p.vote(who, &poll, "FOR");
    }
    p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
    let dissent = json!({ "pollId": poll, "text": "I still disagree" });
    let dissent = p.get("member-11").mutate("attachDissent", &dissent, "dissent { id }").text("/dissent/id");
    let ids =
        vec![("review", review), ("comment", comment), ("poll", poll), ("recusal", recusal), ("dissent", dissent)];
    Hanging { decision, ids }
}

fn looks(p: &Personas<'_>) -> Vec<Value> {
    p.events("EMBARGOED_DECISION_READ")
}

/// Paths that never name the decision: the kind of the object they begin at, and what is asked of it.
fn paths(world: &World, hanging: &Hanging) -> Vec<(String, String)> {
    let id = |name: &str| {
        let found = hanging.ids.iter().find(|(known, _)| *known == name);
        found.map(|(_, id)| id.clone()).expect("hangs on the decision")
    };
    let council = world.cast.council.wire();
    let node = |id: String, fields: &str| (id, format!("node(id: $id) {{ {fields} }}"));
    let list = |fields: &str| (council.clone(), format!("node(id: $id) {{ id }} {fields}"));
    vec![
        node(id("review"), "... on Review { state stanceCounts { for } }"),
        node(id("review"), "... on Review { threads { nodes { body } } }"),
        node(id("comment"), "... on Comment { body }"),
        node(id("comment"), "... on Comment { replies { nodes { body } } }"),
        node(id("poll"), "... on Poll { tally { for } result { outcome } }"),
        node(id("poll"), "... on Poll { electors { ballot { choice } } dissents { text } }"),
        node(id("recusal"), "... on Recusal { reason }"),
        node(id("dissent"), "... on Dissent { text }"),
        node(council.clone(), "... on Council { reviews { nodes { state } } }"),
        node(council.clone(), "... on Council { reviews(last: 5) { nodes { state } } }"),
        node(council.clone(), "... on Council { polls { nodes { tally { for } } } }"),
        node(council.clone(), "... on Council { polls(last: 5) { nodes { tally { for } } } }"),
        list("reviews { nodes { state } }"),
        list("polls { nodes { question { text } } }"),
        list("moderationLog { nodes { reason } }"),
    ]
}

on_both! {
    fn whatever_hangs_on_an_embargoed_decision_is_logged_when_the_media_look_at_it(world) {
        let p = Personas::of(world);
        let hanging = embargoed(&p);
        for (id, fields) in paths(world, &hanging) {
            let before = looks(&p).len();
            let reply = p.get("media").ask(&format!("query($id: ID!) {{ {fields} }}"), &json!({ "id": id }));
            assert_ne!(*reply.at("/node"), Value::Null, "{fields}");
            let seen = looks(&p);
            assert_eq!(seen.len(), before + 1, "{fields}: one look");
            assert_eq!((&seen[0]["subject"], &seen[0]["actor"]["id"]), (&json!(hanging.decision), &json!(world.cast.person("media"))), "{fields}");
        }
        let all = json!({ "ids": hanging.ids.iter().map(|(_, id)| id).collect::<Vec<_>>() });
        let before = looks(&p).len();
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Review { decision { id } comments { nodes { decision { id } } } } } }";
        p.get("media").ask(query, &all).at("/nodes");
        assert_eq!(looks(&p).len(), before + 1, "a request that sees much of one decision leaves one entry");
    }

    fn nobody_elses_looks_are_logged_and_nobodys_once_the_embargo_has_passed(world) {
        let p = Personas::of(world);
        let hanging = embargoed(&p);
        let ask = |who: &str| {
            for (id, fields) in paths(world, &hanging) {
                p.get(who).ask(&format!("query($id: ID!) {{ {fields} }}"), &json!({ "id": id }));
            }
        };
        for who in ["officer", "chair", "member-01", "admin", "press", "citizen", "anonymous"] {
            ask(who);
        }
        assert_eq!(looks(&p), Vec::<Value>::new());
        let review = json!({ "id": hanging.ids[0].1 });
        let query = "query($id: ID!) { node(id: $id) { ... on Review { state } } }";
        assert!(p.get("press").ask(query, &review).at("/node").is_null(), "who is not accredited sees nothing");
        world.advance(Duration::minutes(10));
        ask("media");
        assert_eq!(looks(&p), Vec::<Value>::new());
    }

    fn the_looks_of_a_page_cost_the_media_a_few_statements_and_others_none(world) {
        let p = Personas::of(world);
        let query = "{ reviews(first: 20) { nodes { state polls(first: 2) { nodes { state } } threads(first: 2) { nodes { body } } } } }";
        let cost = |who: &str| p.get(who).ask(query, &Value::Null).statements;
        let mut costs = Vec::new();
        for count in [1, 6] {
            for number in 0..count {
                let decision = p.draft(&format!("Under embargo {number}"));
                p.publish(&decision, &json!({ "embargoedUntil": EMBARGO }));
                let review = p.review_of(&decision);
                p.comment("member-01", &review);
                let input = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Shall it be so?") });
                p.get("chair").mutate("openPoll", &input, "").done();
            }
            // Signed in and remembered.
            for who in ["media", "member-01"] {
                cost(who);
            }
            costs.push((cost("media"), cost("member-01")));
        }
        assert_eq!(costs[0], costs[1], "they do not grow with the page");
        let (media, member) = costs[1];
        // A read, and a transaction that reads and writes.
        assert!(media <= member + 5, "{costs:?}");
        let seen = looks(&p).len();
        assert_eq!(seen, 1 + 1 + 7 + 7, "one per decision and request");
    }
}
