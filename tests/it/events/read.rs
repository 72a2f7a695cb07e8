//! Reading the event log.

use crate::support::Personas;
use serde_json::{Value, json};

const EVENTS: &str = "query($filter: EventFilter, $direction: Direction) {
    events: auditLog(first: 100, filter: $filter, direction: $direction) {
        totalCount nodes { id kind subject actor { id name } occurredAt payload body }
    }
}";

on_both! {
    fn administrators_and_auditors_read_the_log_and_nobody_else(world) {
        let p = Personas::of(world);
        for who in ["admin", "auditor"] {
            assert!(!p.get(who).ask(EVENTS, &Value::Null).at("/events/nodes").as_array().expect("a list").is_empty());
        }
        for who in ["citizen", "member-05", "chair", "officer", "moderator", "registrar", "ngo", "media", "robot"] {
            assert_eq!(p.get(who).ask(EVENTS, &Value::Null).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(world.anonymous().ask(EVENTS, &Value::Null).denied(), "UNAUTHENTICATED");
    }

    fn an_event_says_what_happened_to_what_by_whom_and_when(world) {
        let p = Personas::of(world);
        let decision = p.decision("Published");
        let filter = json!({ "filter": { "subjectId": decision }, "direction": "ASC" });
        let reply = p.get("auditor").ask(EVENTS, &filter);
        let nodes = reply.at("/events/nodes").as_array().expect("a list").clone();
        let kinds: Vec<&Value> = nodes.iter().map(|node| &node["kind"]).collect();
        assert_eq!(kinds, [&json!("DECISION_DRAFTED"), &json!("DECISION_PUBLISHED")]);
        assert_eq!(reply.at("/events/totalCount"), &json!(2));
        for node in &nodes {
            assert_eq!(node["subject"], json!(decision));
            assert_eq!(node["actor"], json!({ "id": world.cast.person("officer"), "name": "officer" }));
            let body: Value = serde_json::from_str(node["body"].as_str().expect("text")).expect("JSON");
            assert_eq!((&body["subject"], &body["payload"]), (&json!(decision), &node["payload"]));
            assert_eq!((&body["v"], &body["id"]), (&json!(1), &node["id"]));
        }
    }

    fn the_log_is_read_by_kind_and_by_actor_and_in_both_directions(world) {
        let p = Personas::of(world);
        p.decision("One");
        p.decision("Two");
        p.review("Three");
        let auditor = p.get("auditor");
        let ids = |filter: Value, direction: &str| {
            let reply = auditor.ask(EVENTS, &json!({ "filter": filter, "direction": direction }));
            let nodes = reply.at("/events/nodes").as_array().expect("a list");
            nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
        };
        let oldest = ids(json!({ "kinds": ["DECISION_PUBLISHED"] }), "ASC");
        let mut newest = ids(json!({ "kinds": ["DECISION_PUBLISHED"] }), "DESC");
        newest.reverse();
        assert_eq!(oldest.len(), 3);
        assert_eq!(newest, oldest);
        let by_chair = json!({ "actorId": world.cast.person("chair"), "kinds": ["REVIEW_OPENED", "DECISION_PUBLISHED"] });
        assert_eq!(ids(by_chair, "ASC").len(), 1);
    }
}
