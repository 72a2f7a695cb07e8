//! What fails beside the database's being away (`live/instances.rs`): each has an answer, readiness follows, and the server recovers by
//! itself.

use crate::support::{Backend, Client, Personas, World};
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use std::io::Write;
use std::net::TcpStream;

/// Whether the server asks to be tried again, and what it says of its readiness.
fn answer(world: &World) -> (Option<String>, u16) {
    let reply = world.anonymous().ask("{ regions { nodes { id } } reviews(first: 1) { totalCount } }", &json!({}));
    let code = reply.json.pointer("/errors/0/extensions/code").and_then(Value::as_str).map(str::to_owned);
    if code.is_some() {
        let seconds = &reply.json["errors"][0]["extensions"]["retryAfterSeconds"];
        assert!(seconds.as_u64().is_some_and(|seconds| seconds > 0), "{:#}", reply.json);
    }
    (code, world.anonymous().get("/readyz").0)
}

fn comment(client: &Client, review: &str, key: &str) -> Value {
    let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought", "idempotencyKey": key });
    client.mutate("addComment", &input, "comment { id }").json
}

fn comments(world: &World) -> i64 {
    world.count("SELECT count(*) AS n FROM comments")
}

on_both! {
    fn a_pool_without_a_free_connection_is_unavailable_until_there_is_one(world) {
        assert_eq!(answer(world), (None, 200));
        let db = &world.instance.core.db;
        let taken: Vec<_> = (0..db.size()).map(|_| db.get().expect("free")).collect();
        assert_eq!(answer(world), (Some("UNAVAILABLE".to_owned()), 503));
        assert_eq!(world.anonymous().get("/healthz").0, 200, "the process is alive");
        drop(taken);
        assert_eq!(answer(world), (None, 200));
    }

    fn what_a_client_began_and_did_not_wait_for_is_done_once_or_not_at_all(world) {
        let p = Personas::of(world);
        let (review, member) = (p.review("Talked about"), p.get("member-01"));
        let token = member.token.clone().expect("signed in");
        for number in 0..20 {
            let key = format!("k-{number}");
            let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought", "idempotencyKey": key });
            let query = "mutation($input: AddCommentInput!) { payload: addComment(input: $input) { comment { id } userErrors { code } } }";
            let body = json!({ "query": query, "variables": { "input": input } }).to_string();
            let request = format!(
                "POST /graphql HTTP/1.1\r\nHost: kenes\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let mut socket = TcpStream::connect(world.base.trim_start_matches("http://")).expect("connects");
            // Some leave within the body, some before the answer.
            let sent = if number % 4 == 0 { request.len() - 7 } else { request.len() };
            socket.write_all(&request.as_bytes()[..sent]).expect("sent");
            drop(socket);
        }
        let ids: std::collections::BTreeSet<String> = (0..20)
            .map(|number| comment(&member, &review, &format!("k-{number}")))
            .map(|reply| reply["data"]["payload"]["comment"]["id"].as_str().unwrap_or_else(|| panic!("{reply:#}")).to_owned())
            .collect();
        assert_eq!((ids.len(), comments(world)), (20, 20));
        world.eventually("nobody is under way", || world.instance.metrics.text().contains("graphql_in_flight 0\n"));
    }
}

/// SQLite itself says no, as it does when the disk has no more room: its file may not grow.
#[test]
fn a_full_disk_takes_nothing_and_loses_nothing_and_reading_goes_on_sqlite() {
    let world = World::start(Backend::Sqlite).expect("SQLite needs nothing");
    let p = Personas::of(&world);
    let (review, member) = (p.review("Talked about"), p.get("member-01"));
    let pages = |most: i64| {
        let db = &world.instance.core.db;
        let mut taken: Vec<_> = (0..db.size()).map(|_| db.get().expect("free")).collect();
        let set = format!("PRAGMA max_page_count = {most}");
        taken.iter_mut().for_each(|conn| conn.batch_execute(&set).expect("set"));
    };
    pages(1);
    let mut done = 0;
    let refused = (0..2_000).map(|number| comment(&member, &review, &format!("k-{number}"))).find(|reply| {
        done += i64::from(reply.get("errors").is_none());
        reply.get("errors").is_some()
    });
    let refused = refused.expect("the file cannot grow for ever");
    assert_eq!(refused["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{refused:#}");
    assert!(!refused.to_string().contains("disk"), "{refused:#}");
    assert_eq!(comments(&world), done, "what was acknowledged is there, and nothing else");
    assert_eq!(answer(&world), (None, 200), "reading goes on");
    pages(1_000_000);
    assert_eq!(comment(&member, &review, "after")["data"]["payload"]["userErrors"], json!([]));
    assert_eq!(comments(&world), done + 1);
}
