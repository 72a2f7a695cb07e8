//! What follows the vote on an embargoed decision is logged when accredited media look at it, whichever way they come.

use crate::support::dialogue::{Dialogue, accepted};
use crate::support::{Personas, World};
use serde_json::{Value, json};

const EMBARGO: &str = "2026-11-22T18:00:00Z";

/// What hangs on an embargoed decision after the vote: its decision, then ids by name.
fn pursued(p: &Personas<'_>) -> (String, Vec<(&'static str, String)>) {
    let decision = p.draft("Under embargo");
    p.publish(&decision, &json!({ "embargoedUntil": EMBARGO }));
    let dialogue = Dialogue::with(p, &decision, &[&["ministry"]]);
    let answer = dialogue.answer(&p.get("officer"), dialogue.addressee(), &accepted(&["2026-12-20"]));
    let query = "query($id: ID!) { node(id: $id) { ... on FinalDocument { version { id } sendDeadline { id } } } }";
    let document = p.get("chair").ask(query, &json!({ "id": dialogue.document }));
    let of_document = |at: &str| document.at(at).as_str().expect("an id").to_owned();
    let ids = vec![
        ("recommendation", dialogue.recommendations[0].clone()),
        ("addressee", dialogue.addressee().to_owned()),
        ("answer", answer.text("/answer/id")),
        ("milestone", answer.text("/answer/plan/0/id")),
        ("version", of_document("/node/version/id")),
        ("deadline", of_document("/node/sendDeadline/id")),
        ("document", dialogue.document.clone()),
    ];
    (decision, ids)
}

/// Paths that never name the decision: the id they begin at, and what is asked.
fn paths(world: &World, ids: &[(&'static str, String)]) -> Vec<(String, String)> {
    let id = |name: &str| ids.iter().find(|(known, _)| *known == name).map(|(_, id)| id.clone()).expect("known");
    let council = world.cast.council.wire();
    let node = |id: String, fields: &str| (id, format!("node(id: $id) {{ {fields} }}"));
    let list = |fields: &str| (council.clone(), format!("node(id: $id) {{ id }} {fields}"));
    vec![
        node(id("recommendation"), "... on Recommendation { text { text } answers { nodes { verdict } } }"),
        node(id("addressee"), "... on RecommendationAddressee { state answer { verdict } }"),
        node(id("answer"), "... on Answer { verdict reasons { text } plan { state } }"),
        node(id("milestone"), "... on Milestone { title { text } reports { totalCount } }"),
        node(id("version"), "... on DocumentVersion { facts { text } }"),
        node(id("deadline"), "... on Deadline { dueOn state }"),
        node(id("document"), "... on FinalDocument { designation recommendations { nodes { number } } }"),
        node(council.clone(), "... on Council { finalDocuments { nodes { designation } } }"),
        node(council.clone(), "... on Council { finalDocuments(last: 5) { nodes { designation } } }"),
        list("finalDocuments { nodes { designation } }"),
        list("recommendations { nodes { text { text } } }"),
        list("deadlines { nodes { dueOn } }"),
    ]
}

fn looks(p: &Personas<'_>) -> Vec<Value> {
    p.events("EMBARGOED_DECISION_READ")
}

on_both! {
    fn each_look_of_the_media_at_what_follows_an_embargoed_vote_is_logged(world) {
        let p = Personas::of(world);
        let (decision, ids) = pursued(&p);
        for (id, fields) in paths(world, &ids) {
            let before = looks(&p).len();
            let reply = p.get("media").ask(&format!("query($id: ID!) {{ {fields} }}"), &json!({ "id": id }));
            assert_ne!(*reply.at("/node"), Value::Null, "{fields}");
            let seen = looks(&p);
            assert_eq!(seen.len(), before + 1, "{fields}: one look");
            assert_eq!((&seen[0]["subject"], &seen[0]["actor"]["id"]), (&json!(decision), &json!(world.cast.person("media"))), "{fields}");
        }
        let all = json!({ "ids": ids.iter().map(|(_, id)| id).collect::<Vec<_>>() });
        let before = looks(&p).len();
        p.get("media").ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", &all).at("/nodes/6/id");
        assert_eq!(looks(&p).len(), before + 1, "a request that sees much of one decision leaves one entry");
    }

    fn to_learn_whether_it_is_on_an_agenda_or_can_be_followed_is_a_look(world) {
        let p = Personas::of(world);
        let decision = p.draft("Under embargo");
        p.publish(&decision, &json!({ "embargoedUntil": EMBARGO }));
        let (media, review) = (p.get("media"), json!({ "id": p.review_of(&decision) }));
        let agenda = "query($id: ID!) { meetings(filter: { reviewId: $id }) { totalCount } }";
        media.ask(agenda, &review).at("/meetings/totalCount");
        assert_eq!(looks(&p).len(), 1);
        p.get("chair").ask(agenda, &review).at("/meetings/totalCount");
        media.mutate("follow", &json!({ "subjectId": decision }), "follow { id }").done();
        assert_eq!(looks(&p).len(), 2);
        assert_eq!(p.get("press").mutate("follow", &json!({ "subjectId": decision }), "follow { id }").denied(), "NOT_FOUND");
        assert_eq!(looks(&p).len(), 2);
    }

    fn nobody_elses_looks_at_what_follows_the_vote_are_logged(world) {
        let p = Personas::of(world);
        let (_, ids) = pursued(&p);
        let ask = |who: &str| -> Vec<Value> {
            let seen = |(id, fields): (String, String)| {
                p.get(who).ask(&format!("query($id: ID!) {{ {fields} }}"), &json!({ "id": id })).at("/node").clone()
            };
            paths(world, &ids).into_iter().take(7).map(seen).collect()
        };
        for who in ["officer", "chair", "member-01"] {
            assert!(!ask(who).contains(&Value::Null), "{who} sees it all");
        }
        for who in ["press", "citizen", "anonymous"] {
            assert_eq!(ask(who), vec![Value::Null; 7], "{who} sees nothing of it");
        }
        assert_eq!(looks(&p), Vec::<Value>::new());
    }
}
