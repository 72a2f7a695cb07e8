//! Guessing is slowed down, per account and per address, and no stranger locks a member out.

use super::{body, sign_in_with};
use crate::support::bulk::at_once;
use crate::support::cast::PASSWORD;
use crate::support::{Cast, Client, Reply, World};
use chrono::Duration;
use serde_json::{Value, json};
use std::sync::Barrier;

const MEMBER: &str = "member-05@test.kenes";

fn guess(client: &Client, email: &str) -> Reply {
    sign_in_with(client, email, "not the password")
}

/// So many guesses that were looked at and were wrong.
#[track_caller]
fn wrong(client: &Client, email: &str, times: usize) {
    for _ in 0..times {
        assert_eq!(guess(client, email).refused(), "SIGN_IN_FAILED");
    }
}

/// The seconds a client is told to wait.
#[track_caller]
fn wait(reply: &Reply) -> i64 {
    assert_eq!(reply.denied(), "RATE_LIMITED");
    reply.json.pointer("/errors/0/extensions/retryAfterSeconds").and_then(Value::as_i64).expect("seconds")
}

fn behind_proxy(world: &World, address: &str) -> Client {
    world.anonymous().seen_from(address)
}

on_both! {
    fn five_failures_block_for_half_a_minute_and_each_further_one_for_twice_as_long(world) {
        let client = world.anonymous();
        wrong(&client, MEMBER, 5);
        // The right password is not looked at either: a guesser must not learn that it was right.
        assert_eq!(wait(&sign_in_with(&client, MEMBER, PASSWORD)), 30);
        world.advance(Duration::seconds(29));
        assert_eq!(wait(&guess(&client, MEMBER)), 1);
        world.advance(Duration::seconds(1));
        wrong(&client, MEMBER, 1);
        assert_eq!(wait(&guess(&client, MEMBER)), 60);
        world.advance(Duration::seconds(60));
        sign_in_with(&client, MEMBER, PASSWORD).done();
        // Whoever knows the password has not been guessing: the count begins anew.
        wrong(&client, MEMBER, 5);
        assert_eq!(wait(&guess(&client, MEMBER)), 30);
    }

    fn an_unknown_account_is_slowed_down_exactly_like_a_known_one(world) {
        let story = |email: &str| {
            let answers = (0..7).map(|_| body(&guess(&world.anonymous(), email)));
            answers.collect::<Vec<_>>()
        };
        assert_eq!(story("nobody@test.kenes"), story(MEMBER));
    }

    fn one_account_being_guessed_at_does_not_hold_back_another_at_the_same_address(world) {
        wrong(&world.anonymous(), MEMBER, 5);
        assert_eq!(wait(&guess(&world.anonymous(), MEMBER)), 30);
        sign_in_with(&world.anonymous(), "member-06@test.kenes", PASSWORD).done();
    }

    fn one_address_guessing_at_many_accounts_is_held_back_for_a_while(world) {
        for number in 0..10 {
            wrong(&world.anonymous(), &format!("guessed-{number}@test.kenes"), 3);
        }
        assert_eq!(wait(&sign_in_with(&world.anonymous(), MEMBER, PASSWORD)), 15 * 60);
        world.advance(Duration::minutes(15));
        sign_in_with(&world.anonymous(), MEMBER, PASSWORD).done();
    }

    fn many_who_sign_in_from_one_address_at_once_are_all_let_in(world) {
        // What was wrong before leaves the address one failure from its block.
        for number in 0..29 {
            wrong(&world.anonymous(), &format!("typo-{number}@test.kenes"), 1);
        }
        let members = Cast::members();
        let replies = at_once(members.len(), |number| {
            sign_in_with(&world.anonymous(), &format!("{}@test.kenes", members[number]), PASSWORD)
        });
        for reply in replies {
            reply.done();
        }
        wrong(&world.anonymous(), "typo-29@test.kenes", 1);
        assert_eq!(wait(&sign_in_with(&world.anonymous(), MEMBER, PASSWORD)), 15 * 60);
    }

    fn a_flood_of_guesses_at_many_accounts_learns_no_more_than_one_by_one(world) {
        let flood = at_once(80, |number| guess(&world.anonymous(), &format!("guessed-{number}@test.kenes")));
        let told = flood.iter().filter(|reply| reply.json.get("errors").is_none()).count();
        assert!(told <= 30, "{told}");
        assert!(flood.iter().filter(|reply| reply.json.get("errors").is_some()).all(|reply| wait(reply) > 0));
        // On a small machine the queue of passwords turned some away before the address was blocked.
        let more = (0..).take_while(|number| {
            guess(&world.anonymous(), &format!("later-{number}@test.kenes")).json.get("errors").is_none()
        });
        assert_eq!(told + more.count(), 30);
        assert_eq!(wait(&sign_in_with(&world.anonymous(), MEMBER, PASSWORD)), 15 * 60);
    }

    fn typing_errors_of_a_day_do_not_add_up_to_a_block(world) {
        for number in 0..40 {
            wrong(&world.anonymous(), &format!("typo-{number}@test.kenes"), 1);
            world.advance(Duration::seconds(30));
        }
        sign_in_with(&world.anonymous(), MEMBER, PASSWORD).done();
    }

    fn guesses_made_at_once_are_counted_one_by_one(world) {
        let (client, start) = (world.anonymous(), Barrier::new(40));
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..40)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        guess(&client, MEMBER)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("answers")).collect()
        });
        let (looked_at, turned_away): (Vec<&Reply>, Vec<&Reply>) =
            replies.iter().partition(|reply| reply.json.get("errors").is_none());
        assert_eq!(looked_at.len(), 5);
        assert!(looked_at.iter().all(|reply| reply.refused() == "SIGN_IN_FAILED"));
        assert!(turned_away.iter().all(|reply| wait(reply) > 0));
    }

    fn a_client_that_names_its_own_address_does_not_get_around_the_limit(world) {
        for number in 0..5 {
            wrong(&behind_proxy(world, &format!("203.0.113.{number}")), MEMBER, 1);
        }
        assert_eq!(wait(&guess(&behind_proxy(world, "203.0.113.99"), MEMBER)), 30);
    }

    fn the_header_says_the_same_wait_as_the_answer(world) {
        wrong(&world.anonymous(), MEMBER, 5);
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let agent: ureq::Agent = config.into();
        let query = "mutation($i: SignInInput!) { signIn(input: $i) { accessToken } }";
        let request = agent.post(format!("{}/graphql", world.base));
        let variables = json!({ "i": { "email": MEMBER, "password": "not the password" } });
        let response = request.send_json(json!({ "query": query, "variables": variables })).expect("answers");
        assert_eq!(response.headers().get("Retry-After").and_then(|value| value.to_str().ok()), Some("30"));
    }

    fn a_wrong_current_password_counts_like_a_failed_sign_in(world) {
        let member = world.sign_in("member-05");
        let change = |current: &str| {
            member.mutate("changePassword", &json!({ "currentPassword": current, "newPassword": "another long secret" }), "")
        };
        for _ in 0..5 {
            assert_eq!(change("not the password").refused(), "SIGN_IN_FAILED");
        }
        assert_eq!(wait(&change(PASSWORD)), 30);
        world.advance(Duration::seconds(30));
        change(PASSWORD).done();
    }

    fn the_table_of_failures_names_nobody(world) {
        wrong(&world.anonymous(), MEMBER, 1);
        assert!(world.count("SELECT COUNT(*) AS n FROM sign_in_throttles") > 0);
        let named = "SELECT COUNT(*) AS n FROM sign_in_throttles WHERE key LIKE '%@%' OR key LIKE '%127.0%' OR key LIKE '%member%'";
        assert_eq!(world.count(named), 0);
    }
}

