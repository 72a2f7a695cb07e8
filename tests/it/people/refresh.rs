//! Refresh tokens: good once, and a second use ends the session for whoever holds any of its tokens.

use super::{name_of, pair, who_am_i};
use crate::support::{Client, Reply};
use serde_json::json;
use std::sync::Barrier;

fn refresh(client: &Client, token: &str) -> Reply {
    client.mutate("refreshSession", &json!({ "refreshToken": token }), "accessToken refreshToken account { email }")
}

on_both! {
    fn a_refresh_gives_the_next_pair_of_tokens(world) {
        let (first, token) = pair(&world.anonymous(), "member-05");
        world.advance(chrono::Duration::minutes(20));
        assert_eq!(who_am_i(&first).denied(), "UNAUTHENTICATED");
        let next = refresh(&world.anonymous(), &token);
        assert_eq!(next.text("/account/email"), "member-05@test.kenes");
        assert_ne!(next.text("/refreshToken"), token);
        assert_eq!(name_of(&world.anonymous().with_token(&next.text("/accessToken"))), "member-05");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'SessionRefreshed'"), 1);
        refresh(&world.anonymous(), &next.text("/refreshToken")).done();
    }

    fn a_refresh_token_that_comes_back_ends_the_whole_family_at_once(world) {
        let (_, token) = pair(&world.anonymous(), "member-05");
        let (other, other_token) = pair(&world.anonymous(), "member-05");
        let next = refresh(&world.anonymous(), &token);
        let client = world.anonymous().with_token(&next.text("/accessToken"));
        assert_eq!(name_of(&client), "member-05");
        assert_eq!(refresh(&world.anonymous(), &token).refused(), "SESSION_ENDED");
        assert_eq!(who_am_i(&client).denied(), "UNAUTHENTICATED");
        assert_eq!(refresh(&world.anonymous(), &next.text("/refreshToken")).refused(), "SESSION_ENDED");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'RefreshTokenReused'"), 1);
        // A sign-in of its own is a family of its own.
        assert_eq!(name_of(&other), "member-05");
        refresh(&world.anonymous(), &other_token).done();
    }

    fn of_many_refreshes_with_one_token_at_once_at_most_one_wins_and_the_session_ends(world) {
        let (_, token) = pair(&world.anonymous(), "member-05");
        let (client, start) = (world.anonymous(), Barrier::new(12));
        let replies: Vec<Reply> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..12)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        refresh(&client, &token)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("answers")).collect()
        });
        let won: Vec<&Reply> = replies.iter().filter(|reply| reply.at("/payload/userErrors") == &json!([])).collect();
        assert!(won.len() <= 1);
        for reply in won {
            assert_eq!(who_am_i(&world.anonymous().with_token(&reply.text("/accessToken"))).denied(), "UNAUTHENTICATED");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM sessions WHERE ended_at IS NULL"), 0);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'RefreshTokenReused'"), 1);
    }

    fn a_session_ends_after_its_days_however_often_it_is_refreshed(world) {
        let (_, mut token) = pair(&world.anonymous(), "member-05");
        for _ in 0..3 {
            world.advance(chrono::Duration::days(9));
            token = refresh(&world.anonymous(), &token).text("/refreshToken");
        }
        world.advance(chrono::Duration::days(3));
        assert_eq!(refresh(&world.anonymous(), &token).refused(), "SESSION_ENDED");
    }

    fn an_access_token_does_not_outlive_its_session(world) {
        let (_, token) = pair(&world.anonymous(), "member-05");
        world.advance(chrono::Duration::days(30) - chrono::Duration::minutes(5));
        let next = refresh(&world.anonymous(), &token).text("/accessToken");
        let client = world.anonymous().with_token(&next);
        assert_eq!(name_of(&client), "member-05");
        world.advance(chrono::Duration::minutes(6));
        assert_eq!(who_am_i(&client).denied(), "UNAUTHENTICATED");
    }

    fn an_unknown_refresh_token_is_refused(world) {
        assert_eq!(refresh(&world.anonymous(), "kenes_rt_AAAA").refused(), "SESSION_ENDED");
    }
}
