//! Queries and mutations over a WebSocket: the same answers, the same policy and the same limits as over HTTP.

use super::{COMMENTS, follow_comments, told_of};
use crate::support::{Personas, Socket};
use serde_json::{Value, json};

const CAST: &str =
    "mutation($input: CastBallotInput!) { castBallot(input: $input) { ballot { choice } userErrors { code } } }";

/// The code of the error with which an operation ended before it began.
#[track_caller]
fn refused(socket: &mut Socket, id: &str) -> String {
    let message = socket.hear();
    assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!(id)), "{message:#}");
    message["payload"][0]["extensions"]["code"].as_str().expect("a code").to_owned()
}

on_both! {
    fn a_query_and_a_mutation_are_answered_once(world) {
        let p = Personas::of(world);
        let poll = p.poll("Voted on", "ROLL_CALL");
        let mut socket = Socket::connect(&world.base, p.get("member-01").token.as_deref());
        socket.subscribe("q", "{ viewer { account { person { id } } } }", &Value::Null);
        assert_eq!(socket.told("q")["viewer"]["account"]["person"]["id"], json!(world.cast.person("member-01")));
        assert_eq!(socket.hear(), json!({ "type": "complete", "id": "q" }));
        socket.subscribe("m", CAST, &json!({ "input": { "pollId": poll, "choice": "FOR" } }));
        assert_eq!(socket.told("m")["castBallot"], json!({ "ballot": { "choice": "FOR" }, "userErrors": [] }));
        assert_eq!(socket.hear()["type"], "complete");
        // The id is free again, and the policy is the policy.
        let mut stranger = Socket::connect(&world.base, None);
        stranger.subscribe("q", CAST, &json!({ "input": { "pollId": poll, "choice": "FOR" } }));
        let answer = stranger.hear();
        assert!(answer.to_string().contains("UNAUTHENTICATED"), "{answer:#}");
    }

    fn what_cannot_run_is_an_error_and_the_connection_stays(world) {
        let mut socket = Socket::connect(&world.base, None);
        let deep = format!("{{ {} id {} }}", "viewer { account {".repeat(12), "} }".repeat(12));
        for (id, query, code) in [
            ("syntax", "{ viewer", "BAD_INPUT"),
            ("schema", "{ nothing }", "BAD_INPUT"),
            ("subscription of nothing", "subscription { nothing }", "BAD_INPUT"),
            ("depth", &deep, "LIMIT_EXCEEDED"),
            ("two fields", "subscription { a: commentAdded { cursor } b: pollChanged { cursor } }", "BAD_INPUT"),
            ("fragment", "subscription { ...F } fragment F on Subscription { commentAdded { cursor } }", "BAD_INPUT"),
            ("introspection", "subscription { __typename }", "BAD_INPUT"),
            ("directive", "subscription { commentAdded @skip(if: true) { cursor } }", "BAD_INPUT"),
        ] {
            socket.subscribe(id, query, &Value::Null);
            assert_eq!(refused(&mut socket, id), code, "{id}");
        }
        socket.subscribe("good", "{ __typename }", &Value::Null);
        assert_eq!(socket.told("good"), json!({ "__typename": "Query" }));
    }

    fn a_subscription_that_is_completed_is_not_told_any_more(world) {
        let p = Personas::of(world);
        let review = p.review("Watched");
        let mut socket = Socket::connect(&world.base, None);
        follow_comments(&mut socket, &world.anonymous(), "1", None);
        follow_comments(&mut socket, &world.anonymous(), "2", None);
        let first = p.comment("member-01", &review);
        let mut told = [told_of(&mut socket), told_of(&mut socket)];
        told.sort();
        assert_eq!(told, [("1".to_owned(), first.clone()), ("2".to_owned(), first)]);
        socket.say(&json!({ "type": "complete", "id": "1" }));
        socket.say(&json!({ "type": "ping", "payload": { "a": [1] } }));
        assert_eq!(socket.hear(), json!({ "type": "pong", "payload": { "a": [1] } }));
        for _ in 0..2 {
            let said = p.comment("member-01", &review);
            assert_eq!(told_of(&mut socket), ("2".to_owned(), said));
        }
    }
}

on_both_with! { |settings| settings.live_operations = 3;
    fn so_many_operations_run_at_once(world) {
        let mut socket = Socket::connect(&world.base, None);
        for id in ["1", "2", "3", "4"] {
            socket.subscribe(id, COMMENTS, &Value::Null);
        }
        assert_eq!(refused(&mut socket, "4"), "LIMIT_EXCEEDED");
        socket.say(&json!({ "type": "complete", "id": "2" }));
        socket.subscribe("4", "{ __typename }", &Value::Null);
        assert_eq!(socket.told("4"), json!({ "__typename": "Query" }));
    }
}

on_both_with! { |settings| settings.rate_address = 60;
    fn who_has_nothing_left_is_told_later_and_a_query_is_refused(world) {
        let mut socket = Socket::connect(&world.base, None);
        let mut codes = Vec::new();
        for id in ["1", "2", "3", "4", "5", "6", "7"] {
            socket.subscribe(id, "{ __typename }", &Value::Null);
            let answer = socket.hear();
            codes.push(answer["payload"][0]["extensions"]["code"].clone());
            if answer["type"] == "next" {
                assert_eq!(socket.hear()["type"], "complete");
            }
        }
        assert_eq!(codes.iter().filter(|code| **code == "RATE_LIMITED").count(), 1, "{codes:?}");
        assert_eq!(codes.last(), Some(&json!("RATE_LIMITED")));
    }
}
