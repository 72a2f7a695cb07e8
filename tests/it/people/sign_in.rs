//! Signing in.

use super::{body, name_of, pair, sign_in_with, who_am_i};
use crate::support::cast::PASSWORD;
use serde_json::json;

on_both! {
    fn a_member_signs_in_and_is_known(world) {
        let (client, _) = pair(&world.anonymous(), "member-05");
        assert_eq!(name_of(&client), "member-05");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'SessionStarted'"), 1);
        assert!(who_am_i(&world.anonymous()).at("/viewer").is_null());
    }

    fn the_address_is_known_however_it_is_written(world) {
        sign_in_with(&world.anonymous(), "  Member-05@TEST.Kenes ", PASSWORD).done();
    }

    fn an_unknown_account_a_wrong_password_and_a_suspended_account_get_the_same_answer(world) {
        let account = json!({ "accountId": world.cast.person("citizen-2") });
        world.sign_in("admin").mutate("suspendAccount", &account, "").done();
        let sessions = || world.count("SELECT COUNT(*) AS n FROM sessions");
        let before = sessions();
        let wrong = sign_in_with(&world.anonymous(), "member-05@test.kenes", "not the password");
        let unknown = sign_in_with(&world.anonymous(), "nobody@test.kenes", "not the password");
        let suspended = sign_in_with(&world.anonymous(), "citizen-2@test.kenes", PASSWORD);
        assert_eq!(wrong.refused(), "SIGN_IN_FAILED");
        assert_eq!(body(&unknown), body(&wrong));
        assert_eq!(body(&suspended), body(&wrong));
        assert_eq!(sessions(), before);
        sign_in_with(&world.anonymous(), "member-05@test.kenes", PASSWORD).done();
    }

    fn an_unknown_account_and_a_suspended_one_cost_as_much_work_as_a_wrong_password(world) {
        let account = json!({ "accountId": world.cast.person("citizen-2") });
        world.sign_in("admin").mutate("suspendAccount", &account, "").done();
        let wrong = sign_in_with(&world.anonymous(), "member-05@test.kenes", "not the password");
        let unknown = sign_in_with(&world.anonymous(), "nobody@test.kenes", "not the password");
        let suspended = sign_in_with(&world.anonymous(), "citizen-2@test.kenes", PASSWORD);
        assert!(wrong.statements > 0);
        assert_eq!((unknown.statements, suspended.statements), (wrong.statements, wrong.statements));
    }

    fn a_password_beyond_all_bounds_is_a_wrong_one(world) {
        let reply = sign_in_with(&world.anonymous(), "member-05@test.kenes", &"x".repeat(100_000));
        assert_eq!(reply.refused(), "SIGN_IN_FAILED");
    }

    fn no_answer_and_no_event_holds_a_secret(world) {
        let (client, refresh) = pair(&world.anonymous(), "member-05");
        let hashed = world.count("SELECT COUNT(*) AS n FROM accounts WHERE password_hash LIKE '$argon2id$%m=19456,t=2,p=1%'");
        assert_eq!(hashed, world.count("SELECT COUNT(*) AS n FROM accounts WHERE kind = 'PERSON'"));
        let access = client.token.clone().expect("signed in");
        for secret in [access.as_str(), refresh.as_str(), PASSWORD, "argon2"] {
            assert_eq!(world.count(&format!("SELECT COUNT(*) AS n FROM events WHERE body LIKE '%{secret}%'")), 0);
        }
    }
}
