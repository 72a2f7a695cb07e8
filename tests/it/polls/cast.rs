//! Casting a ballot: who may, how often, and until when.

use super::hall::{annul, ballots, cast, close, events, look, open, poll_on, totals};
use crate::support::{Personas, World};
use serde_json::json;

/// Gives somebody who has none a seat in the ministry's council.
fn join(world: &World, who: &str) {
    let input = json!({
        "councilId": world.cast.council.wire(), "personId": world.cast.person(who), "category": "CITIZEN", "position": "MEMBER",
    });
    world.sign_in("registrar").mutate("appointMember", &input, "membership { id }").done();
}

/// Ends somebody's seat in the ministry's council, as of today.
fn leave(world: &World, who: &str) {
    let input = json!({ "membershipId": world.cast.seats[who], "reason": "OWN_REQUEST" });
    world.sign_in("registrar").mutate("endMembership", &input, "membership { id }").done();
}

on_both! {
    fn a_member_casts_a_ballot_and_everybody_reads_it_in_a_roll_call(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        let reply = cast(&personas.get("member-01"), &poll, "FOR");
        assert_eq!(reply.done()["ballot"]["choice"], "FOR");
        assert_eq!(reply.done()["ballot"]["revision"], 1);
        let seen = look(&world.anonymous(), &poll);
        assert_eq!(ballots(&seen), [("member-01".into(), ("FOR".into(), 1))].into());
        assert_eq!((totals(&seen), seen["tally"]["present"].as_u64()), ((1, 0, 0), Some(1)));
        let logged = events(&personas.get("auditor"), &poll, &["BALLOT_CAST"]);
        let expected = json!({ "membership": world.cast.seats["member-01"], "choice": "FOR", "revision": 1 });
        assert_eq!(logged.len(), 1);
        assert_eq!(logged[0]["payload"], expected);
        assert_eq!(logged[0]["actor"]["id"], world.cast.person("member-01"));
    }

    fn a_member_changes_the_choice_until_the_close_and_what_it_was_stays_readable(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        let member = personas.get("member-01");
        cast(&member, &poll, "FOR").done();
        world.advance(chrono::Duration::minutes(1));
        cast(&member, &poll, "AGAINST").done();
        world.advance(chrono::Duration::minutes(1));
        let last = cast(&member, &poll, "ABSTAIN");
        let ballot = &last.done()["ballot"];
        assert_eq!((&ballot["choice"], &ballot["revision"]), (&json!("ABSTAIN"), &json!(3)));
        assert_eq!(ballot["castAt"], "2026-11-22T06:02:00Z");
        let before = json!([
            { "choice": "AGAINST", "revision": 2, "castAt": "2026-11-22T06:01:00Z" },
            { "choice": "FOR", "revision": 1, "castAt": "2026-11-22T06:00:00Z" },
        ]);
        assert_eq!(ballot["changes"], before);
        let seen = look(&world.anonymous(), &poll);
        assert_eq!(totals(&seen), (0, 0, 1), "counted once, as it now is");
        let logged = events(&personas.get("auditor"), &poll, &["BALLOT_CAST", "BALLOT_CHANGED"]);
        let steps: Vec<_> = logged.iter().map(|e| (&e["payload"]["from"], &e["payload"]["choice"])).collect();
        let (none, pro, contra, abstain) = (json!(null), json!("FOR"), json!("AGAINST"), json!("ABSTAIN"));
        assert_eq!(steps, [(&none, &pro), (&pro, &contra), (&contra, &abstain)]);
    }

    fn the_same_choice_again_changes_nothing_and_leaves_no_event(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        let member = personas.get("member-01");
        let first = cast(&member, &poll, "AGAINST").done().clone();
        world.advance(chrono::Duration::minutes(1));
        let again = cast(&member, &poll, "AGAINST").done().clone();
        assert_eq!(first, again);
        assert_eq!(events(&personas.get("auditor"), &poll, &["BALLOT_CAST", "BALLOT_CHANGED"]).len(), 1);
        assert_eq!(world.count("SELECT count(*) AS n FROM ballot_changes"), 0);
    }

    fn who_recused_themselves_does_not_vote(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let recusal = json!({ "reviewId": review, "reason": "My brother builds it" });
        personas.get("member-02").mutate("declareRecusal", &recusal, "recusal { id }").done();
        let poll = personas.poll_of(&review, "ROLL_CALL");
        assert_eq!(cast(&personas.get("member-02"), &poll, "FOR").refused(), "RECUSED");
        cast(&personas.get("member-01"), &poll, "FOR").done();
        let seen = look(&world.anonymous(), &poll);
        assert_eq!(seen["electorateSize"], 14);
        let electors = seen["electors"].as_array().expect("electors");
        let recused: Vec<_> = electors.iter().filter(|e| e["entitlement"] == "RECUSED").map(|e| &e["person"]["name"]).collect();
        assert_eq!((electors.len(), recused), (15, vec![&json!("member-02")]));
        assert_eq!(ballots(&seen).into_keys().collect::<Vec<_>>(), ["member-01"]);
    }

    fn nobody_votes_who_is_no_member_of_the_council(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        for who in ["citizen", "admin", "registrar", "moderator", "auditor", "officer", "ngo", "media", "local-chair"] {
            assert_eq!(cast(&personas.get(who), &poll, "FOR").denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(cast(&world.anonymous(), &poll, "FOR").denied(), "UNAUTHENTICATED");
        assert_eq!(world.count("SELECT count(*) AS n FROM ballots"), 0);
        assert!(events(&personas.get("auditor"), &poll, &["BALLOT_CAST"]).is_empty());
        cast(&personas.get("member-12"), &poll, "FOR").done();
    }

    // One who stands in the frozen electorate is tried in access/voting.rs.
    fn an_administrator_does_not_vote_and_who_took_a_seat_in_time_does(world) {
        join(world, "citizen");
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        assert_eq!(cast(&personas.get("admin"), &poll, "FOR").denied(), "FORBIDDEN");
        cast(&personas.get("citizen"), &poll, "FOR").done();
    }

    fn a_member_who_left_the_council_after_the_opening_still_votes(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        leave(world, "member-11");
        let leaver = personas.get("member-11");
        cast(&leaver, &poll, "FOR").done();
        cast(&leaver, &poll, "AGAINST").done();
        let closed = close(&personas.get("chair"), &poll);
        assert_eq!(totals(&closed.done()["poll"]), (0, 1, 0));
        assert_eq!(closed.done()["poll"]["electorateSize"], 15);
    }

    fn a_member_who_joined_after_the_opening_does_not_vote(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let poll = personas.poll_of(&review, "ROLL_CALL");
        join(world, "citizen");
        let newcomer = personas.get("citizen");
        assert_eq!(cast(&newcomer, &poll, "FOR").refused(), "NOT_ELECTOR");
        close(&personas.get("chair"), &poll).done();
        let next = personas.poll_of(&review, "ROLL_CALL");
        cast(&newcomer, &next, "FOR").done();
    }

    fn a_closed_poll_takes_no_ballot_and_no_change_of_one(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        cast(&personas.get("member-01"), &poll, "FOR").done();
        close(&personas.get("chair"), &poll).done();
        assert_eq!(cast(&personas.get("member-01"), &poll, "AGAINST").refused(), "POLL_CLOSED");
        assert_eq!(cast(&personas.get("member-01"), &poll, "FOR").refused(), "POLL_CLOSED");
        assert_eq!(cast(&personas.get("member-02"), &poll, "FOR").refused(), "POLL_CLOSED");
        assert_eq!(totals(&look(&world.anonymous(), &poll)), (1, 0, 0));
        assert_eq!(events(&personas.get("auditor"), &poll, &["BALLOT_CAST", "BALLOT_CHANGED"]).len(), 1);
    }

    fn a_refused_ballot_says_why_in_three_languages(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let poll = personas.poll_of(&review, "ROLL_CALL");
        let member = personas.get("member-01");
        cast(&member, &poll, "FOR").done();
        close(&personas.get("chair"), &poll).done();
        let why = |poll: &str, language| cast(&member.speaking(language), poll, "FOR").at("/payload/userErrors/0/message").clone();
        assert_eq!(why(&poll, "kk"), "Дауыс беру аяқталған.");
        assert_eq!(why(&poll, "ru"), "Голосование закрыто.");
        assert_eq!(why(&poll, "en"), "The poll is closed.");
        annul(&personas.get("chair"), &poll, "The text was incomplete").done();
        assert_eq!(why(&poll, "kk"), "Дауыс берудің күші жойылған.");
        assert_eq!(why(&poll, "ru"), "Голосование аннулировано.");
        assert_eq!(why(&poll, "en"), "The poll is annulled.");
        assert_eq!(cast(&member, &poll, "FOR").refused(), "POLL_ANNULLED");
    }

    fn a_secret_ballot_is_taken_once_and_its_receipt_does_not_repeat_the_choice(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "SECRET");
        let member = personas.get("member-01");
        let receipt = cast(&member, &poll, "AGAINST");
        assert_eq!(receipt.done()["ballot"]["choice"], json!(null));
        assert_eq!(receipt.done()["ballot"]["castAt"], "2026-11-22T06:00:00Z");
        assert_eq!(cast(&member, &poll, "AGAINST").refused(), "ALREADY_VOTED");
        assert_eq!(cast(&member, &poll, "FOR").refused(), "ALREADY_VOTED");
        for number in 2..=10 {
            personas.vote(&format!("member-{number:02}"), &poll, "FOR");
        }
        close(&personas.get("chair"), &poll).done();
        assert_eq!(cast(&member, &poll, "FOR").refused(), "POLL_CLOSED");
        assert_eq!(totals(&look(&world.anonymous(), &poll)), (9, 1, 0));
    }

    fn what_the_poll_says_about_the_viewer_is_what_then_happens(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let recusal = json!({ "reviewId": review, "reason": "My brother builds it" });
        personas.get("member-02").mutate("declareRecusal", &recusal, "recusal { id }").done();
        let can_vote = |who: &str, poll: &str| {
            let query = "query($id: ID!) { node(id: $id) { ... on Poll { viewerCanVote } } }";
            let said = personas.get(who).ask(query, &json!({ "id": poll })).at("/node/viewerCanVote") == true;
            let before = world.count("SELECT (SELECT count(*) FROM ballots) + (SELECT count(*) FROM participations) AS n");
            cast(&personas.get(who), poll, "FOR");
            let after = world.count("SELECT (SELECT count(*) FROM ballots) + (SELECT count(*) FROM participations) AS n");
            assert_eq!(said, after > before, "{who}");
            said
        };
        let poll = open(&personas.get("secretary"), &review, "SECRET", &json!({})).text("/poll/id");
        let answers: Vec<_> = ["member-01", "member-02", "citizen", "admin", "anonymous"].iter().map(|who| can_vote(who, &poll)).collect();
        assert_eq!(answers, [true, false, false, false, false]);
        assert!(!can_vote("member-01", &poll), "a secret ballot is final");
        close(&personas.get("chair"), &poll).done();
        assert!(!can_vote("member-03", &poll));
    }

    fn a_ballot_needs_a_poll_the_viewer_may_know_of(world) {
        let personas = Personas::of(world);
        let draft = personas.draft("A secret road");
        personas.publish(&draft, &json!({ "access": "RESTRICTED" }));
        let review = personas.review_of(&draft);
        let poll = poll_on(&personas.get("chair"), &review, "ROLL_CALL");
        assert_eq!(cast(&personas.get("citizen"), &poll, "FOR").denied(), "NOT_FOUND");
        assert_eq!(cast(&personas.get("citizen"), &review, "FOR").denied(), "BAD_INPUT");
        cast(&personas.get("member-01"), &poll, "FOR").done();
    }
}
