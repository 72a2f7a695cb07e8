//! Registrars who act at the same moment: whoever holds the council's row first gets the seat.

use crate::support::bulk::{at_once, people};
use crate::support::{Client, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const RIVALS: usize = 8;

/// Everybody appoints somebody else at once; how often each answer came, `DONE` among them.
fn race(world: &World, registrar: &Client, with: &Value) -> BTreeMap<String, usize> {
    let people = people(world, "rival", RIVALS);
    let answers = at_once(RIVALS, |number| {
        let mut input = with.clone();
        input["personId"] = json!(people[number]);
        let reply = registrar.mutate("appointMember", &input, "membership { id }");
        let payload = reply.at("/payload");
        payload["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
    });
    let mut tally = BTreeMap::new();
    for answer in answers {
        *tally.entry(answer).or_insert(0) += 1;
    }
    tally
}

fn one_done_and_the_rest(code: &str) -> BTreeMap<String, usize> {
    BTreeMap::from([("DONE".to_owned(), 1), (code.to_owned(), RIVALS - 1)])
}

on_both! {
    fn registrars_who_race_for_the_last_seat_fill_the_council_and_no_more(world) {
        let registrar = world.sign_in("registrar");
        let council = world.cast.local_council.wire();
        let seat = json!({ "councilId": council, "category": "CITIZEN", "position": "MEMBER" });
        let mut eighth = seat.clone();
        eighth["personId"] = json!(world.cast.person("citizen"));
        registrar.mutate("appointMember", &eighth, "").done();
        assert_eq!(race(world, &registrar, &seat), one_done_and_the_rest("COUNCIL_FULL"));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM memberships"), 15 + 9);
    }

    fn registrars_who_race_for_the_seat_of_one_organisation_give_it_once(world) {
        let registrar = world.sign_in("registrar");
        let organization = world.cast.organizations["ngo-3"].wire();
        let seat = json!({ "councilId": world.cast.council.wire(), "category": "NGO", "position": "MEMBER", "organizationId": organization });
        assert_eq!(race(world, &registrar, &seat), one_done_and_the_rest("SEAT_OF_ORGANIZATION_TAKEN"));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM memberships"), 16 + 7);
    }

    fn registrars_who_race_for_the_chair_seat_one(world) {
        let registrar = world.sign_in("registrar");
        let end = json!({ "membershipId": world.cast.seats["chair"], "reason": "OTHER" });
        registrar.mutate("endMembership", &end, "").done();
        let seat = json!({ "councilId": world.cast.council.wire(), "category": "CITIZEN", "position": "CHAIR" });
        assert_eq!(race(world, &registrar, &seat), one_done_and_the_rest("POSITION_TAKEN"));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM memberships WHERE position = 'CHAIR' AND until_on IS NULL"), 2);
    }

    fn a_seat_and_the_role_of_administrator_given_at_once_are_not_both_given(world) {
        let (registrar, admin) = (world.sign_in("registrar"), world.sign_in("admin"));
        for person in people(world, "rival", RIVALS) {
            let seat = json!({ "councilId": world.cast.council.wire(), "personId": person, "category": "CITIZEN", "position": "MEMBER" });
            let role = json!({ "accountId": person, "role": "ADMINISTRATOR" });
            let answers = at_once(2, |number| {
                let reply = match number {
                    0 => registrar.mutate("appointMember", &seat, ""),
                    _ => admin.mutate("grantRole", &role, ""),
                };
                reply.at("/payload")["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
            });
            let mut sorted = answers.clone();
            sorted.sort();
            assert_eq!(sorted, ["ADMINISTRATOR_SEAT", "DONE"], "{answers:?}");
        }
        let both = "SELECT COUNT(*) AS n FROM memberships m JOIN role_grants g ON g.account_id = m.person_id WHERE g.role = 'ADMINISTRATOR'";
        assert_eq!(world.count(both), 0);
    }

    fn one_person_appointed_by_many_at_once_gets_one_seat(world) {
        let registrar = world.sign_in("registrar");
        let seat = json!({
            "councilId": world.cast.council.wire(), "personId": world.cast.person("citizen"), "category": "CITIZEN", "position": "MEMBER",
        });
        let answers = at_once(RIVALS, |_| {
            let reply = registrar.mutate("appointMember", &seat, "membership { id }");
            reply.at("/payload")["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
        });
        let done = answers.iter().filter(|answer| *answer == "DONE").count();
        let refused = answers.iter().filter(|answer| *answer == "ALREADY_MEMBER").count();
        assert_eq!((done, refused), (1, RIVALS - 1), "{answers:?}");
    }
}
