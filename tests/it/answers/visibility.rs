//! What hangs on a decision that the viewer may not see is not there.

use crate::support::Personas;
use crate::support::dialogue::{Dialogue, accepted, refused};
use serde_json::{Value, json};

fn restricted(p: &Personas<'_>) -> String {
    let decision = p.draft("Restricted");
    p.publish(&decision, &json!({ "access": "RESTRICTED" }));
    decision
}

on_both! {
    fn answers_and_milestones_are_seen_by_who_sees_the_decision(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &restricted(&p), &[&["ministry"]]);
        let answer = d.answer(&p.get("officer"), d.addressee(), &accepted(&["2026-12-20"]));
        let (answer, milestone) = (answer.text("/answer/id"), answer.text("/answer/plan/0/id"));
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } recommendations { totalCount nodes { id } } }";
        let ids = json!([answer, milestone, d.addressee(), d.recommendations[0]]);
        let read = |who: &str| p.get(who).ask(query, &json!({ "ids": ids }));
        for who in ["anonymous", "citizen", "local-officer", "local-chair", "registrar", "media", "robot"] {
            let read = read(who);
            assert_eq!(*read.at("/nodes"), json!([null, null, null, null]), "{who}");
            assert_eq!(*read.at("/recommendations"), json!({ "totalCount": 0, "nodes": [] }), "{who}");
        }
        for who in ["officer", "member-05", "chair", "admin"] {
            let read = read(who);
            let nodes: Vec<Value> = ids.as_array().expect("ids").iter().map(|id| json!({ "id": id })).collect();
            assert_eq!(*read.at("/nodes"), json!(nodes), "{who}");
            assert_eq!(*read.at("/recommendations/totalCount"), json!(1), "{who}");
        }
    }

    fn who_may_not_know_is_told_that_there_is_nothing(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &restricted(&p), &[&["ministry"]]);
        let stranger = p.get("local-officer");
        assert_eq!(d.answer(&stranger, d.addressee(), &refused()).denied(), "NOT_FOUND");
        let answer = d.answer(&p.get("officer"), d.addressee(), &accepted(&["2026-12-20"]));
        let (answer, milestone) = (answer.text("/answer/id"), answer.text("/answer/plan/0/id"));
        let chair = p.get("local-chair");
        assert_eq!(d.correct(&stranger, &answer, &refused()).denied(), "NOT_FOUND");
        let poll = p.get("chair").ask("query($id: ID!) { node(id: $id) { ... on Review { polls { nodes { id } } } } }", &json!({ "id": d.review }));
        let rating = json!({ "answerId": answer, "verdict": "TO_THE_POINT", "reason": "It is", "pollId": poll.at("/node/polls/nodes/0/id") });
        assert_eq!(chair.mutate("rateAnswer", &rating, "").denied(), "NOT_FOUND");
        let report = json!({ "milestoneId": milestone, "evidence": "Order No. 12" });
        assert_eq!(stranger.mutate("reportMilestone", &report, "").denied(), "NOT_FOUND");
        assert_eq!(chair.mutate("confirmMilestone", &json!({ "milestoneId": milestone }), "").denied(), "NOT_FOUND");
        assert_eq!(d.close(&chair).denied(), "NOT_FOUND");
        p.get("officer").mutate("reportMilestone", &report, "").done();
    }
}
