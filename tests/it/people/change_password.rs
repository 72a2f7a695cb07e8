//! A new password. That every session ends with the old one, and everywhere, `revocation.rs` tests.

use super::sign_in_with;
use crate::support::cast::PASSWORD;
use crate::support::{Client, Reply};
use serde_json::json;

const NEW: &str = "another long secret";

fn change(client: &Client, current: &str, new: &str) -> Reply {
    client.mutate("changePassword", &json!({ "currentPassword": current, "newPassword": new }), "account { email }")
}

on_both! {
    fn the_new_password_signs_in_and_the_old_one_does_not(world) {
        change(&world.sign_in("member-05"), PASSWORD, NEW).done();
        assert_eq!(sign_in_with(&world.anonymous(), "member-05@test.kenes", PASSWORD).refused(), "SIGN_IN_FAILED");
        sign_in_with(&world.anonymous(), "member-05@test.kenes", NEW).done();
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'PasswordChanged'"), 1);
    }

    fn a_wrong_current_password_changes_nothing(world) {
        let member = world.sign_in("member-05");
        let refused = change(&member, "not the password", NEW);
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), ("SIGN_IN_FAILED", &json!(["currentPassword"])));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'PasswordChanged'"), 0);
        change(&member, PASSWORD, NEW).done();
    }

    fn the_same_password_again_is_no_change(world) {
        let member = world.sign_in("member-05");
        assert_eq!(change(&member, PASSWORD, PASSWORD).refused(), "NOTHING_CHANGED");
        change(&member, PASSWORD, NEW).done();
    }

    fn the_new_password_is_judged_like_any_other(world) {
        let member = world.sign_in("member-05");
        assert_eq!(change(&member, PASSWORD, "short").refused(), "PASSWORD_TOO_SHORT");
        assert_eq!(change(&member, PASSWORD, "member-05 forever").refused(), "PASSWORD_WEAK");
        change(&member, PASSWORD, NEW).done();
    }

    fn of_two_changes_at_once_one_wins(world) {
        let member = world.sign_in("member-05");
        let start = std::sync::Barrier::new(2);
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let threads: Vec<_> = ["the first new secret", "the second new secret"]
                .into_iter()
                .map(|new| {
                    let (member, start) = (&member, &start);
                    scope.spawn(move || {
                        start.wait();
                        change(member, PASSWORD, new)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("answers")).collect()
        });
        // The other comes too late for its session, for its old password, or for the change itself.
        let won = replies.iter().filter(|reply| reply.json.pointer("/data/payload/account/email").is_some());
        assert_eq!(won.count(), 1, "{replies:#?}");
        let signs_in = |password: &str| {
            let reply = sign_in_with(&world.anonymous(), "member-05@test.kenes", password);
            reply.at("/payload/userErrors") == &json!([])
        };
        assert!(signs_in("the first new secret") != signs_in("the second new secret"));
    }
}
