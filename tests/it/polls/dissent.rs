//! Dissenting opinions: whose, on what, and when.

use super::hall::{Hall, Town, annul, cast, charter, close, events, look, poll_on, review_in, seats};
use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};

fn dissent(client: &Client, poll: &str) -> Reply {
    let input = json!({ "pollId": poll, "text": "I voted otherwise, and here is why" });
    client.mutate("attachDissent", &input, "dissent { id text person { name } attachedAt }")
}

fn can_dissent(client: &Client, poll: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Poll { viewerCanDissent } } }";
    client.ask(query, &json!({ "id": poll })).at("/node/viewerCanDissent").clone()
}

/// A hall of six and a closed poll in it, in which the first members chose so: `+`, `-`, `0`.
fn closed(personas: &Personas<'_>, town: &Town, mode: &str, choices: &str) -> (Hall, String) {
    let hall = town.council(&charter(), &seats(6));
    let chair = personas.get(hall.chair());
    let poll = poll_on(&chair, &review_in(personas, &hall), mode);
    for (who, choice) in hall.members.iter().zip(choices.chars()) {
        let choice = if choice == '+' {
            "FOR"
        } else if choice == '-' {
            "AGAINST"
        } else {
            "ABSTAIN"
        };
        cast(&personas.get(who), &poll, choice).done();
    }
    assert_eq!(dissent(&chair, &poll).refused(), "POLL_OPEN");
    close(&chair, &poll).done();
    (hall, poll)
}

on_both! {
    fn a_member_who_lost_attaches_one_opinion_to_the_result(world) {
        let (personas, town) = (Personas::of(world), Town::of(world));
        let (hall, poll) = closed(&personas, &town, "ROLL_CALL", "+++-0");
        let (winner, loser, abstained, absent) = ("hall-01", "hall-03", "hall-04", "hall-05");
        assert_eq!(can_dissent(&personas.get(loser), &poll), true);
        let attached = dissent(&personas.get(loser), &poll);
        assert_eq!(attached.done()["dissent"]["person"]["name"], loser);
        let id = attached.text("/dissent/id");
        let logged = events(&personas.get("auditor"), &id, &["DISSENT_ATTACHED"]);
        assert_eq!(logged[0]["payload"], json!({ "poll": poll, "membership": hall.seats[loser] }));
        assert_eq!(dissent(&personas.get(loser), &poll).refused(), "DISSENT_EXISTS");
        for who in [winner, absent] {
            assert_eq!(can_dissent(&personas.get(who), &poll), false, "{who}");
            assert_eq!(dissent(&personas.get(who), &poll).refused(), "NOT_IN_MINORITY", "{who}");
        }
        world.advance(chrono::Duration::minutes(1));
        dissent(&personas.get(abstained), &poll).done();
        let seen = look(&world.anonymous(), &poll)["dissents"].clone();
        let names: Vec<_> = seen.as_array().expect("a list").iter().map(|d| d["person"]["name"].as_str()).collect();
        assert_eq!(names, [Some(loser), Some(abstained)]);
        assert_eq!(seen[0]["text"], "I voted otherwise, and here is why");
    }

    fn nobody_from_outside_the_electorate_dissents(world) {
        let (personas, town) = (Personas::of(world), Town::of(world));
        let (_, poll) = closed(&personas, &town, "ROLL_CALL", "+++--");
        for who in ["citizen", "admin", "officer", "chair"] {
            assert_eq!(dissent(&personas.get(who), &poll).denied(), "FORBIDDEN", "{who}");
        }
        let blank = json!({ "pollId": poll, "text": " " });
        assert_eq!(personas.get("hall-03").mutate("attachDissent", &blank, "dissent { id }").refused(), "BLANK");
        dissent(&personas.get("hall-03"), &poll).done();
    }

    fn a_member_who_left_the_council_still_dissents(world) {
        let (personas, town) = (Personas::of(world), Town::of(world));
        let (hall, poll) = closed(&personas, &town, "ROLL_CALL", "+++--");
        let leaving = json!({ "membershipId": hall.seats["hall-03"], "reason": "OWN_REQUEST" });
        personas.get("registrar").mutate("endMembership", &leaving, "membership { id }").done();
        assert_eq!(can_dissent(&personas.get("hall-03"), &poll), true);
        dissent(&personas.get("hall-03"), &poll).done();
    }

    fn nobody_lost_where_nothing_was_decided(world) {
        let (personas, town) = (Personas::of(world), Town::of(world));
        let (_, poll) = closed(&personas, &town, "ROLL_CALL", "+-");
        for who in ["hall-00", "hall-01"] {
            assert_eq!(dissent(&personas.get(who), &poll).refused(), "NOT_IN_MINORITY", "{who}");
        }
        let (_, rejected) = closed(&personas, &town, "ROLL_CALL", "-+--0");
        assert_eq!(dissent(&personas.get("hall-04"), &rejected).refused(), "NOT_IN_MINORITY", "abstaining is not losing then");
        dissent(&personas.get("hall-01"), &rejected).done();
    }

    fn in_a_secret_poll_any_who_took_part_may_dissent_because_nobody_knows_who_lost(world) {
        let (personas, town) = (Personas::of(world), Town::of(world));
        let (_, poll) = closed(&personas, &town, "SECRET", "+++--");
        assert_eq!(dissent(&personas.get("hall-05"), &poll).refused(), "NOT_IN_MINORITY");
        for who in ["hall-01", "hall-03"] {
            assert_eq!(can_dissent(&personas.get(who), &poll), true, "{who}");
            dissent(&personas.get(who), &poll).done();
        }
    }

    fn an_annulled_poll_has_no_result_to_dissent_from(world) {
        let (personas, town) = (Personas::of(world), Town::of(world));
        let (hall, poll) = closed(&personas, &town, "ROLL_CALL", "+++--");
        dissent(&personas.get("hall-03"), &poll).done();
        annul(&personas.get(hall.chair()), &poll, "The notice was late").done();
        assert_eq!(dissent(&personas.get("hall-04"), &poll).refused(), "POLL_ANNULLED");
        assert_eq!(look(&world.anonymous(), &poll)["dissents"].as_array().map(Vec::len), Some(1), "what was said stays");
    }
}
