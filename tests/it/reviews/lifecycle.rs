//! A review moves forward, and every step says who took it and when.

use crate::support::{Client, Personas, Reply, World};
use chrono::Duration;
use serde_json::{Value, json};

fn advance(client: &Client, review: &str) -> Reply {
    client.mutate("advanceReview", &json!({ "reviewId": review }), "review { state }")
}

fn conclude(client: &Client, review: &str, reason: Option<&str>) -> Reply {
    client.mutate("concludeReview", &json!({ "reviewId": review, "reason": reason }), "review { state concludedAt }")
}

/// From, to, actor and reason of every transition.
fn transitions(world: &World, review: &str) -> Vec<Value> {
    let query = "query($id: ID!) { node(id: $id) { ... on Review { transitions { fromState toState actor { name } occurredAt reason } } } }";
    let reply = world.anonymous().ask(query, &json!({ "id": review }));
    let short = |t: &Value| json!([t["fromState"], t["toState"], t["actor"]["name"], t["occurredAt"], t["reason"]]);
    reply.at("/node/transitions").as_array().expect("a list").iter().map(short).collect()
}

fn state(world: &World, review: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Review { state } } }";
    world.anonymous().ask(query, &json!({ "id": review })).at("/node/state").clone()
}

on_both! {
    fn a_review_is_opened_deliberated_voted_on_and_concluded_on_record(world) {
        let p = Personas::of(world);
        let (chair, secretary) = (p.get("chair"), p.get("secretary"));
        let review = p.review("A decision");
        world.advance(Duration::minutes(1));
        assert_eq!(advance(&secretary, &review).text("/review/state"), "DELIBERATION");
        world.advance(Duration::minutes(1));
        let poll = p.poll_of(&review, "ROLL_CALL");
        assert_eq!(state(world, &review), json!("VOTING"));
        world.advance(Duration::minutes(1));
        secretary.mutate("closePoll", &json!({ "pollId": poll }), "").done();
        assert_eq!(state(world, &review), json!("DELIBERATION"));
        world.advance(Duration::minutes(1));
        let done = conclude(&chair, &review, Some(" All is said "));
        assert_eq!(done.done()["review"], json!({ "state": "CONCLUDED", "concludedAt": "2026-11-22T06:04:00Z" }));
        assert_eq!(
            transitions(world, &review),
            [
                json!([null, "OPEN", "chair", "2026-11-22T06:00:00Z", null]),
                json!(["OPEN", "DELIBERATION", "secretary", "2026-11-22T06:01:00Z", null]),
                json!(["DELIBERATION", "VOTING", "chair", "2026-11-22T06:02:00Z", null]),
                json!(["VOTING", "DELIBERATION", "secretary", "2026-11-22T06:03:00Z", null]),
                json!(["DELIBERATION", "CONCLUDED", "chair", "2026-11-22T06:04:00Z", "All is said"]),
            ]
        );
        for (kind, steps) in [("REVIEW_OPENED", 1), ("REVIEW_CONCLUDED", 1)] {
            let events = p.events(kind);
            assert_eq!(events.len(), steps, "{kind}");
            assert_eq!(events[0]["subject"], json!(review));
        }
        let moved = p.events("REVIEW_MOVED");
        assert!(moved.iter().any(|event| event["payload"]["to"] == "DELIBERATION" && event["payload"]["from"] == "OPEN"));
    }

    fn a_review_moves_only_forward(world) {
        let p = Personas::of(world);
        let (chair, review) = (p.get("chair"), p.review("A decision"));
        advance(&chair, &review).done();
        assert_eq!(advance(&chair, &review).refused(), "WRONG_STATE");
        conclude(&chair, &review, None).done();
        assert_eq!(conclude(&chair, &review, None).refused(), "WRONG_STATE");
        assert_eq!(advance(&chair, &review).refused(), "WRONG_STATE");
        let poll = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": { "kk": "Сұрақ" } });
        assert_eq!(chair.mutate("openPoll", &poll, "").refused(), "WRONG_STATE");
        // The council may have to vote in the place of what is annulled, or rate an answer: who has a conflict says so still.
        let recusal = json!({ "reviewId": review, "reason": "A conflict of interest" });
        p.get("member-01").mutate("declareRecusal", &recusal, "").done();
        assert_eq!(transitions(world, &review).len(), 3);
        // Straight from OPEN is fine too: a council need not vote.
        conclude(&chair, &p.review("Another"), None).done();
    }

    fn a_review_is_not_concluded_while_the_council_votes(world) {
        let p = Personas::of(world);
        let (chair, review) = (p.get("chair"), p.review("A decision"));
        let poll = p.poll_of(&review, "SECRET");
        assert_eq!(conclude(&chair, &review, None).refused(), "POLL_RUNNING");
        assert_eq!(state(world, &review), json!("VOTING"));
        chair.mutate("annulPoll", &json!({ "pollId": poll, "reason": "The notice was late" }), "").done();
        conclude(&chair, &review, None).done();
    }

    fn those_who_preside_conclude_and_the_secretary_may_only_advance(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        for who in ["member-01", "local-chair", "officer", "admin", "registrar", "citizen"] {
            assert_eq!(advance(&p.get(who), &review).denied(), "FORBIDDEN", "{who}");
            assert_eq!(conclude(&p.get(who), &review, None).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(conclude(&world.anonymous(), &review, None).denied(), "UNAUTHENTICATED");
        assert_eq!(conclude(&p.get("secretary"), &review, None).denied(), "FORBIDDEN");
        advance(&p.get("secretary"), &review).done();
        conclude(&p.get("deputy"), &review, None).done();
    }

    fn a_council_finishes_what_it_took_up_after_the_decision_was_withdrawn(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let review = p.review_of(&decision);
        p.get("officer").mutate("withdrawDecision", &json!({ "decisionId": decision, "reason": "Order 12" }), "").done();
        let poll = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": { "kk": "Сұрақ" } });
        assert_eq!(p.get("chair").mutate("openPoll", &poll, "").refused(), "WRONG_STATE");
        p.comment("citizen", &review);
        conclude(&p.get("chair"), &review, Some("It was withdrawn")).done();
    }
}
