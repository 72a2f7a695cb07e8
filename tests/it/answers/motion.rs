//! Polls that rate an answer themselves: what is moved stands with them, and takes effect when they are adopted.

use crate::support::bulk::at_once;
use crate::support::dialogue::{Dialogue, accepted, decide, move_rating, refused};
use crate::support::{Client, Personas};
use chrono::Duration;
use kenes::features::polls::Choice;
use serde_json::{Value, json};

fn rating(client: &Client, answer: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Answer { rating { verdict reason poll { id state } ratedBy { id } ratedAt } } } }";
    client.ask(query, &json!({ "id": answer })).at("/node/rating").clone()
}

on_both! {
    fn an_adopted_poll_rates_the_answer_it_was_opened_on(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        let opened = move_rating(&p.get("secretary"), &d.review, &answer, "NOT_TO_THE_POINT");
        let motion = json!({ "answer": { "id": answer }, "verdict": "NOT_TO_THE_POINT", "reason": "It says nothing about the money" });
        assert_eq!(opened.done()["poll"]["motion"], motion);
        let poll = opened.text("/poll/id");
        let told = p.event_about("POLL_OPENED", &poll);
        assert_eq!((&told["payload"]["answer"], &told["payload"]["verdict"]), (&json!(answer), &json!("NOT_TO_THE_POINT")));
        assert_eq!(rating(&world.anonymous(), &answer), Value::Null, "nothing is decided yet");
        decide(&p, &poll, Choice::For);
        let rated = json!({ "verdict": "NOT_TO_THE_POINT", "reason": "It says nothing about the money",
            "poll": { "id": poll, "state": "CLOSED" }, "ratedBy": null, "ratedAt": "2026-11-22T06:00:00Z" });
        assert_eq!(rating(&world.anonymous(), &answer), rated);
        assert_eq!(p.event_about("ANSWER_RATED", &answer)["payload"]["poll"], json!(poll));
        assert_eq!(d.state(), json!("ANSWERED"));
        let query = "query($id: ID!) { node(id: $id) { ... on Review { polls { nodes { motion { verdict } } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": d.review }));
        assert_eq!(*read.at("/node/polls/nodes"), json!([{ "motion": { "verdict": "NOT_TO_THE_POINT" } }, { "motion": null }]));
    }

    fn the_clock_that_closes_the_poll_rates_too(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        let motion = json!({ "answerId": answer, "verdict": "TO_THE_POINT", "reason": "It is" });
        let input = json!({ "reviewId": d.review, "mode": "ROLL_CALL", "question": { "kk": "Солай ма?" }, "closesAt": "2026-11-22T07:00:00Z", "motion": motion });
        let poll = p.get("chair").mutate("openPoll", &input, "poll { id }").text("/poll/id");
        for who in crate::support::Cast::members().iter().take(12) {
            p.vote(who, &poll, "FOR");
        }
        world.advance(Duration::hours(1));
        world.eventually("the clock rates", || rating(&world.anonymous(), &answer)["verdict"] == json!("TO_THE_POINT"));
        assert_eq!(Personas::of(world).event_about("ANSWER_RATED", &answer)["actor"], Value::Null);
    }

    fn a_motion_that_is_lost_rates_nothing_and_may_be_made_again(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        let lost = move_rating(&p.get("chair"), &d.review, &answer, "NOT_TO_THE_POINT").text("/poll/id");
        decide(&p, &lost, Choice::Against);
        let without = move_rating(&p.get("chair"), &d.review, &answer, "NOT_TO_THE_POINT").text("/poll/id");
        p.get("chair").mutate("closePoll", &json!({ "pollId": without }), "").done();
        let annulled = move_rating(&p.get("chair"), &d.review, &answer, "NOT_TO_THE_POINT").text("/poll/id");
        p.get("chair").mutate("annulPoll", &json!({ "pollId": annulled, "reason": "The notice was late" }), "").done();
        assert_eq!((rating(&p.get("chair"), &answer), p.events("ANSWER_RATED").len()), (Value::Null, 0));
        d.rated(&answer, "TO_THE_POINT");
        assert_eq!(rating(&p.get("chair"), &answer)["verdict"], json!("TO_THE_POINT"));
    }

    fn what_was_corrected_while_the_council_voted_is_not_rated(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let first = d.answered(&refused());
        let poll = move_rating(&p.get("chair"), &d.review, &first, "NOT_TO_THE_POINT").text("/poll/id");
        let second = d.correct(&p.get("officer"), &first, &accepted(&["2027-01-10"])).text("/answer/id");
        decide(&p, &poll, Choice::For);
        assert_eq!((rating(&p.get("chair"), &first), rating(&p.get("chair"), &second)), (Value::Null, Value::Null));
        d.rated(&second, "TO_THE_POINT");
        assert_eq!(rating(&p.get("chair"), &second)["verdict"], json!("TO_THE_POINT"));
    }

    fn a_motion_is_about_the_latest_answer_of_the_same_review_that_was_not_rated(world) {
        let p = Personas::of(world);
        let chair = p.get("chair");
        let d = Dialogue::begin(&p);
        let first = d.answered(&refused());
        let other = Dialogue::with(&p, &p.decision("Another"), &[&["ministry"]]);
        let elsewhere = other.answered(&refused());
        let refusal = |review: &str, answer: &str| {
            let reply = move_rating(&chair, review, answer, "TO_THE_POINT");
            (reply.refused().to_owned(), reply.at("/payload/userErrors/0/field").clone())
        };
        let at = json!(["motion", "answerId"]);
        assert_eq!(refusal(&d.review, &elsewhere), ("ANSWER_ELSEWHERE".to_owned(), at.clone()));
        let second = d.correct(&p.get("officer"), &first, &accepted(&["2027-01-10"])).text("/answer/id");
        assert_eq!(refusal(&d.review, &first), ("ANSWER_NOT_LATEST".to_owned(), at.clone()));
        let blank = json!({ "answerId": second, "verdict": "TO_THE_POINT", "reason": " " });
        let blank = json!({ "reviewId": d.review, "mode": "ROLL_CALL", "question": { "kk": "Солай ма?" }, "motion": blank });
        let blank = chair.mutate("openPoll", &blank, "");
        assert_eq!((blank.refused(), blank.at("/payload/userErrors/0/field")), ("BLANK", &json!(["motion", "reason"])));
        let restricted = p.draft("Restricted");
        p.publish(&restricted, &json!({ "access": "RESTRICTED" }));
        let hidden = Dialogue::with(&p, &restricted, &[&["ministry"]]).answered(&refused());
        let stranger = move_rating(&p.get("local-chair"), &d.review, &hidden, "TO_THE_POINT");
        assert_eq!(stranger.denied(), "FORBIDDEN");
        d.rated(&second, "TO_THE_POINT");
        assert_eq!(refusal(&d.review, &second), ("ALREADY_RATED".to_owned(), at));
    }

    fn a_poll_that_rates_one_answer_is_no_word_on_another(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Two answers"), &[&["ministry"], &["ministry"]]);
        let officer = p.get("officer");
        let answers: Vec<String> =
            d.addressees.iter().flatten().map(|addressee| d.answer(&officer, addressee, &refused()).text("/answer/id")).collect();
        let poll = move_rating(&p.get("chair"), &d.review, &answers[0], "NOT_TO_THE_POINT").text("/poll/id");
        decide(&p, &poll, Choice::For);
        let other = json!({ "answerId": answers[1], "verdict": "TO_THE_POINT", "reason": "It is", "pollId": poll });
        assert_eq!(p.get("chair").mutate("rateAnswer", &other, "").refused(), "RATING_POLL_UNFIT");
        assert_eq!(rating(&world.anonymous(), &answers[1]), Value::Null);
        let poll = crate::support::dialogue::adopted_poll(&p, &d.review);
        let other = json!({ "answerId": answers[1], "verdict": "TO_THE_POINT", "reason": "It is", "pollId": poll });
        p.get("chair").mutate("rateAnswer", &other, "").done();
    }

    fn a_rating_falls_with_its_poll_and_the_answer_may_be_rated_anew(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        let chair = p.get("chair");
        let poll = move_rating(&chair, &d.review, &answer, "NOT_TO_THE_POINT").text("/poll/id");
        decide(&p, &poll, Choice::For);
        assert_eq!(rating(&world.anonymous(), &answer)["verdict"], "NOT_TO_THE_POINT");
        chair.mutate("annulPoll", &json!({ "pollId": poll, "reason": "Counted in the wrong room" }), "").done();
        assert_eq!(rating(&world.anonymous(), &answer), Value::Null);
        let poll = move_rating(&chair, &d.review, &answer, "TO_THE_POINT").text("/poll/id");
        decide(&p, &poll, Choice::For);
        assert_eq!(rating(&world.anonymous(), &answer)["verdict"], "TO_THE_POINT");
        assert_eq!(world.count("SELECT count(*) AS n FROM answer_ratings"), 2, "what was is on record");
    }

    fn of_a_poll_and_a_chair_who_rate_at_once_one_does(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        let earlier = crate::support::dialogue::adopted_poll(&p, &d.review);
        let poll = move_rating(&p.get("chair"), &d.review, &answer, "NOT_TO_THE_POINT").text("/poll/id");
        for who in crate::support::Cast::members().iter().take(12) {
            p.vote(who, &poll, "FOR");
        }
        let (chair, deputy) = (p.get("chair"), p.get("deputy"));
        let replies = at_once(2, |n| match n {
            0 => chair.mutate("closePoll", &json!({ "pollId": poll }), ""),
            _ => deputy.mutate("rateAnswer", &json!({ "answerId": answer, "verdict": "TO_THE_POINT", "reason": "It is", "pollId": earlier }), ""),
        });
        replies[0].done();
        let by_the_poll = replies[1].at("/payload/userErrors") != &json!([]);
        let expected = if by_the_poll { ("NOT_TO_THE_POINT", Value::Null) } else { ("TO_THE_POINT", json!({ "id": world.cast.person("deputy") })) };
        let rated = rating(&world.anonymous(), &answer);
        assert_eq!((&rated["verdict"], &rated["ratedBy"]), (&json!(expected.0), &expected.1));
        assert!(!by_the_poll || replies[1].refused() == "ALREADY_RATED");
        assert_eq!(p.events("ANSWER_RATED").len(), 1);
    }
}
