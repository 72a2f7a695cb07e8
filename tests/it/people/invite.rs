//! Accounts by invitation: one link, once, for a while.

use super::{name_of, sign_in_with};
use crate::support::builders::text;
use crate::support::{Client, Reply, World};
use serde_json::{Value, json};
use std::sync::Barrier;

const SECRET: &str = "a long enough secret";

fn invite(world: &World, email: &str) -> String {
    let input = json!({ "email": email, "name": "A newcomer" });
    world.sign_in("registrar").mutate("inviteAccount", &input, "token invitation { email }").text("/token")
}

fn accept(client: &Client, token: &str) -> Reply {
    let input = json!({ "token": token, "password": SECRET });
    client.mutate("acceptInvitation", &input, "accessToken account { email kind roles { role } person { id name } }")
}

/// A person the registry knows who has no account.
fn head(world: &World) -> String {
    let input = json!({
        "bodyId": world.cast.akimat.wire(), "personName": "A known akim", "title": text("Akim"), "sinceOn": "2026-01-01",
    });
    world.sign_in("registrar").mutate("appointHead", &input, "head { person { id } }").text("/head/person/id")
}

on_both! {
    fn somebody_invited_opens_an_account_and_is_signed_in(world) {
        let token = invite(world, "Newcomer@Test.Kenes");
        let accepted = accept(&world.anonymous(), &token);
        assert_eq!(accepted.text("/account/email"), "newcomer@test.kenes");
        assert_eq!(accepted.done()["account"]["roles"], json!([]));
        assert_eq!(name_of(&world.anonymous().with_token(&accepted.text("/accessToken"))), "A newcomer");
        sign_in_with(&world.anonymous(), "newcomer@test.kenes", SECRET).done();
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'InvitationIssued'"), 1);
        let opened = "SELECT COUNT(*) AS n FROM events WHERE kind = 'AccountOpened' AND body LIKE '%\"by\":\"INVITATION\"%'";
        assert_eq!(world.count(opened), 1);
    }

    fn an_invitation_is_good_once(world) {
        let token = invite(world, "newcomer@test.kenes");
        accept(&world.anonymous(), &token).done();
        assert_eq!(accept(&world.anonymous(), &token).refused(), "INVITATION_INVALID");
    }

    fn of_many_who_accept_at_once_one_gets_the_account(world) {
        let token = invite(world, "newcomer@test.kenes");
        let (client, start) = (world.anonymous(), Barrier::new(8));
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        accept(&client, &token)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("answers")).collect()
        });
        let (won, lost): (Vec<&Reply>, Vec<&Reply>) =
            replies.iter().partition(|reply| reply.at("/payload/userErrors") == &json!([]));
        assert_eq!(won.len(), 1);
        assert!(lost.iter().all(|reply| reply.refused() == "INVITATION_INVALID"));
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM accounts WHERE email = 'newcomer@test.kenes'"), 1);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM people WHERE name = 'A newcomer'"), 1);
    }

    fn an_invitation_runs_out(world) {
        let (first, second) = (invite(world, "early@test.kenes"), invite(world, "late@test.kenes"));
        world.advance(chrono::Duration::days(14) - chrono::Duration::seconds(1));
        accept(&world.anonymous(), &first).done();
        world.advance(chrono::Duration::seconds(1));
        assert_eq!(accept(&world.anonymous(), &second).refused(), "INVITATION_INVALID");
    }

    fn only_the_latest_invitation_to_an_address_is_good(world) {
        let first = invite(world, "newcomer@test.kenes");
        let second = invite(world, "newcomer@test.kenes");
        assert_eq!(accept(&world.anonymous(), &first).refused(), "INVITATION_INVALID");
        accept(&world.anonymous(), &second).done();
    }

    fn an_unknown_link_is_refused(world) {
        assert_eq!(accept(&world.anonymous(), "kenes_inv_AAAA").refused(), "INVITATION_INVALID");
    }

    fn a_person_the_registry_knows_gets_an_account_and_keeps_the_name(world) {
        let known = head(world);
        let input = json!({ "email": "akim@test.kenes", "personId": known });
        let registrar = world.sign_in("registrar");
        let token = registrar.mutate("inviteAccount", &input, "token").text("/token");
        let renamed = json!({ "token": token, "password": SECRET, "name": "Somebody else" });
        let accepted = world.anonymous().mutate("acceptInvitation", &renamed, "account { person { id name } }");
        assert_eq!(accepted.done()["account"]["person"], json!({ "id": known, "name": "A known akim" }));
        let again = json!({ "email": "another@test.kenes", "personId": known });
        assert_eq!(registrar.mutate("inviteAccount", &again, "token").refused(), "ACCOUNT_EXISTS");
    }

    fn an_address_that_has_an_account_is_not_invited(world) {
        let input = json!({ "email": "member-05@test.kenes", "name": "Twice" });
        assert_eq!(world.sign_in("registrar").mutate("inviteAccount", &input, "token").refused(), "EMAIL_TAKEN");
        let nowhere = json!({ "email": "no address", "name": "Nobody" });
        assert_eq!(world.sign_in("registrar").mutate("inviteAccount", &nowhere, "token").refused(), "INVALID_EMAIL");
    }

    fn a_bad_password_does_not_use_the_link_up(world) {
        let token = invite(world, "newcomer@test.kenes");
        let short = json!({ "token": token, "password": "short" });
        assert_eq!(world.anonymous().mutate("acceptInvitation", &short, "").refused(), "PASSWORD_TOO_SHORT");
        accept(&world.anonymous(), &token).done();
    }

    fn the_link_is_shown_once_and_stored_only_as_a_hash(world) {
        let token = invite(world, "newcomer@test.kenes");
        let bodies = format!("SELECT COUNT(*) AS n FROM events WHERE body LIKE '%{token}%'");
        assert_eq!(world.count(&bodies), 0);
        let events = world.sign_in("admin").ask("{ events: auditLog(first: 100) { nodes { body payload } } }", &Value::Null);
        assert!(!events.json.to_string().contains(&token));
    }
}
