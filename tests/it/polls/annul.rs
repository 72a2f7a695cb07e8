//! Annulling a poll, and the poll in its place.

use super::hall::{Town, annul, ballots, cast, charter, close, events, look, open, poll_on, review_in, seats, totals};
use crate::support::Personas;
use crate::support::bulk::at_once;
use serde_json::json;

/// The open poll of a review.
fn running(personas: &Personas<'_>, review: &str) -> String {
    let query = "query($id: ID!) { polls(filter: { reviewId: $id, states: [OPEN] }) { nodes { id } } }";
    let reply = personas.get("chair").ask(query, &json!({ "id": review }));
    reply.at("/polls/nodes/0/id").as_str().expect("an open poll").to_owned()
}

on_both! {
    fn an_annulled_poll_counts_for_nothing_and_says_why(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let poll = personas.poll_of(&review, "ROLL_CALL");
        personas.vote("member-01", &poll, "FOR");
        world.advance(chrono::Duration::minutes(5));
        let annulled = annul(&personas.get("deputy"), &poll, "The text was incomplete").done()["poll"].clone();
        assert_eq!(annulled, look(&personas.get("deputy"), &poll), "the answer is what everybody sees");
        assert_eq!((&annulled["state"], &annulled["tally"], &annulled["result"]), (&json!("ANNULLED"), &json!(null), &json!(null)));
        let annulment = &annulled["annulment"];
        assert_eq!(annulment["reason"], "The text was incomplete");
        assert_eq!(annulment["annulledBy"]["id"], world.cast.person("deputy"));
        assert_eq!((&annulment["annulledAt"], &annulled["closedAt"]), (&json!("2026-11-22T06:05:00Z"), &json!(null)));
        assert_eq!(annulled["review"]["state"], "DELIBERATION");
        assert_eq!(ballots(&annulled)["member-01"].0, "FOR", "and stays on record");
        let logged = events(&personas.get("auditor"), &poll, &["POLL_ANNULLED"]);
        assert_eq!((logged.len(), &logged[0]["payload"]["was"]), (1, &json!("OPEN")));
        assert_eq!(cast(&personas.get("member-02"), &poll, "FOR").refused(), "POLL_ANNULLED");
        assert_eq!(cast(&personas.get("member-01"), &poll, "AGAINST").refused(), "POLL_ANNULLED");
        assert_eq!(close(&personas.get("chair"), &poll).refused(), "POLL_ANNULLED");
        assert_eq!(annul(&personas.get("chair"), &poll, "Again").refused(), "POLL_ANNULLED");
        assert_eq!(look(&world.anonymous(), &poll)["annulment"]["reason"], "The text was incomplete");
    }

    fn a_closed_poll_that_is_annulled_keeps_its_result_on_record(world) {
        let personas = Personas::of(world);
        let hall = Town::of(world).council(&charter(), &seats(5));
        let review = review_in(&personas, &hall);
        let chair = personas.get(hall.chair());
        for mode in ["ROLL_CALL", "SECRET"] {
            let poll = poll_on(&chair, &review, mode);
            for who in &hall.members[..4] {
                cast(&personas.get(who), &poll, "FOR").done();
            }
            let closed = close(&chair, &poll).done()["poll"].clone();
            let annulled = annul(&chair, &poll, "The notice was late").done()["poll"].clone();
            assert_eq!(annulled["state"], "ANNULLED");
            assert_eq!((&annulled["result"], totals(&annulled)), (&closed["result"], (4, 0, 0)));
            assert_eq!(annulled["closedAt"], closed["closedAt"]);
            assert_eq!(look(&world.anonymous(), &poll), annulled);
        }
    }

    fn only_those_who_preside_annul_and_not_without_a_reason(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        for who in ["secretary", "member-01", "admin", "officer", "citizen", "local-chair"] {
            assert_eq!(annul(&personas.get(who), &poll, "Because").denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(annul(&personas.get("chair"), &poll, "  ").refused(), "BLANK");
        assert_eq!(annul(&personas.get("chair"), &poll, &"x".repeat(2001)).refused(), "TOO_LONG");
        assert_eq!(look(&world.anonymous(), &poll)["state"], "OPEN");
        annul(&personas.get("chair"), &poll, "Because").done();
    }

    fn a_new_poll_stands_in_the_place_of_an_annulled_one_of_the_same_review(world) {
        let personas = Personas::of(world);
        let (review, other) = (personas.review("A road"), personas.review("A bridge"));
        let chair = personas.get("chair");
        let poll = poll_on(&chair, &review, "ROLL_CALL");
        close(&chair, &poll).done();
        let replacing = |review: &str| open(&chair, review, "ROLL_CALL", &json!({ "replacesId": poll }));
        assert_eq!(replacing(&review).refused(), "REPLACES_UNFIT", "it counts still");
        annul(&chair, &poll, "The notice was late").done();
        assert_eq!(replacing(&other).refused(), "REPLACES_UNFIT", "it is another review's");
        let next = replacing(&review).text("/poll/id");
        assert_eq!(look(&world.anonymous(), &next)["replaces"]["id"], poll);
        let logged = events(&personas.get("auditor"), &next, &["POLL_OPENED"]);
        assert_eq!(logged[0]["payload"]["replaces"], poll);
    }

    fn an_annulled_poll_is_replaced_once_and_then_the_one_that_replaced_it(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let chair = personas.get("chair");
        let replacing = |poll: &str| open(&chair, &review, "ROLL_CALL", &json!({ "replacesId": poll }));
        let first = poll_on(&chair, &review, "ROLL_CALL");
        annul(&chair, &first, "The notice was late").done();
        let second = replacing(&first).text("/poll/id");
        annul(&chair, &second, "The notice was late again").done();
        let refused = replacing(&first);
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("ALREADY_REPLACED", &json!(["replacesId"])));
        let third = replacing(&second).text("/poll/id");
        assert_eq!(look(&world.anonymous(), &third)["replaces"]["id"], second);
        assert_eq!(look(&world.anonymous(), &second)["replaces"]["id"], first);
    }

    fn of_many_who_replace_a_poll_at_once_one_does(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let poll = poll_on(&personas.get("chair"), &review, "ROLL_CALL");
        annul(&personas.get("chair"), &poll, "The notice was late").done();
        let clients = ["chair", "deputy", "secretary", "chair"].map(|who| personas.get(who));
        let codes = at_once(clients.len(), |number| {
            let reply = open(&clients[number], &review, "ROLL_CALL", &json!({ "replacesId": poll }));
            reply.at("/payload")["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
        });
        assert_eq!(codes.iter().filter(|code| *code == "DONE").count(), 1, "{codes:?}");
        assert!(codes.iter().all(|code| ["DONE", "POLL_RUNNING", "ALREADY_REPLACED"].contains(&code.as_str())), "{codes:?}");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM polls WHERE replaces_id IS NOT NULL"), 1);
        // Whatever the program forgets, the database does not: another poll in the same place is not entered.
        annul(&personas.get("chair"), &running(&personas, &review), "And again").done();
        let copy = "INSERT INTO polls (id, review_id, decision_id, council_id, version_id, mode, state, question, rules, electorate_size, \
             opened_by_id, opened_at, annulled_at, replaces_id) \
             SELECT version_id, review_id, decision_id, council_id, version_id, mode, state, question, rules, electorate_size, \
             opened_by_id, opened_at, annulled_at, replaces_id FROM polls WHERE replaces_id IS NOT NULL";
        let refused = world.raw(copy).expect_err("the database refuses");
        assert!(["polls_replacing", "polls.replaces_id"].iter().any(|name| refused.contains(name)), "{refused}");
    }
}
