//! Closing a review: when all is answered and every promise confirmed, and not before.

use crate::support::Personas;
use crate::support::dialogue::{Dialogue, accepted, refused};
use serde_json::{Value, json};

on_both! {
    fn a_review_is_closed_when_all_is_answered_and_every_milestone_confirmed(world) {
        let p = Personas::of(world);
        let chair = p.get("chair");
        let d = Dialogue::with(&p, &p.decision("Done"), &[&["ministry"], &["ministry"]]);
        let officer = p.get("officer");
        let plan = d.answer(&officer, &d.addressees[0][0], &accepted(&["2026-12-20", "2026-12-25"]));
        let missing = d.close(&chair);
        assert_eq!(missing.refused(), "ANSWERS_MISSING");
        assert!(missing.at("/payload/userErrors/0/message").as_str().expect("a text").contains('1'));
        d.answer(&officer, &d.addressees[1][0], &refused()).done();
        let (first, second) = (plan.text("/answer/plan/0/id"), plan.text("/answer/plan/1/id"));
        d.report(&first);
        d.confirm(&first);
        d.report(&second);
        let open = d.close(&chair);
        assert_eq!(open.refused(), "MILESTONES_OPEN");
        assert!(open.at("/payload/userErrors/0/message").as_str().expect("a text").contains('1'));
        d.confirm(&second);
        assert_eq!(d.close(&chair).text("/review/state"), "CLOSED");
        let query = "query($id: ID!) { node(id: $id) { ... on Review { transitions { fromState toState reason actor { name } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": d.review }));
        let steps = read.at("/node/transitions").as_array().cloned().expect("a list");
        let tail: Vec<Value> = steps.iter().rev().take(3).map(|t| json!([t["fromState"], t["toState"], t["reason"], t["actor"]["name"]])).collect();
        assert_eq!(tail, [
            json!(["ANSWERED", "CLOSED", "All is done", "chair"]),
            json!(["SENT", "ANSWERED", null, "officer"]),
            json!(["CONCLUDED", "SENT", null, "chair"]),
        ]);
        assert_eq!(p.event_about("REVIEW_CLOSED", &d.review)["payload"]["from"], json!("ANSWERED"));
        assert_eq!(d.close(&chair).refused(), "WRONG_STATE");
    }

    fn what_was_refused_or_superseded_keeps_no_review_open(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&accepted(&["2026-12-20"]));
        assert_eq!(d.close(&p.get("chair")).refused(), "MILESTONES_OPEN");
        d.correct(&p.get("officer"), &answer, &refused()).done();
        d.close(&p.get("deputy")).done();
    }

    fn a_review_without_a_sent_document_or_with_a_running_poll_is_not_closed(world) {
        let p = Personas::of(world);
        let (chair, running) = (p.get("chair"), p.review("Still open"));
        assert_eq!(chair.mutate("closeReview", &json!({ "reviewId": running }), "").refused(), "WRONG_STATE");
        let d = Dialogue::begin(&p);
        d.answered(&refused());
        let poll = p.poll_of(&d.review, "ROLL_CALL");
        assert_eq!(d.close(&chair).refused(), "POLL_RUNNING");
        chair.mutate("closePoll", &json!({ "pollId": poll }), "").done();
        d.close(&chair).done();
    }

    fn those_who_preside_close_and_nobody_else(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        d.answered(&refused());
        let can = |who: &str| {
            let query = "query($id: ID!) { node(id: $id) { ... on Review { viewerCanClose } } }";
            p.get(who).ask(query, &json!({ "id": d.review })).at("/node/viewerCanClose").clone()
        };
        for who in ["citizen", "officer", "secretary", "member-05", "local-chair", "admin", "robot"] {
            assert_eq!(d.close(&p.get(who)).denied(), "FORBIDDEN", "{who}");
            assert_eq!(can(who), json!(false), "{who}");
        }
        assert_eq!(d.close(&world.anonymous()).denied(), "UNAUTHENTICATED");
        assert_eq!(can("deputy"), json!(true));
        d.close(&p.get("deputy")).done();
    }
}
