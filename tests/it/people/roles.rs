//! Roles: granted with a scope and a period, revoked once, and never the last administrator's.

use crate::support::{Client, Personas, Reply, World};
use chrono::Duration;
use kenes::access::act::Writing;
use kenes::access::viewer::{Role, Scope, Viewer};
use kenes::features::people::bootstrap;
use kenes::kernel::failure::Failure;
use kenes::kernel::words::Code;
use serde_json::{Value, json};
use std::sync::Barrier;

fn grant(world: &World, who: &str, role: &Value) -> Reply {
    let mut input = role.clone();
    input["accountId"] = json!(world.cast.person(who));
    world.sign_in("admin").mutate("grantRole", &input, "roleGrant { id state }")
}

fn revoke(client: &Client, grant: &str) -> Reply {
    client.mutate("revokeRole", &json!({ "roleGrantId": grant }), "roleGrant { state }")
}

fn reads_events(client: &Client) -> bool {
    client.ask("{ events: auditLog(first: 1) { nodes { id } } }", &Value::Null).json.get("errors").is_none()
}

/// Makes `citizen` the second administrator and returns that grant.
fn second_administrator(world: &World) -> String {
    grant(world, "citizen", &json!({ "role": "ADMINISTRATOR" })).text("/roleGrant/id")
}

fn administrators(world: &World) -> i64 {
    world.count("SELECT COUNT(*) AS n FROM role_grants WHERE role = 'ADMINISTRATOR' AND revoked_at IS NULL")
}

