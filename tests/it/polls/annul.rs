//! Annulling a poll, and the poll in its place.

use super::hall::{Town, annul, ballots, cast, charter, close, events, look, open, poll_on, review_in, seats, totals};
use crate::support::Personas;
use serde_json::json;

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
}