on_both_with! { |settings| settings.trusted_proxies = vec!["127.0.0.1".into()];
    fn a_stranger_elsewhere_does_not_lock_a_member_out(world) {
        let home = behind_proxy(world, "192.0.2.1");
        sign_in_with(&home, MEMBER, PASSWORD).done();
        for network in 1..=4 {
            wrong(&behind_proxy(world, &format!("203.0.113.{network}")), MEMBER, 5);
        }
        // The account is closed to addresses it does not know, and open where its owner has signed in before.
        assert_eq!(wait(&guess(&behind_proxy(world, "203.0.113.200"), MEMBER)), 5 * 60);
        sign_in_with(&home, MEMBER, PASSWORD).done();
        world.advance(Duration::minutes(5));
        sign_in_with(&behind_proxy(world, "203.0.113.201"), MEMBER, PASSWORD).done();
    }

    fn a_stranger_at_another_address_has_a_count_of_its_own(world) {
        wrong(&behind_proxy(world, "203.0.113.1"), MEMBER, 5);
        assert_eq!(wait(&guess(&behind_proxy(world, "203.0.113.1"), MEMBER)), 30);
        wrong(&behind_proxy(world, "203.0.113.2"), MEMBER, 1);
        sign_in_with(&behind_proxy(world, "203.0.113.2"), MEMBER, PASSWORD).done();
    }

    fn a_familiar_address_answers_for_its_own_failures(world) {
        let home = behind_proxy(world, "192.0.2.1");
        sign_in_with(&home, MEMBER, PASSWORD).done();
        wrong(&home, MEMBER, 5);
        assert_eq!(wait(&guess(&home, MEMBER)), 30);
    }

    fn only_what_the_proxy_itself_added_is_believed(world) {
        for number in 0..5 {
            wrong(&behind_proxy(world, &format!("198.51.100.{number}, 203.0.113.1")), MEMBER, 1);
        }
        assert_eq!(wait(&guess(&behind_proxy(world, "198.51.100.77, 203.0.113.1"), MEMBER)), 30);
    }

    fn a_network_of_addresses_counts_as_one(world) {
        for number in 0..5 {
            wrong(&behind_proxy(world, &format!("2001:db8::{number}")), MEMBER, 1);
        }
        assert_eq!(wait(&guess(&behind_proxy(world, "2001:db8::abcd"), MEMBER)), 30);
        wrong(&behind_proxy(world, "2001:db8:0:1::1"), MEMBER, 1);
    }
}
