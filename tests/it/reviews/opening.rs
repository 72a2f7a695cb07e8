//! Opening a review: by whom, of what, and only one at a time.

use crate::support::bulk::at_once;
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

fn open(world: &World, client: &Client, decision: &str) -> Reply {
    let input = json!({ "decisionId": decision, "councilId": world.cast.council.wire(), "form": "HEARING" });
    client.mutate(
        "openReview",
        &input,
        "review { id form state openedBy { id } openedAt concludedAt decision { id } council { id } }",
    )
}

fn conclude(p: &Personas<'_>, review: &str) {
    p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
}

on_both! {
    fn the_chair_the_deputy_or_the_secretary_opens_a_review_and_nobody_else(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        for who in ["member-01", "local-chair", "officer", "admin", "registrar", "moderator", "ngo", "citizen", "robot"] {
            assert_eq!(open(world, &p.get(who), &decision).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(open(world, &world.anonymous(), &decision).denied(), "UNAUTHENTICATED");
        for who in ["chair", "deputy", "secretary"] {
            let done = open(world, &p.get(who), &decision);
            let review = &done.done()["review"];
            assert_eq!((&review["state"], &review["form"]), (&json!("OPEN"), &json!("HEARING")));
            assert_eq!(review["openedBy"]["id"], json!(world.cast.person(who)));
            assert_eq!((&review["openedAt"], &review["concludedAt"]), (&json!("2026-11-22T06:00:00Z"), &Value::Null));
            assert_eq!((&review["decision"]["id"], &review["council"]["id"]), (&json!(decision), &json!(world.cast.council.wire())));
            let id = review["id"].as_str().expect("an id");
            assert_eq!(p.event_about("REVIEW_OPENED", id)["actor"]["id"], json!(world.cast.person(who)));
            conclude(&p, id);
        }
    }

    fn only_what_is_published_is_reviewed(world) {
        let p = Personas::of(world);
        let chair = p.get("chair");
        assert_eq!(open(world, &chair, &p.draft("A draft")).denied(), "NOT_FOUND");
        let officer = p.get("officer");
        for verb in ["withdrawDecision", "adoptDecision"] {
            let decision = p.decision("To be ended");
            officer.mutate(verb, &json!({ "decisionId": decision, "reason": "Order 12" }), "").done();
            let refused = open(world, &chair, &decision);
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("WRONG_STATE", &json!(["decisionId"])));
        }
        open(world, &chair, &p.decision("Published")).done();
    }

    fn a_council_reviews_a_decision_once_at_a_time_and_several_councils_may(world) {
        let p = Personas::of(world);
        let (chair, decision) = (p.get("chair"), p.decision("A decision"));
        let review = open(world, &chair, &decision).text("/review/id");
        assert_eq!(open(world, &chair, &decision).refused(), "REVIEW_EXISTS");
        let other = json!({ "decisionId": decision, "councilId": world.cast.local_council.wire(), "form": "EXPERTISE" });
        p.get("local-chair").mutate("openReview", &other, "").done();
        conclude(&p, &review);
        open(world, &chair, &decision).done();
        let query = "query($id: ID!) { node(id: $id) { ... on Decision { reviews { totalCount nodes { state } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": decision }));
        assert_eq!(*read.at("/node/reviews/totalCount"), json!(3));
    }

    fn officials_who_open_the_same_review_at_once_open_one(world) {
        let p = Personas::of(world);
        let clients = [p.get("chair"), p.get("deputy"), p.get("secretary")];
        for round in 0..3 {
            let decision = p.decision(&format!("A decision {round}"));
            let answers = at_once(9, |number| {
                let reply = open(world, &clients[number % 3], &decision);
                let payload = reply.at("/payload").clone();
                payload["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
            });
            let done = answers.iter().filter(|answer| *answer == "DONE").count();
            let exists = answers.iter().filter(|answer| *answer == "REVIEW_EXISTS").count();
            assert_eq!((done, exists), (1, 8), "{answers:?}");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM reviews"), 3);
        assert_eq!(p.events("REVIEW_OPENED").len(), 3);
    }

    fn a_council_outside_its_term_takes_up_nothing_new(world) {
        let p = Personas::of(world);
        let (decision, last) = (p.decision("The first"), p.decision("The last"));
        // The term ends on 2028-05-31; Kazakhstan's day has begun five hours before that of UTC.
        let until_last_day = chrono::Duration::days(556);
        world.advance(until_last_day);
        let later = Personas::of(world);
        open(world, &later.get("chair"), &decision).done();
        world.advance(chrono::Duration::days(1));
        let after = Personas::of(world);
        let refused = open(world, &after.get("chair"), &last);
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("COUNCIL_TERM_OVER", &json!(["councilId"])));
        assert!(refused.at("/payload/userErrors/0/message").as_str().expect("a text").contains("2028-05-31"));
    }
}