on_both! {
    fn a_role_holds_from_its_first_instant_to_its_last_without_anybody_doing_anything(world) {
        let citizen = world.sign_in("citizen");
        let period = json!({ "role": "AUDITOR", "validFrom": "2026-11-22T06:05:00Z", "validUntil": "2026-11-22T06:10:00Z" });
        assert_eq!(grant(world, "citizen", &period).text("/roleGrant/state"), "SCHEDULED");
        // The viewer is remembered from here on; its periods are judged at each request.
        assert!(!reads_events(&citizen));
        world.advance(Duration::minutes(5));
        assert!(reads_events(&citizen));
        world.advance(Duration::minutes(5) - Duration::seconds(1));
        assert!(reads_events(&citizen));
        world.advance(Duration::seconds(1));
        assert!(!reads_events(&citizen));
    }

    fn a_role_is_granted_only_in_a_scope_that_fits_it(world) {
        let (body, council) = (world.cast.ministry.wire(), world.cast.council.wire());
        let organization = world.cast.organizations["ngo-5"].wire();
        for (role, scope, fits) in [
            ("OFFICER", json!({ "stateBodyId": body }), true),
            ("OFFICER", Value::Null, false),
            ("OFFICER", json!({ "councilId": council }), false),
            ("MODERATOR", Value::Null, true),
            ("MODERATOR", json!({ "councilId": council }), true),
            ("REPRESENTATIVE", json!({ "organizationId": organization }), true),
            ("REPRESENTATIVE", Value::Null, false),
            ("ADMINISTRATOR", json!({ "stateBodyId": body }), false),
            ("AUDITOR", json!({ "organizationId": organization }), false),
        ] {
            let reply = grant(world, "citizen", &json!({ "role": role, "scope": scope }));
            if fits {
                reply.done();
            } else {
                assert_eq!(reply.refused(), "ROLE_SCOPE", "{role} {scope}");
            }
        }
    }

    fn a_period_lies_ahead_and_is_not_empty(world) {
        let code = |period: Value| grant(world, "citizen", &period).refused().to_owned();
        assert_eq!(code(json!({ "role": "AUDITOR", "validFrom": "2026-11-21T00:00:00Z" })), "INVALID_PERIOD");
        assert_eq!(code(json!({ "role": "AUDITOR", "validUntil": "2026-11-22T06:00:00Z" })), "INVALID_PERIOD");
        grant(world, "citizen", &json!({ "role": "AUDITOR", "validUntil": "2026-11-22T06:00:01Z" })).done();
    }

    fn the_same_role_is_granted_once(world) {
        let first = grant(world, "citizen", &json!({ "role": "AUDITOR" })).text("/roleGrant/id");
        assert_eq!(grant(world, "citizen", &json!({ "role": "AUDITOR" })).text("/roleGrant/id"), first);
        let granted = "SELECT COUNT(*) AS n FROM events WHERE kind = 'RoleGranted' AND actor_id IS NOT NULL AND body LIKE '%AUDITOR%'";
        let by_admin = format!("{granted} AND body LIKE '%{first}%'");
        assert_eq!(world.count(&by_admin), 1);
    }

    fn a_role_is_granted_to_an_account_that_is_there(world) {
        let input = json!({ "accountId": "per_01kb00000000000000000000zz", "role": "AUDITOR" });
        assert_eq!(world.sign_in("admin").mutate("grantRole", &input, "").denied(), "NOT_FOUND");
    }

    fn a_role_is_revoked_once(world) {
        let id = grant(world, "citizen", &json!({ "role": "AUDITOR" })).text("/roleGrant/id");
        let admin = world.sign_in("admin");
        assert_eq!(revoke(&admin, &id).text("/roleGrant/state"), "REVOKED");
        assert_eq!(revoke(&admin, &id).refused(), "ROLE_REVOKED");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'RoleRevoked'"), 1);
    }

    fn the_last_administrator_stays(world) {
        let admin = world.sign_in("admin");
        let account = json!({ "accountId": world.cast.person("admin") });
        let id = grant_of(world, "admin");
        assert_eq!(revoke(&admin, &id).refused(), "LAST_ADMINISTRATOR");
        assert_eq!(admin.mutate("suspendAccount", &account, "").refused(), "LAST_ADMINISTRATOR");
        assert!(reads_events(&admin));
        // With a second one, the first may go.
        second_administrator(world);
        revoke(&admin, &id).done();
        assert!(!reads_events(&admin));
        assert_eq!(administrators(world), 1);
    }

    fn an_administrator_of_a_week_is_not_left_as_the_only_one(world) {
        let week = json!({ "role": "ADMINISTRATOR", "validUntil": "2026-11-29T00:00:00Z" });
        grant(world, "citizen", &week).done();
        assert_eq!(revoke(&world.sign_in("admin"), &grant_of(world, "admin")).refused(), "LAST_ADMINISTRATOR");
    }

    fn a_suspended_administrator_does_not_count_as_one_who_is_left(world) {
        second_administrator(world);
        let admin = world.sign_in("admin");
        let citizen = json!({ "accountId": world.cast.person("citizen") });
        admin.mutate("suspendAccount", &citizen, "").done();
        assert_eq!(revoke(&admin, &grant_of(world, "admin")).refused(), "LAST_ADMINISTRATOR");
    }

    fn a_program_does_not_count_as_an_administrator_who_is_left(world) {
        assert_eq!(grant(world, "robot", &json!({ "role": "ADMINISTRATOR" })).denied(), "NOT_FOUND");
        assert_eq!(revoke(&world.sign_in("admin"), &grant_of(world, "admin")).refused(), "LAST_ADMINISTRATOR");
        second_administrator(world);
        revoke(&world.sign_in("admin"), &grant_of(world, "admin")).done();
    }

    fn nobody_with_a_seat_becomes_an_administrator(world) {
        let administrator = json!({ "role": "ADMINISTRATOR" });
        let refused = |who: &str| {
            let reply = grant(world, who, &administrator);
            assert_eq!((reply.refused(), reply.at("/payload/userErrors/0/field")), ("ADMINISTRATOR_SEAT", &json!(["role"])), "{who}");
        };
        let registrar = world.sign_in("registrar");
        let seat = json!({
            "councilId": world.cast.council.wire(), "personId": world.cast.person("citizen"), "category": "CITIZEN",
            "position": "MEMBER", "sinceOn": "2027-01-01",
        });
        let later = registrar.mutate("appointMember", &seat, "membership { id }").text("/membership/id");
        refused("member-05");
        refused("citizen");
        // Other roles go with a seat.
        grant(world, "member-05", &json!({ "role": "MODERATOR" })).done();
        // It is the seat that stands in the way: one that has ended, or never begins, does not.
        for (membership, until) in [(world.cast.seats["member-05"].clone(), "2026-11-22"), (later, "2027-01-01")] {
            let end = json!({ "membershipId": membership, "untilOn": until, "reason": "OTHER" });
            registrar.mutate("endMembership", &end, "").done();
        }
        grant(world, "member-05", &administrator).done();
        grant(world, "citizen", &administrator).done();
    }

    fn a_seat_that_ends_tomorrow_is_a_seat_today(world) {
        let end = json!({ "membershipId": world.cast.seats["member-05"], "untilOn": "2026-11-23", "reason": "OTHER" });
        world.sign_in("registrar").mutate("endMembership", &end, "").done();
        assert_eq!(grant(world, "member-05", &json!({ "role": "ADMINISTRATOR" })).refused(), "ADMINISTRATOR_SEAT");
        world.advance(Duration::days(1));
        grant(world, "member-05", &json!({ "role": "ADMINISTRATOR" })).done();
    }

    fn the_operator_makes_no_administrator_of_a_member_either(world) {
        let directly = |who: &str| {
            let account = world.cast.people[who];
            let nobody = Viewer::anonymous(world.clock.now());
            let grant = |tx: &mut Writing<'_>| bootstrap::grant_directly(tx, account, Role::Administrator, Scope::Global);
            world.instance.core.batch(|batch| batch.act(&nobody, grant))
        };
        let refused = matches!(directly("member-05"), Err(Failure::Refused(why)) if why[0].code == Code::AdministratorSeat);
        assert!(refused);
        directly("citizen").expect("granted");
        assert_eq!(administrators(world), 2);
    }

    fn two_administrators_who_revoke_each_other_at_once_leave_one(world) {
        for _ in 0..4 {
            let grants = [grant_of(world, "admin"), second_administrator(world)];
            let p = Personas::of(world);
            let (admin, citizen) = (p.get("admin"), p.get("citizen"));
            let start = Barrier::new(2);
            let replies = std::thread::scope(|scope| {
                let threads = [(&admin, &grants[1]), (&citizen, &grants[0])].map(|(client, grant)| {
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        revoke(client, grant)
                    })
                });
                threads.map(|thread| thread.join().expect("answers"))
            });
            let done = replies.iter().filter(|reply| reply.json.pointer("/data/payload/roleGrant/state").is_some());
            assert_eq!(done.count(), 1, "{replies:#?}");
            assert_eq!(administrators(world), 1);
            restore_first(world);
        }
    }

    fn two_administrators_who_suspend_each_other_at_once_leave_one(world) {
        second_administrator(world);
        let (admin, citizen) = (world.sign_in("admin"), world.sign_in("citizen"));
        let start = Barrier::new(2);
        std::thread::scope(|scope| {
            for (client, other) in [(&admin, "citizen"), (&citizen, "admin")] {
                let (start, account) = (&start, json!({ "accountId": world.cast.person(other) }));
                scope.spawn(move || {
                    start.wait();
                    client.mutate("suspendAccount", &account, "")
                });
            }
        });
        let left = "SELECT COUNT(*) AS n FROM role_grants g JOIN accounts a ON a.id = g.account_id \
                    WHERE g.role = 'ADMINISTRATOR' AND g.revoked_at IS NULL AND a.state = 'ACTIVE'";
        assert_eq!(world.count(left), 1);
    }
}

/// Whoever of the two is administrator now, `admin` is alone again after this.
fn restore_first(world: &World) {
    let citizen = world.sign_in("citizen");
    if reads_events(&citizen) {
        let back = json!({ "accountId": world.cast.person("admin"), "role": "ADMINISTRATOR" });
        citizen.mutate("grantRole", &back, "").done();
        revoke(&world.sign_in("admin"), &grant_of(world, "citizen")).done();
    }
    assert_eq!(administrators(world), 1);
}

/// The grant by which somebody administers.
fn grant_of(world: &World, who: &str) -> String {
    let reply = world.sign_in(who).ask("{ viewer { roles { id role } } }", &Value::Null);
    let roles = reply.at("/viewer/roles").as_array().expect("roles").clone();
    let role = roles.into_iter().find(|role| role["role"] == "ADMINISTRATOR").expect("an administrator");
    role["id"].as_str().expect("an id").to_owned()
}
