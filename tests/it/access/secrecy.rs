//! Nobody sees a secret choice: not the chair, not an administrator, not an auditor, not its own author.

use crate::support::{Cast, Personas};
use serde_json::{Value, json};

const EVERYBODY: &[&str] = &[
    "anonymous",
    "citizen",
    "member-01",
    "chair",
    "deputy",
    "secretary",
    "ngo",
    "media",
    "robot",
    "officer",
    "moderator",
    "registrar",
    "admin",
    "auditor",
];

const POLL: &str = "query($id: ID!) { node(id: $id) { ... on Poll {
    tally { for against abstain present }
    result { tally { for against abstain } }
    electors { person { name } ballot { choice changes { choice } } }
    viewerBallot { choice changes { choice } }
} } }";

/// Every `choice` anywhere in an answer.
fn choices(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if name == "choice" && !field.is_null() {
                    found.push(field.clone());
                }
                choices(field, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| choices(item, found)),
        _ => {}
    }
}

fn voted_in(p: &Personas<'_>, mode: &str) -> String {
    let poll = p.poll("Voted on", mode);
    for (number, who) in Cast::members().iter().take(11).enumerate() {
        p.vote(who, &poll, if number < 7 { "AGAINST" } else { "FOR" });
    }
    poll
}

on_both! {
    fn a_secret_choice_is_shown_to_nobody_before_or_after_the_close(world) {
        let p = Personas::of(world);
        let poll = voted_in(&p, "SECRET");
        for closed in [false, true] {
            if closed {
                p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
            }
            for who in EVERYBODY {
                let reply = p.get(who).ask(POLL, &json!({ "id": poll }));
                let mut shown = Vec::new();
                choices(&reply.json, &mut shown);
                assert_eq!(shown, Vec::<Value>::new(), "{who}");
                let tally = if closed { json!({ "for": 4, "against": 7, "abstain": 0, "present": 11 }) } else { Value::Null };
                assert_eq!(reply.at("/node/tally"), &tally, "{who}");
            }
        }
    }

    fn a_roll_call_shows_each_choice_to_everybody(world) {
        let p = Personas::of(world);
        let poll = voted_in(&p, "ROLL_CALL");
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
        let reply = world.anonymous().ask(POLL, &json!({ "id": poll }));
        let mut shown = Vec::new();
        choices(&reply.json, &mut shown);
        assert_eq!(shown.iter().filter(|choice| **choice == json!("AGAINST")).count(), 7);
        assert_eq!(shown.iter().filter(|choice| **choice == json!("FOR")).count(), 4);
    }

    fn the_event_log_says_that_somebody_took_part_and_never_what_they_chose(world) {
        let p = Personas::of(world);
        let poll = voted_in(&p, "SECRET");
        let query = "query($kinds: [EventKind!]) { events: auditLog(first: 100, filter: { kinds: $kinds }) { nodes { body payload } } }";
        for who in ["admin", "auditor"] {
            let reply = p.get(who).ask(query, &json!({ "kinds": ["BALLOT_CAST"] }));
            let nodes = reply.at("/events/nodes").as_array().expect("a list");
            assert_eq!(nodes.len(), 11);
            for node in nodes {
                let text = node.to_string();
                assert!(!["FOR", "AGAINST", "ABSTAIN", "choice"].iter().any(|word| text.contains(word)), "{text}");
            }
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM secret_choices"), 11);
        p.get("chair").mutate("closePoll", &json!({ "pollId": poll }), "").done();
    }
}
