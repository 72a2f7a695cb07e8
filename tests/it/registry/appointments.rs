//! Taking a seat: each way in which one appointment can be wrong, and the same appointment made right.

use crate::support::builders::text;
use crate::support::bulk::people;
use crate::support::cast::bin;
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

/// An appointment as a citizen and plain member of the ministry's council, unless `with` says otherwise.
fn appoint(world: &World, client: &Client, person: &str, with: &Value) -> Reply {
    let mut input = json!({
        "councilId": world.cast.council.wire(), "personId": person, "category": "CITIZEN", "position": "MEMBER",
    });
    for (key, value) in with.as_object().into_iter().flatten() {
        input[key] = value.clone();
    }
    let selection = "membership { id sinceOn untilOn category position organization { id } person { id } }
        userErrors { rule { citation { text } } }";
    client.mutate("appointMember", &input, selection)
}

fn error(reply: &Reply) -> Value {
    reply.at("/payload/userErrors/0").clone()
}

/// The refusal with this code and field, and nothing written.
#[track_caller]
fn refused(world: &World, client: &Client, person: &str, with: &Value, code: &str, field: &Value) -> Value {
    let count = || world.count("SELECT (SELECT COUNT(*) FROM memberships) + (SELECT COUNT(*) FROM events) AS n");
    let before = count();
    let error = error(&appoint(world, client, person, with));
    assert_eq!((&error["code"], &error["field"]), (&json!(code), field), "{error:#}");
    assert_eq!(count(), before);
    error
}

fn organization(world: &World, name: &str) -> String {
    world.cast.organizations[name].wire()
}

