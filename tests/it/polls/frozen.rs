//! What somebody with a console still cannot do: the database itself keeps ballots and results.

use super::hall::{Town, annul, cast, charter, close, look, poll_on, review_in, seats};
use crate::support::{Backend, Client, Personas, World};
use serde_json::{Value, json};

/// Two closed polls, an open and a secret one, with ballots, a change and a dissent, and members who did not vote.
fn closed_polls(personas: &Personas<'_>, world: &World) -> (Client, [String; 2]) {
    let hall = Town::of(world).council(&charter(), &seats(9));
    let (chair, review) = (personas.get(hall.chair()), review_in(personas, &hall));
    let polls = ["ROLL_CALL", "SECRET"].map(|mode| {
        let poll = poll_on(&chair, &review, mode);
        for (number, who) in hall.members.iter().take(7).enumerate() {
            cast(&personas.get(who), &poll, if number < 5 { "FOR" } else { "AGAINST" }).done();
        }
        if mode == "ROLL_CALL" {
            cast(&chair, &poll, "ABSTAIN").done();
        }
        world.advance(chrono::Duration::minutes(1));
        close(&chair, &poll).done();
        poll
    });
    let dissent = json!({ "pollId": polls[0], "text": "No" });
    personas.get("hall-06").mutate("attachDissent", &dissent, "dissent { id }").done();
    (chair, polls)
}

/// A ballot like those in the box, from a member who handed none in.
const STUFFED: &str = "INSERT INTO ballots (poll_id, membership_id, choice, revision, cast_at) \
    SELECT e.poll_id, e.membership_id, 'FOR', 1, p.opened_at FROM poll_electors e JOIN polls p ON p.id = e.poll_id \
    WHERE p.mode = 'ROLL_CALL' AND NOT EXISTS (SELECT 1 FROM ballots b WHERE b.membership_id = e.membership_id AND b.poll_id = e.poll_id)";
const TOOK_PART: &str = "INSERT INTO participations (poll_id, membership_id, participated_at) \
    SELECT e.poll_id, e.membership_id, p.opened_at FROM poll_electors e JOIN polls p ON p.id = e.poll_id \
    WHERE p.mode = 'SECRET' AND NOT EXISTS (SELECT 1 FROM participations t WHERE t.membership_id = e.membership_id AND t.poll_id = e.poll_id)";
/// Statements that must fail, whatever the state of the polls.
const NEVER: &[&str] = &[
    "DELETE FROM ballots",
    "DELETE FROM ballot_changes",
    "DELETE FROM polls",
    "DELETE FROM poll_electors",
    "DELETE FROM participations",
    "DELETE FROM dissents",
    "DELETE FROM events",
    "UPDATE ballot_changes SET choice = 'FOR'",
    "UPDATE poll_electors SET entitlement = 'RECUSED'",
    "UPDATE poll_electors SET category = 'STATE'",
    "UPDATE participations SET participated_at = participated_at",
    "UPDATE dissents SET text = 'Yes'",
    "UPDATE events SET body = body",
    "UPDATE polls SET electorate_size = electorate_size - 1",
    "UPDATE polls SET mode = 'ROLL_CALL' WHERE mode = 'SECRET'",
    "UPDATE polls SET rules = replace(rules, '2/3', '1/3')",
    "UPDATE polls SET question = replace(question, 'so', 'otherwise')",
    "UPDATE polls SET opened_at = closed_at WHERE closed_at IS NOT NULL",
];

/// Statements that must fail once a poll is closed.
const AFTER_THE_CLOSE: &[&str] = &[
    STUFFED,
    TOOK_PART,
    "UPDATE ballots SET choice = 'AGAINST' WHERE choice = 'FOR'",
    "UPDATE ballots SET revision = revision + 1",
    "DELETE FROM secret_choices",
    "UPDATE secret_choices SET choice = 'AGAINST'",
    "UPDATE polls SET votes_for = votes_for + 1",
    "UPDATE polls SET votes_against = votes_against - 1",
    "UPDATE polls SET votes_abstain = votes_abstain + 1",
    "UPDATE polls SET present = present + 1",
    "UPDATE polls SET present_public = present_public - 1",
    "UPDATE polls SET quorum = 'NOT_MET'",
    "UPDATE polls SET outcome = 'REJECTED'",
    "UPDATE polls SET decided_by = 'CHAIR_TIE_BREAK'",
    "UPDATE polls SET closed_at = opened_at",
    "UPDATE polls SET state = 'OPEN', closed_at = NULL, annulled_at = NULL",
    "UPDATE polls SET state = 'OPEN', closed_at = NULL, votes_for = NULL, votes_against = NULL, votes_abstain = NULL, outcome = NULL",
];

