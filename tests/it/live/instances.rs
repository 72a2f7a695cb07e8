//! Two server processes on one PostgreSQL behave as one, also when it goes away and comes back.

use super::{COMMENTS, now};
use crate::durability::Program;
use crate::support::builders::draft_input;
use crate::support::postgres::Own;
use crate::support::{Client, Socket, World, cast};
use serde_json::{Value, json};

const ADD: &str =
    "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } userErrors { code } } }";

/// Comments; `None` while the server cannot reach its database.
fn comment(client: &Client, review: &str, body: &str) -> Option<String> {
    let input = json!({ "reviewId": review, "stance": "FOR", "body": body });
    let reply = client.ask(ADD, &json!({ "input": input }));
    if reply.json.get("errors").is_some() {
        assert_eq!(reply.denied(), "UNAVAILABLE", "{:#}", reply.json);
        return None;
    }
    Some(reply.at("/addComment/comment/id").as_str().expect("an id").to_owned())
}

/// The same until it is done.
fn eventually_comment(world: &World, client: &Client, review: &str, body: &str) -> String {
    let mut done = None;
    world.eventually("a comment", || {
        done = comment(client, review, body);
        done.is_some()
    });
    done.expect("it is done")
}

/// What a socket is told next: a cursor, and the body of the comment.
#[track_caller]
fn heard(socket: &mut Socket) -> (Value, String) {
    let told = socket.told("1");
    let body = told["commentAdded"]["comment"]["body"].as_str().unwrap_or_else(|| panic!("{told:#}"));
    (told["commentAdded"]["cursor"].clone(), body.to_owned())
}

#[test]
fn two_processes_and_a_database_that_goes_away_and_comes_back_miss_nothing() {
    let Some(mut postgres) = Own::start("two_processes") else { return };
    let world = World::start_on(&postgres);
    world.stop_serving();
    let (one, two) = (Program::start_with(&world, &[]), Program::start_with(&world, &[]));
    let review = review(&world, &one);
    let member = cast::sign_in(&Client::anonymous(&one.base), "member-01");
    let strangers = Client::anonymous(&two.base);
    let after = now(&strangers, &["COMMENT_ADDED"], None);
    let follow = |base: &str, token: Option<&str>, after: &Value| {
        let mut socket = Socket::connect(base, token);
        socket.subscribe("1", COMMENTS, &json!({ "after": after }));
        socket
    };
    // One stranger at each process, and somebody signed in at the other than the one that is written to.
    let mut sockets = [
        follow(&one.base, None, &after),
        follow(&two.base, None, &after),
        follow(&two.base, member.token.as_deref(), &after),
    ];
    let mut said = Vec::new();
    for number in 0..3 {
        said.push(format!("before {number}"));
        comment(&member, &review, &said[number]).expect("the database is there");
    }
    for socket in &mut sockets {
        assert_eq!([heard(socket).1, heard(socket).1, heard(socket).1], said[..]);
    }
    postgres.stop();
    assert_eq!(comment(&member, &review, "lost"), None, "nothing is accepted that cannot be kept");
    postgres.begin();
    for number in 0..3 {
        let body = format!("after {number}");
        eventually_comment(&world, &member, &review, &body);
        said.push(body);
    }
    let mut cursor = Value::Null;
    for socket in &mut sockets {
        for expected in &said[3..] {
            let (at, body) = heard(socket);
            assert_eq!(&body, expected);
            cursor = at;
        }
    }
    // And once more, while somebody is away who comes back at the other process.
    let [first, _, _] = sockets;
    drop(first);
    postgres.stop();
    postgres.begin();
    eventually_comment(&world, &member, &review, "the last");
    let mut back = follow(&two.base, None, &cursor);
    assert_eq!(heard(&mut back).1, "the last");
}

/// A review of a decision, made at a process.
fn review(world: &World, program: &Program) -> String {
    let sign_in = |who| cast::sign_in(&Client::anonymous(&program.base), who);
    let (officer, chair) = (sign_in("officer"), sign_in("chair"));
    let drafted = officer.mutate("draftDecision", &draft_input(world, "Watched"), "decision { id }");
    let decision = drafted.text("/decision/id");
    officer.mutate("publishDecision", &json!({ "decisionId": decision }), "decision { id }").done();
    let input = json!({ "decisionId": decision, "councilId": world.cast.council.wire(), "form": "DISCUSSION" });
    chair.mutate("openReview", &input, "review { id }").text("/review/id")
}

#[test]
fn a_database_that_comes_back_is_found_by_the_next_requests() {
    let Some(mut postgres) = Own::start("comes_back") else { return };
    let world = World::start_on(&postgres);
    let client = world.anonymous();
    let all = || {
        std::thread::scope(|threads| {
            let asked: Vec<_> =
                (0..32).map(|_| threads.spawn(|| client.ask("{ decisions { totalCount } }", &json!({})))).collect();
            asked
                .into_iter()
                .map(|one| one.join().expect("answered").json)
                .filter(|json| json.get("errors").is_some())
                .count()
        })
    };
    assert_eq!(all(), 0, "every connection of the pool is used");
    postgres.stop();
    assert_eq!(client.ask("{ decisions { totalCount } }", &json!({})).denied(), "UNAVAILABLE");
    assert_eq!(client.get("/readyz").0, 503);
    postgres.begin();
    world.eventually("a connection", || client.get("/readyz").0 == 200);
    assert_eq!(all(), 0, "no connection that leads nowhere is left");
}