on_both! {
    fn an_appointed_member_sits_from_today_on_and_the_log_says_who_appointed_them(world) {
        let p = Personas::of(world);
        let citizen = world.cast.person("citizen");
        let done = appoint(world, &p.get("registrar"), &citizen, &json!({}));
        let membership = &done.done()["membership"];
        assert_eq!((&membership["sinceOn"], &membership["untilOn"]), (&json!("2026-11-22"), &Value::Null));
        let event = p.event_about("MEMBER_APPOINTED", membership["id"].as_str().expect("an id"));
        assert_eq!(event["actor"]["id"], json!(world.cast.person("registrar")));
        assert_eq!(event["payload"]["composition"], "COMPLIANT");
        // The seat gives its rights at once.
        let seats = p.get("citizen").ask("{ viewer { seats { id } } }", &Value::Null);
        assert_eq!(*seats.at("/viewer/seats"), json!([{ "id": membership["id"] }]));
    }

    fn nobody_but_a_registrar_appoints(world) {
        let p = Personas::of(world);
        let citizen = world.cast.person("citizen");
        for who in ["admin", "chair", "secretary", "officer", "moderator", "auditor", "citizen"] {
            assert_eq!(appoint(world, &p.get(who), &citizen, &json!({})).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(appoint(world, &world.anonymous(), &citizen, &json!({})).denied(), "UNAUTHENTICATED");
        appoint(world, &p.get("registrar"), &citizen, &json!({})).done();
    }

    fn a_seat_begins_within_the_term(world) {
        let (registrar, citizen) = (world.sign_in("registrar"), world.cast.person("citizen"));
        for day in ["2025-05-31", "2028-06-01"] {
            refused(world, &registrar, &citizen, &json!({ "sinceOn": day }), "OUTSIDE_TERM", &json!(["sinceOn"]));
        }
        appoint(world, &registrar, &citizen, &json!({ "sinceOn": "2028-05-31" })).done();
        let other = world.cast.person("citizen-2");
        appoint(world, &registrar, &other, &json!({ "sinceOn": "2025-06-01" })).done();
    }

    fn a_seat_begins_while_the_body_exists(world) {
        let (registrar, citizen) = (world.sign_in("registrar"), world.cast.person("citizen"));
        let end = json!({ "bodyId": world.cast.ministry.wire(), "endedOn": "2027-01-01" });
        registrar.mutate("endStateBody", &end, "").done();
        let late = json!({ "sinceOn": "2027-01-01" });
        refused(world, &registrar, &citizen, &late, "BODY_NOT_IN_FORCE", &json!(["sinceOn"]));
        appoint(world, &registrar, &citizen, &json!({ "sinceOn": "2026-12-31" })).done();
    }

    fn categories_that_need_a_nominating_organisation_need_a_fitting_one(world) {
        let registrar = world.sign_in("registrar");
        let people = people(world, "nominee", 4);
        let at = json!(["organizationId"]);
        for category in ["NGO", "MEDIA", "BUSINESS"] {
            refused(world, &registrar, &people[0], &json!({ "category": category }), "ORGANIZATION_NEEDED", &at);
        }
        for (category, name) in [("MEDIA", "ngo-3"), ("NGO", "media-1"), ("BUSINESS", "ngo-3"), ("CITIZEN", "ngo-3"), ("STATE", "ngo-3"), ("DEPUTY", "media-1")] {
            let with = json!({ "category": category, "organizationId": organization(world, name) });
            refused(world, &registrar, &people[0], &with, "ORGANIZATION_UNFIT", &at);
        }
        for (person, (category, name)) in people.iter().zip([("NGO", "ngo-3"), ("MEDIA", "media-1"), ("EXPERT", "ngo-4")]) {
            let with = json!({ "category": category, "organizationId": organization(world, name) });
            let done = appoint(world, &registrar, person, &with);
            assert_eq!(done.text("/membership/organization/id"), organization(world, name));
        }
        appoint(world, &registrar, &people[3], &json!({ "category": "EXPERT" })).done();
    }

    fn an_organisation_nominates_only_once_it_is_verified(world) {
        let (registrar, citizen) = (world.sign_in("registrar"), world.cast.person("citizen"));
        let input = json!({ "kind": "NGO", "bin": bin(950), "name": text("Jas Urpaq") });
        let id = registrar.mutate("registerOrganization", &input, "organization { id }").text("/organization/id");
        let with = json!({ "category": "NGO", "organizationId": id });
        refused(world, &registrar, &citizen, &with, "ORGANIZATION_UNVERIFIED", &json!(["organizationId"]));
        registrar.mutate("verifyOrganization", &json!({ "organizationId": id }), "").done();
        appoint(world, &registrar, &citizen, &with).done();
    }

    fn the_chair_is_not_in_public_service(world) {
        let p = Personas::of(world);
        let registrar = p.get("registrar");
        let end = json!({ "membershipId": world.cast.seats["chair"], "reason": "OWN_REQUEST" });
        registrar.mutate("endMembership", &end, "").done();
        let citizen = world.cast.person("citizen");
        let with = json!({ "category": "STATE", "position": "CHAIR" });
        let error = refused(world, &registrar, &citizen, &with, "CHAIR_IN_PUBLIC_SERVICE", &json!(["category"]));
        assert_eq!(error["rule"]["key"], "council.chair.not_in_public_service");
        assert!(error["rule"]["citation"]["text"].as_str().expect("a citation").contains("13"));
        appoint(world, &registrar, &citizen, &json!({ "position": "CHAIR" })).done();
    }

    fn one_person_has_one_seat_in_a_council(world) {
        let (registrar, member) = (world.sign_in("registrar"), world.cast.person("member-01"));
        refused(world, &registrar, &member, &json!({}), "ALREADY_MEMBER", &json!(["personId"]));
        // Another council is another matter.
        appoint(world, &registrar, &member, &json!({ "councilId": world.cast.local_council.wire() })).done();
    }

    fn an_administrator_takes_no_seat_neither_a_present_nor_a_future_one(world) {
        let p = Personas::of(world);
        let (registrar, admin, at) = (p.get("registrar"), world.cast.person("admin"), json!(["personId"]));
        refused(world, &registrar, &admin, &json!({}), "ADMINISTRATOR_SEAT", &at);
        refused(world, &registrar, &admin, &json!({ "sinceOn": "2027-01-01" }), "ADMINISTRATOR_SEAT", &at);
        let grant = |who: &str, from: &str, until: &str| {
            let role = json!({ "accountId": world.cast.person(who), "role": "ADMINISTRATOR", "validFrom": from, "validUntil": until });
            p.get("admin").mutate("grantRole", &role, "roleGrant { id }").text("/roleGrant/id")
        };
        let future = grant("citizen", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z");
        grant("citizen-2", "2026-11-22T06:00:00Z", "2026-11-22T06:05:00Z");
        for who in ["citizen", "citizen-2"] {
            refused(world, &registrar, &world.cast.person(who), &json!({}), "ADMINISTRATOR_SEAT", &at);
        }
        // A role that was revoked or has run out stands in nobody's way, and other roles never do.
        p.get("admin").mutate("revokeRole", &json!({ "roleGrantId": future }), "").done();
        world.advance(chrono::Duration::minutes(5));
        for who in ["citizen", "citizen-2", "moderator"] {
            appoint(world, &registrar, &world.cast.person(who), &json!({})).done();
        }
    }

    fn there_is_one_chair_and_one_secretary_and_there_may_be_many_deputies(world) {
        let (registrar, citizen) = (world.sign_in("registrar"), world.cast.person("citizen"));
        for position in ["CHAIR", "SECRETARY"] {
            refused(world, &registrar, &citizen, &json!({ "position": position }), "POSITION_TAKEN", &json!(["position"]));
        }
        appoint(world, &registrar, &citizen, &json!({ "position": "DEPUTY_CHAIR" })).done();
    }

    fn an_organisation_has_one_seat_in_a_council(world) {
        let registrar = world.sign_in("registrar");
        let people = people(world, "nominee", 2);
        let with = |name: &str| json!({ "category": "NGO", "organizationId": organization(world, name) });
        let error = refused(world, &registrar, &people[0], &with("ngo-1"), "SEAT_OF_ORGANIZATION_TAKEN", &json!(["organizationId"]));
        assert_eq!(error["rule"]["key"], "council.seats_per_organization.max");
        assert!(error["rule"]["citation"]["text"].as_str().expect("a citation").contains("383-V"));
        appoint(world, &registrar, &people[0], &with("ngo-3")).done();
        // A seat that has ended is free again.
        let end = json!({ "membershipId": world.cast.seats["chair"], "reason": "OWN_REQUEST" });
        registrar.mutate("endMembership", &end, "").done();
        appoint(world, &registrar, &people[1], &with("ngo-1")).done();
    }

    fn a_full_council_takes_nobody(world) {
        let registrar = world.sign_in("registrar");
        let local = json!({ "councilId": world.cast.local_council.wire() });
        let people = people(world, "nominee", 3);
        appoint(world, &registrar, &people[0], &local).done();
        appoint(world, &registrar, &people[1], &local).done();
        let error = refused(world, &registrar, &people[2], &local, "COUNCIL_FULL", &json!([]));
        assert_eq!(error["rule"]["key"], "council.size.local");
        assert!(error["message"].as_str().expect("a text").contains('9'));
        let end = json!({ "membershipId": world.cast.seats["local-05"], "reason": "OTHER" });
        registrar.mutate("endMembership", &end, "").done();
        appoint(world, &registrar, &people[2], &local).done();
    }

    fn who_or_what_does_not_exist_is_not_found(world) {
        let registrar = world.sign_in("registrar");
        let citizen = world.cast.person("citizen");
        let nobody = "per_00000000000000000000000000";
        assert_eq!(appoint(world, &registrar, nobody, &json!({})).denied(), "NOT_FOUND");
        let nowhere = json!({ "councilId": "cou_00000000000000000000000000" });
        assert_eq!(appoint(world, &registrar, &citizen, &nowhere).denied(), "NOT_FOUND");
        let nothing = json!({ "category": "NGO", "organizationId": "org_00000000000000000000000000" });
        assert_eq!(appoint(world, &registrar, &citizen, &nothing).denied(), "NOT_FOUND");
        appoint(world, &registrar, &citizen, &json!({})).done();
    }
}
