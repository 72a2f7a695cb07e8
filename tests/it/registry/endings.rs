//! Leaving a seat: nothing is deleted, and what the seat gave ends with it.

use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

fn end(client: &Client, seat: &str, until: Option<&str>) -> Reply {
    let mut input = json!({ "membershipId": seat, "reason": "OWN_REQUEST" });
    if let Some(day) = until {
        input["untilOn"] = json!(day);
    }
    client.mutate("endMembership", &input, "membership { id sinceOn untilOn endReason }")
}

/// The seats of the ministry's council: on a day, or all.
fn seats(world: &World, arguments: &str) -> Vec<Value> {
    let query = format!(
        "query($id: ID!) {{ node(id: $id) {{ ... on Council {{ members(first: 100, {arguments}) {{
            nodes {{ id sinceOn untilOn endReason person {{ name }} }} }} }} }} }}"
    );
    let reply = world.anonymous().ask(&query, &json!({ "id": world.cast.council.wire() }));
    reply.at("/node/members/nodes").as_array().expect("a list").clone()
}

fn holds(seats: &[Value], seat: &str) -> bool {
    seats.iter().any(|held| held["id"] == json!(seat))
}

on_both! {
    fn a_membership_that_ended_stays_on_record_with_its_end_and_the_reason(world) {
        let p = Personas::of(world);
        let seat = world.cast.seats["member-05"].clone();
        let done = end(&p.get("registrar"), &seat, None);
        let kept = json!({ "id": seat, "sinceOn": "2025-06-01", "untilOn": "2026-11-22", "endReason": "OWN_REQUEST" });
        assert_eq!(done.done()["membership"], kept);
        assert!(!holds(&seats(world, "scope: HELD"), &seat));
        assert!(holds(&seats(world, "scope: HELD, onDate: \"2026-11-21\""), &seat));
        let all = seats(world, "scope: ALL");
        let row = all.iter().find(|row| row["id"] == json!(seat)).expect("on record");
        assert_eq!((&row["untilOn"], &row["endReason"]), (&json!("2026-11-22"), &json!("OWN_REQUEST")));
        assert_eq!((all.len(), seats(world, "scope: HELD").len()), (15, 14));
        let event = p.event_about("MEMBERSHIP_ENDED", &seat);
        assert_eq!(event["payload"]["composition"], "BROKEN");
        assert_eq!(event["payload"]["brokenChecks"], json!(["SIZE"]));
    }

    fn a_person_keeps_the_history_of_their_seats(world) {
        let p = Personas::of(world);
        let (registrar, member) = (p.get("registrar"), world.cast.person("member-08"));
        end(&registrar, &world.cast.seats["member-08"], Some("2026-01-01")).done();
        let again = json!({ "councilId": world.cast.council.wire(), "personId": member, "category": "EXPERT", "position": "MEMBER", "sinceOn": "2026-03-01" });
        registrar.mutate("appointMember", &again, "").done();
        let query = "query($id: ID!, $scope: MembershipScope!) { node(id: $id) { ... on Person {
            memberships(scope: $scope) { nodes { category sinceOn untilOn } } } } }";
        let read = |scope: &str| world.anonymous().ask(query, &json!({ "id": member, "scope": scope }));
        let past = json!({ "category": "CITIZEN", "sinceOn": "2025-06-01", "untilOn": "2026-01-01" });
        let present = json!({ "category": "EXPERT", "sinceOn": "2026-03-01", "untilOn": null });
        assert_eq!(*read("HELD").at("/node/memberships/nodes"), json!([present]));
        let all = read("ALL");
        let all = all.at("/node/memberships/nodes").as_array().expect("a list");
        assert!(all.len() == 2 && all.contains(&past) && all.contains(&present), "{all:?}");
    }

    fn a_membership_ends_once_and_not_before_it_began_or_after_the_term(world) {
        let registrar = world.sign_in("registrar");
        let seat = world.cast.seats["member-05"].clone();
        assert_eq!(end(&registrar, &seat, Some("2025-05-31")).refused(), "INVALID_PERIOD");
        assert_eq!(end(&registrar, &seat, Some("2028-06-02")).refused(), "OUTSIDE_TERM");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM memberships WHERE until_on IS NOT NULL"), 0);
        end(&registrar, &seat, Some("2028-06-01")).done();
        assert_eq!(end(&registrar, &seat, Some("2026-12-01")).refused(), "MEMBERSHIP_ENDED");
        assert_eq!(end(&world.sign_in("chair"), &world.cast.seats["deputy"], None).denied(), "FORBIDDEN");
    }

    fn what_a_seat_gave_ends_with_it(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let can = |who: &str| {
            let query = "query($id: ID!) { node(id: $id) { ... on Review { viewerCanOpenPoll viewerCanAdvance } } }";
            p.get(who).ask(query, &json!({ "id": review })).at("/node").clone()
        };
        assert_eq!(can("secretary"), json!({ "viewerCanOpenPoll": true, "viewerCanAdvance": true }));
        end(&p.get("registrar"), &world.cast.seats["secretary"], None).done();
        assert_eq!(can("secretary"), json!({ "viewerCanOpenPoll": false, "viewerCanAdvance": false }));
        let advance = |who: &str| p.get(who).mutate("advanceReview", &json!({ "reviewId": review }), "");
        assert_eq!(advance("secretary").denied(), "FORBIDDEN");
        advance("deputy").done();
    }
}
