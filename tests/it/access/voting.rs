//! Who never votes: administrators, not even in an electorate they once joined, and programs.

use crate::support::{Personas, Reply};
use serde_json::{Value, json};

fn vote(p: &Personas<'_>, who: &str, poll: &str) -> Reply {
    p.get(who).mutate("castBallot", &json!({ "pollId": poll, "choice": "FOR" }), "")
}

fn can_vote(p: &Personas<'_>, who: &str, poll: &str) -> Value {
    let reply =
        p.get(who).ask("query($id: ID!) { node(id: $id) { ... on Poll { viewerCanVote } } }", &json!({ "id": poll }));
    reply.at("/node/viewerCanVote").clone()
}

/// Ends a seat. Whoever held it still votes in the polls that were opened before.
fn leave(p: &Personas<'_>, who: &str) {
    let end = json!({ "membershipId": p.world.cast.seats[who], "reason": "OTHER" });
    p.get("registrar").mutate("endMembership", &end, "").done();
}

on_both! {
    fn an_administrator_does_not_vote_where_they_stand_in_the_electorate(world) {
        let p = Personas::of(world);
        let (roll_call, secret) = (p.poll("By roll call", "ROLL_CALL"), p.poll("In secret", "SECRET"));
        leave(&p, "member-05");
        assert_eq!(can_vote(&p, "member-05", &roll_call), json!(true));
        let role = json!({ "accountId": world.cast.person("member-05"), "role": "ADMINISTRATOR" });
        let grant = p.get("admin").mutate("grantRole", &role, "roleGrant { id }").text("/roleGrant/id");
        for poll in [&roll_call, &secret] {
            assert_eq!(vote(&p, "member-05", poll).denied(), "FORBIDDEN");
            assert_eq!(can_vote(&p, "member-05", poll), json!(false));
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'BallotCast'"), 0);
        // It is the role that stands in the way, not the person.
        p.get("admin").mutate("revokeRole", &json!({ "roleGrantId": grant }), "").done();
        vote(&p, "member-05", &roll_call).done();
        vote(&p, "member-05", &secret).done();
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'BallotCast'"), 2);
    }

    fn an_administrator_does_not_vote_for_a_role_that_has_not_begun(world) {
        let p = Personas::of(world);
        let poll = p.poll("By roll call", "ROLL_CALL");
        leave(&p, "member-05");
        let role = json!({ "accountId": world.cast.person("member-05"), "role": "ADMINISTRATOR", "validFrom": "2026-11-22T06:10:00Z" });
        p.get("admin").mutate("grantRole", &role, "").done();
        vote(&p, "member-05", &poll).done();
        world.advance(chrono::Duration::minutes(10));
        assert_eq!(vote(&p, "member-05", &poll).denied(), "FORBIDDEN");
    }

    fn a_program_gets_no_seat_and_does_not_vote(world) {
        let p = Personas::of(world);
        let seat = |person: &str| {
            let person = world.cast.person(person);
            json!({ "councilId": world.cast.council.wire(), "personId": person, "category": "CITIZEN", "position": "MEMBER" })
        };
        assert_eq!(p.get("registrar").mutate("appointMember", &seat("robot"), "").refused(), "NOT_A_HUMAN");
        p.get("registrar").mutate("appointMember", &seat("citizen"), "").done();
        let (roll_call, secret) = (p.poll("By roll call", "ROLL_CALL"), p.poll("In secret", "SECRET"));
        for poll in [&roll_call, &secret] {
            assert_eq!(vote(&p, "robot", poll).denied(), "FORBIDDEN");
            assert_eq!(can_vote(&p, "robot", poll), json!(false));
            vote(&p, "member-05", poll).done();
        }
    }

    fn a_program_gets_no_role_and_sees_what_its_owner_sees_there(world) {
        let p = Personas::of(world);
        let draft = p.draft("A draft");
        let role = |who: &str| json!({ "accountId": world.cast.person(who), "role": "AUDITOR" });
        assert_eq!(p.get("admin").mutate("grantRole", &role("robot"), "").denied(), "NOT_FOUND");
        p.get("admin").mutate("grantRole", &role("citizen"), "").done();
        let seen = p.get("robot").ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": draft }));
        assert!(seen.at("/node").is_null());
        assert_eq!(p.get("robot").ask("{ events: auditLog(first: 1) { nodes { id } } }", &Value::Null).denied(), "FORBIDDEN");
        assert!(!p.get("admin").ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": draft })).at("/node").is_null());
    }
}
