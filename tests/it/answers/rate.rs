//! Writing down what a poll decided on an answer: by whom, once, and on what poll it may rest. Polls that rate by
//! themselves are in `motion.rs`.

use crate::support::dialogue::{Dialogue, accepted, adopted_poll, refused, rejected_poll};
use crate::support::{Client, Personas, Reply};
use chrono::Duration;
use serde_json::json;

fn rate(client: &Client, answer: &str, verdict: &str, poll: &str) -> Reply {
    let input =
        json!({ "answerId": answer, "verdict": verdict, "reason": "It says nothing about the money", "pollId": poll });
    client.mutate(
        "rateAnswer",
        &input,
        "answer { id viewerCanRate } rating { verdict reason poll { id } ratedBy { id } ratedAt }",
    )
}

on_both! {
    fn the_chair_rates_an_answer_once_after_a_poll_and_everybody_reads_it(world) {
        let p = Personas::of(world);
        let (chair, d) = (p.get("chair"), Dialogue::begin(&p));
        let answer = d.answered(&refused());
        let poll = adopted_poll(&p, &d.review);
        assert_eq!(d.state(), json!("ANSWERED"), "the poll leaves the review where it is");
        let done = rate(&chair, &answer, "NOT_TO_THE_POINT", &poll);
        assert_eq!(done.done()["answer"], json!({ "id": answer, "viewerCanRate": false }));
        let rating = json!({ "verdict": "NOT_TO_THE_POINT", "reason": "It says nothing about the money", "poll": { "id": poll },
            "ratedBy": { "id": world.cast.person("chair") }, "ratedAt": "2026-11-22T06:00:00Z" });
        assert_eq!(done.done()["rating"], rating);
        let query = "query($id: ID!) { node(id: $id) { ... on Answer { rating { verdict } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": answer }));
        assert_eq!(*read.at("/node/rating"), json!({ "verdict": "NOT_TO_THE_POINT" }));
        let again = rate(&p.get("deputy"), &answer, "TO_THE_POINT", &poll);
        assert_eq!((again.refused(), again.at("/payload/userErrors/0/field")), ("ALREADY_RATED", &json!(["answerId"])));
        let event = p.event_about("ANSWER_RATED", &answer);
        assert_eq!((&event["payload"]["verdict"], &event["payload"]["poll"]), (&json!("NOT_TO_THE_POINT"), &json!(poll)));
        assert_eq!(d.state(), json!("ANSWERED"), "a rating moves nothing");
    }

    fn those_who_preside_rate_and_nobody_else(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        let poll = adopted_poll(&p, &d.review);
        for who in ["citizen", "officer", "secretary", "member-05", "local-chair", "admin", "robot"] {
            assert_eq!(rate(&p.get(who), &answer, "TO_THE_POINT", &poll).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(rate(&world.anonymous(), &answer, "TO_THE_POINT", &poll).denied(), "UNAUTHENTICATED");
        rate(&p.get("deputy"), &answer, "TO_THE_POINT", &poll).done();
    }

    fn a_rating_rests_on_an_adopted_poll_about_the_answer(world) {
        let p = Personas::of(world);
        let decision = p.decision("Voted on twice");
        let d = Dialogue::with(&p, &decision, &[&["ministry"]]);
        let chair = p.get("chair");
        let query = "query($id: ID!) { node(id: $id) { ... on Review { polls(first: 1) { nodes { id } } } } }";
        let of_the_document = chair.ask(query, &json!({ "id": d.review }));
        let of_the_document = of_the_document.at("/node/polls/nodes/0/id").as_str().expect("a poll").to_owned();
        world.advance(Duration::minutes(1));
        let answer = d.answered(&refused());
        let alone = json!({ "answerId": answer, "verdict": "TO_THE_POINT", "reason": "So I say" });
        assert_eq!(chair.mutate("rateAnswer", &alone, "").denied(), "BAD_INPUT", "the chair alone is not the council");
        let elsewhere = adopted_poll(&p, &p.review("Another"));
        let lost = rejected_poll(&p, &d.review);
        let open = p.poll_of(&d.review, "ROLL_CALL");
        for unfit in [of_the_document.as_str(), &elsewhere, &lost, &open] {
            let reply = rate(&chair, &answer, "NOT_TO_THE_POINT", unfit);
            assert_eq!((reply.refused(), reply.at("/payload/userErrors/0/field")), ("RATING_POLL_UNFIT", &json!(["pollId"])));
        }
        // Nobody came: no quorum, nothing adopted.
        chair.mutate("closePoll", &json!({ "pollId": open }), "").done();
        assert_eq!(rate(&chair, &answer, "NOT_TO_THE_POINT", &open).refused(), "RATING_POLL_UNFIT");
        let poll = adopted_poll(&p, &d.review);
        let done = rate(&chair, &answer, "NOT_TO_THE_POINT", &poll);
        assert_eq!(done.done()["rating"]["poll"], json!({ "id": poll }));
    }

    fn the_council_votes_on_an_answer_whatever_became_of_the_decision(world) {
        let p = Personas::of(world);
        let decision = p.decision("Adopted meanwhile");
        let d = Dialogue::with(&p, &decision, &[&["ministry"]]);
        let answer = d.answered(&refused());
        p.get("officer").mutate("adoptDecision", &json!({ "decisionId": decision, "reason": "Order 12" }), "").done();
        let recusal = json!({ "reviewId": d.review, "reason": "My brother wrote the answer" });
        p.get("member-12").mutate("declareRecusal", &recusal, "").done();
        let poll = adopted_poll(&p, &d.review);
        rate(&p.get("chair"), &answer, "NOT_TO_THE_POINT", &poll).done();
    }

    fn a_corrected_answer_is_rated_no_more_and_its_correction_is(world) {
        let p = Personas::of(world);
        let (chair, d) = (p.get("chair"), Dialogue::begin(&p));
        let first = d.answered(&refused());
        let poll = adopted_poll(&p, &d.review);
        rate(&chair, &first, "NOT_TO_THE_POINT", &poll).done();
        world.advance(Duration::minutes(1));
        let second = d.correct(&p.get("officer"), &first, &accepted(&["2027-01-10"])).text("/answer/id");
        assert_eq!(rate(&chair, &first, "TO_THE_POINT", &poll).refused(), "ANSWER_NOT_LATEST");
        assert_eq!(rate(&chair, &second, "TO_THE_POINT", &poll).refused(), "RATING_POLL_UNFIT", "that was about the first");
        let poll = adopted_poll(&p, &d.review);
        rate(&chair, &second, "TO_THE_POINT", &poll).done();
        let blank = json!({ "answerId": second, "verdict": "TO_THE_POINT", "reason": " ", "pollId": poll });
        assert_eq!(chair.mutate("rateAnswer", &blank, "").refused(), "BLANK");
    }
}
