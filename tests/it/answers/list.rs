//! The list of recommendations: narrowed by what became of them, in pages, at a bounded cost.

use crate::support::dialogue::{Dialogue, accepted, refused};
use crate::support::{Client, Personas};
use chrono::Duration;
use serde_json::{Value, json};

/// The texts of the recommendations that a filter leaves, oldest first.
fn found(client: &Client, filter: &Value) -> Vec<String> {
    let query = "query($filter: RecommendationFilter) { recommendations(first: 100, filter: $filter, orderBy: { direction: ASC }) {
        totalCount nodes { text { text(locale: EN) } } } }";
    let reply = client.ask(query, &json!({ "filter": filter }));
    let nodes = reply.at("/recommendations/nodes").as_array().cloned().expect("a list");
    assert_eq!(*reply.at("/recommendations/totalCount"), json!(nodes.len()));
    nodes.iter().map(|node| node["text"]["text"].as_str().expect("a text").to_owned()).collect()
}

on_both! {
    fn recommendations_are_found_by_what_became_of_them(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("For two bodies"), &[&["ministry", "akimat"], &["ministry"], &["akimat"]]);
        d.answer(&p.get("officer"), &d.addressees[0][0], &accepted(&["2026-12-20"])).done();
        d.answer(&p.get("officer"), &d.addressees[1][0], &refused()).done();
        let client = world.anonymous();
        let (ministry, akimat) = (world.cast.ministry.wire(), world.cast.akimat.wire());
        for (filter, texts) in [
            (json!({}), vec!["Do 1", "Do 2", "Do 3"]),
            (json!({ "reviewId": d.review, "councilId": world.cast.council.wire() }), vec!["Do 1", "Do 2", "Do 3"]),
            (json!({ "councilId": world.cast.local_council.wire() }), vec![]),
            (json!({ "bodyId": ministry }), vec!["Do 1", "Do 2"]),
            (json!({ "states": ["PENDING"] }), vec!["Do 1", "Do 3"]),
            // One and the same addressee: the ministry has answered the first, the akimat has not.
            (json!({ "bodyId": ministry, "states": ["PENDING"] }), vec![]),
            (json!({ "bodyId": akimat, "states": ["PENDING", "PENDING"] }), vec!["Do 1", "Do 3"]),
            (json!({ "bodyId": ministry, "verdicts": ["REFUSED", "PARTLY"] }), vec!["Do 2"]),
            (json!({ "verdicts": ["ACCEPTED"] }), vec!["Do 1"]),
            (json!({ "deadlines": ["RUNNING"] }), vec!["Do 1", "Do 3"]),
            (json!({ "deadlines": ["MET"], "bodyId": akimat }), vec![]),
            (json!({ "states": [] }), vec![]),
            (json!({ "priorities": ["HIGH"] }), vec![]),
            (json!({ "priorities": ["NORMAL", "LOW"] }), vec!["Do 1", "Do 2", "Do 3"]),
        ] {
            assert_eq!(found(&client, &filter), texts, "{filter}");
        }
    }

    fn a_verdict_is_that_of_the_latest_answer(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&accepted(&["2026-12-20"]));
        d.correct(&p.get("officer"), &answer, &refused()).done();
        assert_eq!(found(&world.anonymous(), &json!({ "verdicts": ["ACCEPTED"] })), Vec::<String>::new());
        assert_eq!(found(&world.anonymous(), &json!({ "verdicts": ["REFUSED"] })), ["Do 1"]);
    }

    fn who_keeps_the_council_waiting_is_found_by_the_clock(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Waited for"), &[&["ministry"], &["akimat"]]);
        d.answer(&p.get("officer"), &d.addressees[0][0], &refused()).done();
        let overdue = json!({ "deadlines": ["OVERDUE"] });
        assert_eq!(found(&world.anonymous(), &overdue), Vec::<String>::new());
        world.advance(Duration::days(20));
        let noticed = || world.count("SELECT count(*) AS n FROM deadlines WHERE state = 'OVERDUE'") > 0;
        world.eventually("the clock notices", noticed);
        assert_eq!(found(&world.anonymous(), &overdue), ["Do 2"]);
    }

    fn pages_follow_each_other_in_both_directions(world) {
        let p = Personas::of(world);
        Dialogue::with(&p, &p.decision("Five"), &[&["ministry"], &["ministry"], &["ministry"], &["ministry"], &["ministry"]]);
        let client = world.anonymous();
        let page = |args: &str| {
            let query = format!("{{ recommendations({args}) {{ nodes {{ number }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}");
            client.ask(&query, &Value::Null).at("/recommendations").clone()
        };
        let numbers = |page: &Value| -> Vec<i64> { page["nodes"].as_array().expect("a list").iter().filter_map(|node| node["number"].as_i64()).collect() };
        let first = page("first: 2");
        assert_eq!((numbers(&first), &first["pageInfo"]["hasNextPage"]), (vec![5, 4], &json!(true)));
        let second = page(&format!("first: 2, after: {}", first["pageInfo"]["endCursor"]));
        assert_eq!(numbers(&second), [3, 2]);
        let back = page(&format!("last: 1, before: {}", second["pageInfo"]["startCursor"]));
        assert_eq!(numbers(&back), [4]);
        let foreign = format!("{{ recommendations(first: 2, after: {}, filter: {{ states: [PENDING] }}) {{ nodes {{ id }} }} }}", first["pageInfo"]["endCursor"]);
        assert_eq!(client.ask(&foreign, &Value::Null).denied(), "BAD_INPUT");
    }

    fn what_a_page_costs_does_not_grow_with_what_hangs_on_it(world) {
        let p = Personas::of(world);
        let officer = p.get("officer");
        let one = Dialogue::begin(&p);
        one.answered(&accepted(&["2026-12-20"]));
        let many = Dialogue::with(&p, &p.decision("Many"), &[&["ministry"], &["ministry"], &["ministry"], &["ministry"], &["ministry"]]);
        for addressee in many.addressees.iter().flatten() {
            let answer = many.answer(&officer, addressee, &accepted(&["2026-12-20", "2026-12-25", "2027-01-10"]));
            many.rated(&answer.text("/answer/id"), "TO_THE_POINT");
            many.report(&answer.text("/answer/plan/1/id"));
        }
        let query = "query($review: ID!) { recommendations(first: 20, filter: { reviewId: $review }) { nodes {
            number answers(first: 5) { totalCount nodes { verdict corrects { id } correctedBy { id } deadline { state } rating { verdict }
                plan { state punctuality viewerCanReport reports(first: 2) { totalCount nodes { evidence author { name } } } } body { name { text } } } }
            addressees { state answer { verdict } answers(first: 2) { nodes { number } } }
        } } }";
        let client = world.anonymous();
        let cost = |review: &str| {
            let costs: Vec<u64> = (0..4).map(|_| client.ask(query, &json!({ "review": review }))).map(|reply| {
                reply.at("/recommendations/nodes/0/answers/nodes/0/verdict");
                reply.statements
            }).collect();
            costs.into_iter().min().expect("four")
        };
        assert!(cost(&one.review) > 0, "the request was not counted");
        assert_eq!(cost(&one.review), cost(&many.review));
    }
}
