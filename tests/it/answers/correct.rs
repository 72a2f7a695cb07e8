//! Correcting an answer: a new one that refers to the old, which stays.

use crate::support::bulk::at_once;
use crate::support::dialogue::{Dialogue, accepted, correct, refused};
use crate::support::{Client, Personas};
use chrono::Duration;
use serde_json::{Value, json};

fn look(client: &Client, answer: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Answer { number verdict corrects { id } correctedBy { id } plan { state }
        deadline { state metOn } viewerCanCorrect } } }";
    client.ask(query, &json!({ "id": answer })).at("/node").clone()
}

on_both! {
    fn a_correction_is_a_new_answer_that_refers_to_the_old_and_does_not_move_the_clock(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let first = d.answered(&accepted(&["2027-02-01"]));
        world.advance(Duration::days(30));
        let later = Personas::of(world);
        let (d, officer) = (d.with_people(&later), later.get("officer"));
        let second = d.correct(&officer, &first, &refused());
        assert_eq!((&second.done()["answer"]["number"], &second.done()["answer"]["corrects"]), (&json!(2), &json!({ "id": first })));
        let second = second.text("/answer/id");
        let clock = json!({ "state": "MET", "metOn": "2026-11-22" });
        let old = json!({ "number": 1, "verdict": "ACCEPTED", "corrects": null, "correctedBy": { "id": second },
            "plan": [{ "state": "SUPERSEDED" }], "deadline": clock, "viewerCanCorrect": false });
        assert_eq!(look(&officer, &first), old);
        let new = json!({ "number": 2, "verdict": "REFUSED", "corrects": { "id": first }, "correctedBy": null, "plan": [],
            "deadline": clock, "viewerCanCorrect": true });
        assert_eq!(look(&officer, &second), new);
        let query = "query($id: ID!) { node(id: $id) { ... on Recommendation { answers(first: 10) { totalCount nodes { id } }
            addressees { answer { id } answers(first: 10) { nodes { id } } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": d.recommendations[0] }));
        let both = json!([{ "id": first }, { "id": second }]);
        assert_eq!(*read.at("/node/answers"), json!({ "totalCount": 2, "nodes": both }));
        assert_eq!(*read.at("/node/addressees/0"), json!({ "answer": { "id": second }, "answers": { "nodes": both } }));
        let payload = later.event_about("ANSWER_CORRECTED", &second)["payload"].clone();
        assert_eq!((&payload["corrects"], payload["superseded"].as_array().map(Vec::len)), (&json!(first), Some(1)));
    }

    fn a_correction_does_not_undo_a_promise_that_was_broken(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let first = d.answered(&accepted(&["2026-12-20", "2027-02-01"]));
        world.advance(Duration::days(30));
        let later = Personas::of(world);
        let (d, officer) = (d.with_people(&later), later.get("officer"));
        let second = d.correct(&officer, &first, &accepted(&["2030-12-20"])).text("/answer/id");
        assert_eq!(look(&officer, &first)["plan"], json!([{ "state": "PLANNED" }, { "state": "SUPERSEDED" }]));
        let payload = later.event_about("ANSWER_CORRECTED", &second)["payload"].clone();
        assert_eq!(payload["superseded"].as_array().map(Vec::len), Some(1));
        let card = "query($id: ID!) { node(id: $id) { ... on StateBody { scorecard { milestonesKept milestonesLate milestonesPending } } } }";
        let card = world.anonymous().ask(card, &json!({ "id": world.cast.ministry.wire() })).at("/node/scorecard").clone();
        assert_eq!(card, json!({ "milestonesKept": 0, "milestonesLate": 1, "milestonesPending": 1 }));
        assert_eq!(d.close(&later.get("chair")).refused(), "MILESTONES_OPEN");
    }

    fn only_the_latest_answer_is_corrected_also_by_many_at_once(world) {
        let p = Personas::of(world);
        let (officer, d) = (p.get("officer"), Dialogue::begin(&p));
        let first = d.answered(&accepted(&["2026-12-20"]));
        let answers = at_once(5, |number| {
            let statement = accepted(&["2026-12-20", ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05"][number]]);
            correct(&officer, &first, &statement).at("/payload/userErrors").get(0).map(|error| error["code"].clone())
        });
        assert_eq!(answers.iter().filter(|code| code.is_none()).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|code| **code == Some(json!("ANSWER_NOT_LATEST"))).count(), 4, "{answers:?}");
        let again = d.correct(&officer, &first, &refused());
        assert_eq!((again.refused(), again.at("/payload/userErrors/0/field")), ("ANSWER_NOT_LATEST", &json!(["answerId"])));
        let second = look(&officer, &first)["correctedBy"]["id"].as_str().expect("an id").to_owned();
        d.correct(&officer, &second, &refused()).done();
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM answers"), 3);
    }

    fn a_correction_that_says_the_same_is_none(world) {
        let p = Personas::of(world);
        let (officer, d) = (p.get("officer"), Dialogue::begin(&p));
        let first = d.answered(&accepted(&["2026-12-20", "2027-01-10"]));
        assert_eq!(d.correct(&officer, &first, &accepted(&["2026-12-20", "2027-01-10"])).refused(), "NOTHING_CHANGED");
        assert_eq!(look(&officer, &first)["plan"], json!([{ "state": "PLANNED" }, { "state": "PLANNED" }]));
        d.correct(&officer, &first, &accepted(&["2026-12-20", "2027-01-11"])).done();
    }

    fn what_the_council_confirmed_stays_confirmed(world) {
        let p = Personas::of(world);
        let (officer, d) = (p.get("officer"), Dialogue::begin(&p));
        let first = d.answer(&officer, d.addressee(), &accepted(&["2026-12-20", "2027-01-10"]));
        let (answer, done) = (first.text("/answer/id"), first.text("/answer/plan/0/id"));
        d.report(&done);
        d.confirm(&done);
        d.correct(&officer, &answer, &accepted(&["2027-03-01"])).done();
        assert_eq!(look(&officer, &answer)["plan"], json!([{ "state": "CONFIRMED" }, { "state": "SUPERSEDED" }]));
    }

    fn only_an_officer_of_the_body_corrects_and_only_until_the_review_is_closed(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        let answer = d.answered(&refused());
        for who in ["citizen", "chair", "local-officer", "admin", "robot"] {
            assert_eq!(d.correct(&p.get(who), &answer, &accepted(&["2027-01-10"])).denied(), "FORBIDDEN", "{who}");
            assert_eq!(look(&p.get(who), &answer)["viewerCanCorrect"], json!(false), "{who}");
        }
        assert_eq!(d.correct(&world.anonymous(), &answer, &accepted(&["2027-01-10"])).denied(), "UNAUTHENTICATED");
        d.close(&p.get("chair")).done();
        assert_eq!(d.correct(&p.get("officer"), &answer, &accepted(&["2027-01-10"])).refused(), "WRONG_STATE");
        assert_eq!(look(&p.get("officer"), &answer)["viewerCanCorrect"], json!(false));
    }
}
