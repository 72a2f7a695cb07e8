//! Opening a poll: what must hold, and what is frozen by it.

use super::hall::{Town, cast, charter, close, decision_in, events, look, open, poll_on, review_by, review_in, seats};
use crate::support::builders::content;
use crate::support::{Client, Personas, Reply};
use kenes::features::councils::{Category, Charter};
use serde_json::{Value, json};

fn error(reply: &Reply) -> &Value {
    reply.at("/payload/userErrors/0")
}

fn recuse(client: &Client, review: &str) -> Reply {
    client.mutate("declareRecusal", &json!({ "reviewId": review, "reason": "A conflict" }), "recusal { id }")
}

on_both! {
    fn the_chair_a_deputy_and_the_secretary_open_polls_and_nobody_else(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        for who in ["member-01", "admin", "registrar", "officer", "citizen", "local-chair"] {
            assert_eq!(open(&personas.get(who), &review, "ROLL_CALL", &json!({})).denied(), "FORBIDDEN", "{who}");
        }
        for who in ["chair", "deputy", "secretary"] {
            let poll = poll_on(&personas.get(who), &review, "ROLL_CALL");
            let logged = events(&personas.get("auditor"), &poll, &["POLL_OPENED"]);
            assert_eq!(logged[0]["actor"]["id"], world.cast.person(who));
            assert_eq!(logged[0]["payload"]["electorate"].as_array().map(Vec::len), Some(15));
            close(&personas.get(who), &poll).done();
        }
    }

    fn one_poll_of_a_review_is_open_at_a_time(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let chair = personas.get("chair");
        let poll = poll_on(&chair, &review, "ROLL_CALL");
        assert_eq!(look(&chair, &poll)["review"]["state"], "VOTING");
        assert_eq!(open(&chair, &review, "SECRET", &json!({})).refused(), "POLL_RUNNING");
        close(&chair, &poll).done();
        assert_eq!(look(&chair, &poll)["review"]["state"], "DELIBERATION");
        poll_on(&chair, &review, "SECRET");
    }

    fn a_secret_poll_of_fewer_than_five_is_refused_with_the_rule(world) {
        let personas = Personas::of(world);
        let hall = Town::of(world).council(&charter(), &seats(5));
        let review = review_in(&personas, &hall);
        let chair = personas.get(hall.chair());
        let poll = poll_on(&chair, &review, "SECRET");
        close(&chair, &poll).done();
        recuse(&personas.get("hall-04"), &review).done();
        let refused = open(&chair, &review, "SECRET", &json!({}));
        assert_eq!(refused.refused(), "ELECTORATE_TOO_SMALL");
        assert_eq!(error(&refused)["rule"]["key"], "poll.secret.electorate.min");
        assert_eq!(error(&refused)["field"], json!(["mode"]));
        assert_eq!(error(&refused)["message"], "A secret poll needs at least 5 electors; there are 4.");
        assert_eq!(open(&chair, &review, "ROLL_CALL", &json!({})).done()["poll"]["electorateSize"], 4);
    }

    fn a_council_composed_against_its_rules_opens_no_poll_and_learns_which(world) {
        let personas = Personas::of(world);
        let mut members = seats(6);
        members[4].2 = Category::State;
        members[5].2 = Category::State;
        let hall = Town::of(world).council(&Charter { seats_min: 6, ..charter() }, &members);
        let review = review_in(&personas, &hall);
        let deputy = personas.get("hall-01");
        let poll = poll_on(&deputy, &review, "ROLL_CALL");
        let leaving = json!({ "membershipId": hall.seats[hall.chair()], "reason": "CONVICTION" });
        personas.get("registrar").mutate("endMembership", &leaving, "membership { id }").done();
        cast(&deputy, &poll, "FOR").done();
        close(&deputy, &poll).done();
        let refused = open(&deputy, &review, "ROLL_CALL", &json!({}));
        assert_eq!(refused.refused(), "COUNCIL_NOT_COMPLIANT");
        let message = error(&refused)["message"].as_str().expect("a message");
        for check in ["size 5 (6–100)", "share of the state 2/5 (≤ 1/3)", "chair not in public service – (≠ STATE)"] {
            assert!(message.contains(check), "{message}");
        }
        assert!(!message.contains("term"), "{message}");
        assert_eq!(error(&refused)["rule"]["key"], "council.size.local");
        assert_eq!(events(&personas.get("auditor"), &review, &["POLL_OPENED"]).len(), 0);
        assert_eq!(world.count("SELECT count(*) AS n FROM polls"), 1);
    }

    fn a_council_whose_term_is_over_opens_no_poll_and_casts_no_ballot_in_a_running_one(world) {
        let personas = Personas::of(world);
        let (first, second) = (personas.review("A road"), personas.review("A bridge"));
        let poll = poll_on(&personas.get("chair"), &first, "ROLL_CALL");
        cast(&personas.get("member-01"), &poll, "FOR").done();
        // The last day of the term, one minute before midnight in Kazakhstan.
        let last_minute = kenes::kernel::clock::Timestamp::parse("2028-05-31T18:59:00Z").expect("a time");
        world.clock.set(last_minute);
        cast(&world.sign_in("member-02"), &poll, "FOR").done();
        world.advance(chrono::Duration::minutes(1));
        let refused = cast(&world.sign_in("member-03"), &poll, "FOR");
        assert_eq!(refused.refused(), "COUNCIL_TERM_OVER");
        assert_eq!(error(&refused)["message"], "The council's term ended on 2028-05-31.");
        assert_eq!(open(&world.sign_in("chair"), &second, "ROLL_CALL", &json!({})).refused(), "COUNCIL_TERM_OVER");
        let closed = close(&world.sign_in("chair"), &poll);
        assert_eq!(closed.done()["poll"]["tally"]["present"], 2, "what was cast in time counts");
    }

    fn a_deadline_lies_ahead_within_ninety_days_and_within_the_term(world) {
        let personas = Personas::of(world);
        let (chair, review) = (personas.get("chair"), personas.review("A road"));
        let at = |client: &Client, closes_at: &str| open(client, &review, "ROLL_CALL", &json!({ "closesAt": closes_at }));
        for wrong in ["2026-11-22T06:00:00Z", "2026-11-21T06:00:00Z", "2027-02-20T06:00:01Z"] {
            let refused = at(&chair, wrong);
            assert_eq!(refused.refused(), "DEADLINE_INVALID", "{wrong}");
            assert_eq!(error(&refused)["field"], json!(["closesAt"]));
        }
        let poll = at(&chair, "2027-02-20T06:00:00Z").text("/poll/id");
        close(&chair, &poll).done();
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2028-05-20T06:00:00Z").expect("a time"));
        let chair = world.sign_in("chair");
        assert_eq!(at(&chair, "2028-05-31T19:00:00Z").refused(), "COUNCIL_TERM_OVER");
        at(&chair, "2028-05-31T18:59:59Z").done();
    }

    fn the_electorate_is_frozen_while_memberships_change(world) {
        let personas = Personas::of(world);
        let poll = personas.poll("A road", "ROLL_CALL");
        let before = look(&world.anonymous(), &poll)["electors"].clone();
        let registrar = personas.get("registrar");
        let leaving = json!({ "membershipId": world.cast.seats["member-05"], "reason": "ABSENCE" });
        registrar.mutate("endMembership", &leaving, "membership { id }").done();
        let council = world.cast.council.wire();
        let joining = json!({ "councilId": council, "personId": world.cast.person("citizen"), "category": "CITIZEN", "position": "MEMBER" });
        registrar.mutate("appointMember", &joining, "membership { id }").done();
        world.advance(chrono::Duration::days(2));
        let after = look(&world.anonymous(), &poll);
        assert_eq!(after["electors"], before);
        assert_eq!(after["electorateSize"], 15);
        let members = "query($id: ID!) { node(id: $id) { ... on Council { members(first: 50) { nodes { person { name } } } } } }";
        let reply = world.anonymous().ask(members, &json!({ "id": council }));
        let today: Vec<_> = reply.at("/node/members/nodes").as_array().expect("a list").iter().map(|m| &m["person"]["name"]).collect();
        assert!(today.contains(&&json!("citizen")) && !today.contains(&&json!("member-05")), "{today:?}");
    }

    fn a_poll_stays_bound_to_the_version_it_was_opened_on(world) {
        let personas = Personas::of(world);
        let decision = personas.decision("A road");
        let review = personas.review_of(&decision);
        let poll = personas.poll_of(&review, "ROLL_CALL");
        let mut revision = content("A wider road");
        revision["decisionId"] = json!(decision);
        revision["expectedRevision"] = json!(world.count("SELECT max(revision) AS n FROM decisions"));
        personas.get("officer").mutate("reviseDecision", &revision, "decision { id }").done();
        assert_eq!(look(&world.anonymous(), &poll)["version"]["number"], 1);
        close(&personas.get("chair"), &poll).done();
        let next = personas.poll_of(&review, "ROLL_CALL");
        assert_eq!(look(&world.anonymous(), &next)["version"]["number"], 2);
    }

    fn a_conflict_of_interest_is_declared_once_and_before_the_poll(world) {
        let personas = Personas::of(world);
        let review = personas.review("A road");
        let (chair, member) = (personas.get("chair"), personas.get("member-04"));
        let poll = poll_on(&chair, &review, "ROLL_CALL");
        assert_eq!(recuse(&member, &review).refused(), "POLL_RUNNING");
        close(&chair, &poll).done();
        let recusal = recuse(&member, &review).text("/recusal/id");
        assert_eq!(events(&personas.get("auditor"), &recusal, &["RECUSAL_DECLARED"]).len(), 1);
        assert_eq!(recuse(&member, &review).refused(), "ALREADY_RECUSED");
        assert_eq!(recuse(&personas.get("citizen"), &review).denied(), "FORBIDDEN");
        assert_eq!(open(&chair, &review, "ROLL_CALL", &json!({})).done()["poll"]["electorateSize"], 14);
    }

    fn only_a_published_decision_under_review_is_voted_on(world) {
        let personas = Personas::of(world);
        let hall = Town::of(world).council(&charter(), &seats(5));
        let (officer, chair) = (personas.get(&hall.officer), personas.get(hall.chair()));
        let withdrawn = decision_in(&officer, &hall);
        let review = review_by(&chair, &withdrawn, &hall);
        officer.mutate("withdrawDecision", &json!({ "decisionId": withdrawn, "reason": "A mistake" }), "decision { id }").done();
        assert_eq!(open(&chair, &review, "ROLL_CALL", &json!({})).refused(), "WRONG_STATE");
        let review = review_in(&personas, &hall);
        chair.mutate("concludeReview", &json!({ "reviewId": review }), "review { id }").done();
        assert_eq!(open(&chair, &review, "ROLL_CALL", &json!({})).refused(), "WRONG_STATE");
        poll_on(&chair, &review_in(&personas, &hall), "ROLL_CALL");
    }
}