/// Everything about both polls, as everybody reads it.
fn picture(world: &World, polls: &[String; 2]) -> [Value; 2] {
    [look(&world.anonymous(), &polls[0]), look(&world.anonymous(), &polls[1])]
}

fn all_fail(world: &World, statements: &[&str]) {
    for statement in statements {
        let done = world.raw(statement);
        let Err(why) = done else { panic!("the database let it happen: {statement}") };
        let ours =
            ["is append-only", "the poll is closed", "never deleted", "frozen"].iter().any(|word| why.contains(word));
        assert!(ours, "{statement} failed for another reason: {why}");
    }
}

on_both! {
    fn nobody_rewrites_a_closed_poll_even_in_the_database(world) {
        let personas = Personas::of(world);
        let (_, polls) = closed_polls(&personas, world);
        let before = picture(world, &polls);
        assert_eq!(before[0]["result"]["outcome"], "ADOPTED", "so that the statements below would change it");
        all_fail(world, NEVER);
        all_fail(world, AFTER_THE_CLOSE);
        let another_id = match world.backend {
            Backend::Sqlite => "randomblob(16)",
            Backend::Postgres => "gen_random_uuid()",
        };
        let slip = format!("INSERT INTO secret_choices (id, poll_id, choice) SELECT {another_id}, id, 'FOR' FROM polls WHERE mode = 'SECRET'");
        all_fail(world, &[slip.as_str()]);
        if world.backend == Backend::Postgres {
            all_fail(world, &["TRUNCATE polls CASCADE", "TRUNCATE ballots CASCADE", "TRUNCATE secret_choices", "TRUNCATE participations", "TRUNCATE dissents", "TRUNCATE events CASCADE"]);
        }
        assert_eq!(picture(world, &polls), before);
        assert_eq!(world.count("SELECT count(*) AS n FROM secret_choices"), 7);
    }

    fn nobody_rewrites_an_annulled_poll_either(world) {
        let personas = Personas::of(world);
        let (chair, polls) = closed_polls(&personas, world);
        for poll in &polls {
            annul(&chair, poll, "The notice was late").done();
        }
        let before = picture(world, &polls);
        all_fail(world, NEVER);
        all_fail(world, AFTER_THE_CLOSE);
        all_fail(world, &[
            "UPDATE polls SET annulled_reason = 'Another'",
            "UPDATE polls SET state = 'CLOSED'",
            "UPDATE polls SET state = 'CLOSED', annulled_at = NULL, annulled_reason = NULL, annulled_by_id = NULL",
        ]);
        assert_eq!(picture(world, &polls), before);
    }

    fn a_second_ballot_of_a_member_does_not_fit_into_the_database_while_the_poll_is_open(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        personas.vote("member-01", &poll, "FOR");
        assert!(world.raw("INSERT INTO ballots SELECT * FROM ballots").is_err());
        assert!(world.raw("UPDATE ballots SET choice = 'PERHAPS'").is_err());
        assert!(world.raw("DELETE FROM ballots").is_err());
        assert_eq!(look(&world.anonymous(), &poll)["tally"]["for"], 1);
        // What the members themselves do is the positive twin.
        personas.vote("member-01", &poll, "AGAINST");
        assert_eq!(look(&world.anonymous(), &poll)["tally"]["against"], 1);
    }

    fn a_ballot_of_a_closed_poll_is_not_carried_into_an_open_one(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let closed = personas.poll_of(&review, "ROLL_CALL");
        personas.vote("member-01", &closed, "FOR");
        close(&personas.get("chair"), &closed).done();
        let open = personas.poll_of(&review, "ROLL_CALL");
        let carried = world.raw("UPDATE ballots SET poll_id = (SELECT id FROM polls WHERE state = 'OPEN')");
        assert!(carried.is_err_and(|why| why.contains("the poll is closed")));
        assert_eq!(look(&world.anonymous(), &open)["tally"]["present"], 0);
        personas.vote("member-01", &open, "FOR");
    }
}
