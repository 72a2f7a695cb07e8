use super::{at_ngo, enter, is_nobody, revoke, rotate};
use crate::support::{Backend, Client, Personas, World};
use serde_json::{Value, json};

/// The same program at another instance, which remembers it; at the same one on SQLite, which has no other.
fn elsewhere(world: &World, program: &Client) -> Client {
    world.eventually("the first instance hears", || world.instance.core.is_hearing());
    let base = if world.backend == Backend::Postgres { world.second_instance() } else { world.base.clone() };
    let there = Client { base, ..program.clone() };
    assert!(!is_nobody(program) && !is_nobody(&there));
    there
}

fn made(world: &World) -> (String, Client) {
    let entered = enter(&world.sign_in("ngo"), &at_ngo(world), &["EVENTS_READ"]);
    (entered.text("/serviceAccount/id"), world.anonymous().with_token(&entered.text("/token")))
}

on_both! {
    fn a_replaced_token_is_good_for_its_overlap_and_the_one_before_it_ends(world) {
        let ngo = world.sign_in("ngo");
        let (id, first) = made(world);
        let second = world.anonymous().with_token(&rotate(&ngo, &id, 2).text("/token"));
        assert!(!is_nobody(&first) && !is_nobody(&second));
        let rotated = rotate(&ngo, &id, 1);
        let third = world.anonymous().with_token(&rotated.text("/token"));
        assert_eq!(rotated.done()["serviceAccount"]["tokens"].as_array().map(Vec::len), Some(2));
        assert!(is_nobody(&first) && !is_nobody(&second) && !is_nobody(&third));
        world.advance(chrono::Duration::minutes(61));
        assert!(is_nobody(&second) && !is_nobody(&third));
    }

    fn a_token_ends_on_every_instance_when_it_is_replaced_without_overlap(world) {
        let (id, first) = made(world);
        let there = elsewhere(world, &first);
        let next = rotate(&world.sign_in("ngo"), &id, 0).text("/token");
        assert!(is_nobody(&first));
        world.eventually("the other instance's forgetting", || is_nobody(&there));
        assert!(!is_nobody(&Client { base: there.base.clone(), ..world.anonymous() }.with_token(&next)));
    }

    fn a_revoked_program_is_nobody_on_every_instance_for_good(world) {
        let p = Personas::of(world);
        let (id, program) = made(world);
        let there = elsewhere(world, &program);
        assert_eq!(revoke(&p.get("media"), &id).denied(), "NOT_FOUND");
        assert_eq!(revoke(&p.get("ngo"), &id).done()["serviceAccount"], json!({ "state": "REVOKED", "tokens": [] }));
        assert!(is_nobody(&program));
        world.eventually("the other instance's forgetting", || is_nobody(&there));
        // Once more changes nothing, and there is no way back.
        revoke(&p.get("admin"), &id).done();
        assert_eq!(p.events("SERVICE_ACCOUNT_REVOKED").len(), 1);
        assert_eq!(rotate(&p.get("ngo"), &id, 0).refused(), "SERVICE_ACCOUNT_REVOKED");
    }

    fn a_token_runs_out_and_what_is_none_is_refused(world) {
        let ngo = world.sign_in("ngo");
        let input = json!({ "name": "Short", "boundTo": at_ngo(world), "scopes": ["EVENTS_READ"], "validDays": 1 });
        let token = ngo.mutate("createServiceAccount", &input, "token").text("/token");
        let program = world.anonymous().with_token(&token);
        assert!(!is_nobody(&program));
        let spoilt = |text: String| is_nobody(&world.anonymous().with_token(&text));
        assert!(spoilt(token.replace("kenes_svc_", "kenes_xyz_")) && spoilt(format!("{token}0")) && spoilt("kenes_svc_".into()));
        // The id and the checksum are right, the secret is another's.
        let other = made(world).1.token.expect("a token");
        let body = format!("{}{}", &token[..42], &other[42..106]);
        assert!(spoilt(format!("{body}{:08x}", crc32fast::hash(body.as_bytes()))));
        world.advance(chrono::Duration::hours(24));
        assert!(is_nobody(&program));
    }

    fn when_its_owner_is_suspended_a_program_is_nobody(world) {
        let p = Personas::of(world);
        let (_, program) = made(world);
        assert!(!is_nobody(&program));
        let owner = json!({ "accountId": world.cast.person("ngo") });
        p.get("admin").mutate("suspendAccount", &owner, "").done();
        assert!(is_nobody(&program));
        p.get("admin").mutate("restoreAccount", &owner, "").done();
        assert!(!is_nobody(&program));
    }

    fn nobody_signs_in_to_a_program(world) {
        let (id, _) = made(world);
        let email = format!("{}@service.invalid", id.replace("svc_", "per_"));
        for password in ["!", "", "kenes test password"] {
            let reply = world.anonymous().mutate("signIn", &json!({ "email": email, "password": password }), "");
            assert_eq!(reply.refused(), "SIGN_IN_FAILED");
        }
        let p = Personas::of(world);
        let account = json!({ "accountId": id.replace("svc_", "per_") });
        assert_eq!(p.get("admin").mutate("suspendAccount", &account, "").denied(), "NOT_FOUND");
        let listed = p.get("admin").ask("{ accounts(filter: { text: \"program\" }) { nodes { email } } }", &Value::Null);
        assert_eq!(listed.at("/accounts/nodes"), &json!([]));
    }
}
