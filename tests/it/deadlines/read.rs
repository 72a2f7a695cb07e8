//! Who sees which deadlines, in which order.

use super::clocks::{SEVEN, TEN, THREE, look, meet, start};
use crate::support::{Client, Personas};
use serde_json::{Value, json};

fn list(client: &Client, filter: &Value) -> Vec<String> {
    let query = "query($filter: DeadlineFilter) { deadlines(filter: $filter) { totalCount nodes { dueOn } } }";
    let reply = client.ask(query, &json!({ "filter": filter }));
    let nodes = reply.at("/deadlines/nodes").as_array().cloned().expect("a list");
    assert_eq!(reply.at("/deadlines/totalCount"), &json!(nodes.len()));
    nodes.iter().map(|node| node["dueOn"].as_str().expect("a day").to_owned()).collect()
}

on_both! {
    fn deadlines_are_listed_as_they_fall_due_and_narrowed(world) {
        let p = Personas::of(world);
        let (first, second) = (p.review("A road"), p.review("A school"));
        let ten = start(world, &first, TEN, "2026-11-23");
        let three = start(world, &second, THREE, "2026-11-23");
        let seven = start(world, &first, SEVEN, "2026-11-23");
        meet(world, &seven, "2026-11-25").expect("met");
        assert_eq!([&three, &seven, &ten].map(|d| d.due_on.to_string()), ["2026-11-26", "2026-12-02", "2026-12-07"]);
        let anyone = world.anonymous();
        let of = |filter: Value| list(&anyone, &filter);
        assert_eq!(of(json!({})), ["2026-11-26", "2026-12-02", "2026-12-07"]);
        assert_eq!(of(json!({ "states": ["RUNNING"] })), ["2026-11-26", "2026-12-07"]);
        assert_eq!(of(json!({ "dueFrom": "2026-12-02", "dueUntil": "2026-12-07" })), ["2026-12-02"]);
        assert_eq!(of(json!({ "reviewId": second })), ["2026-11-26"]);
        assert_eq!(of(json!({ "ruleKeys": ["answer.reply", "answer.reply"] })), ["2026-12-07"]);
        assert_eq!(of(json!({ "bodyId": world.cast.ministry.wire(), "councilId": world.cast.council.wire() })).len(), 3);
        assert_eq!(of(json!({ "bodyId": world.cast.akimat.wire() })), [""; 0]);
        assert_eq!(of(json!({ "councilId": world.cast.local_council.wire() })), [""; 0]);
    }

    fn pages_of_deadlines_follow_each_other_both_ways(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        for day in ["2026-11-23", "2026-11-24", "2026-11-24", "2026-11-26"] {
            start(world, &review, THREE, day);
        }
        let query = "query($first: Int, $after: String, $last: Int, $before: String) {
            deadlines(first: $first, after: $after, last: $last, before: $before) {
                nodes { id dueOn } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
        let anyone = world.anonymous();
        let all = anyone.ask(query, &json!({})).at("/deadlines/nodes").clone();
        let head = anyone.ask(query, &json!({ "first": 3 }));
        assert_eq!(head.at("/deadlines/pageInfo/hasNextPage"), &json!(true));
        let tail = anyone.ask(query, &json!({ "first": 3, "after": head.at("/deadlines/pageInfo/endCursor") }));
        assert_eq!(tail.at("/deadlines/nodes"), &json!([all[3]]));
        let back = anyone.ask(query, &json!({ "last": 3, "before": tail.at("/deadlines/pageInfo/startCursor") }));
        assert_eq!(back.at("/deadlines/nodes"), head.at("/deadlines/nodes"));
    }

    fn a_deadline_on_a_decision_that_one_may_not_see_is_invisible(world) {
        let p = Personas::of(world);
        let decision = p.draft("A secret road");
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        let deadline = start(world, &p.review_of(&decision), TEN, "2026-11-23");
        for (who, sees) in [("anonymous", false), ("citizen", false), ("media", false), ("local-chair", false), ("officer", true), ("member-05", true), ("admin", true)] {
            let client = p.get(who);
            assert_eq!(look(&client, &deadline).is_object(), sees, "{who}");
            assert_eq!(list(&client, &json!({})).len(), usize::from(sees), "{who}");
        }
    }

    fn a_page_of_deadlines_costs_as_many_statements_as_one(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let query = "{ deadlines { nodes { rule { key } owedBy { ... on StateBody { id } } moves { reason } skipped { date } review { id } council { id } } } }";
        let anyone = world.anonymous();
        // The least of several looks: now and then one reads the registry anew.
        let cost = |deadlines: usize| {
            let looks = (0..5).map(|_| {
                let reply = anyone.ask(query, &json!({}));
                assert_eq!(reply.at("/deadlines/nodes").as_array().map(Vec::len), Some(deadlines));
                reply.statements
            });
            looks.min().expect("five")
        };
        start(world, &review, THREE, "2026-11-23");
        let one = cost(1);
        for day in ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-30"] {
            start(world, &review, THREE, day);
        }
        assert!(one > 0);
        assert_eq!(cost(5), one);
    }
}
