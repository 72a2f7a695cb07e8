//! Every change of state is on record: who, when, why.

use crate::support::{Personas, World};
use chrono::Duration;
use serde_json::{Value, json};

fn transitions(world: &World, decision: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Decision {
        transitions { fromState toState actor { id name } occurredAt reason } } } }";
    world.anonymous().ask(query, &json!({ "id": decision })).at("/node/transitions").clone()
}

on_both! {
    fn each_change_of_state_is_recorded_with_who_when_and_why(world) {
        let p = Personas::of(world);
        let actor = json!({ "id": world.cast.person("officer"), "name": "officer" });
        let step = |from: Value, to: &str, at: &str, reason: Value| {
            json!({ "fromState": from, "toState": to, "actor": actor, "occurredAt": at, "reason": reason })
        };
        let decision = p.draft("A decision");
        world.advance(Duration::minutes(2));
        p.publish(&decision, &json!({}));
        world.advance(Duration::minutes(3));
        let input = json!({ "decisionId": decision, "reason": "  A mistake in the figures " });
        p.get("officer").mutate("withdrawDecision", &input, "").done();
        assert_eq!(
            transitions(world, &decision),
            json!([
                step(Value::Null, "DRAFT", "2026-11-22T06:00:00Z", Value::Null),
                step(json!("DRAFT"), "PUBLISHED", "2026-11-22T06:02:00Z", Value::Null),
                step(json!("PUBLISHED"), "WITHDRAWN", "2026-11-22T06:05:00Z", json!("A mistake in the figures")),
            ])
        );
    }

    fn what_was_refused_is_not_on_record(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let publish = p.get("officer").mutate("publishDecision", &json!({ "decisionId": decision }), "");
        assert_eq!(publish.refused(), "WRONG_STATE");
        assert_eq!(transitions(world, &decision).as_array().expect("a list").len(), 2);
    }

    fn nobody_rewrites_the_record_not_even_with_raw_access(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let before = transitions(world, &decision);
        for sql in [
            "UPDATE transitions SET reason = 'another'",
            "DELETE FROM transitions",
            "UPDATE decision_versions SET number = 7",
            "DELETE FROM decision_versions",
            "UPDATE events SET kind = 'Nothing'",
            "DELETE FROM events",
        ] {
            assert!(world.raw(sql).is_err(), "{sql}");
        }
        assert_eq!(transitions(world, &decision), before);
    }
}
