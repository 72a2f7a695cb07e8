//! Server-sent events: a request like any other, and a stream for an answer.

use super::{COMMENTS, now};
use crate::support::{Client, Personas};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};

/// A stream of events.
struct Stream {
    lines: BufReader<Box<dyn Read>>,
}

impl Stream {
    fn open(client: &Client, accept: &str, query: &str, variables: &Value) -> (u16, String, Self) {
        let mut request = client
            .agent
            .post(format!("{}/graphql", client.base))
            .header("Accept", accept)
            .header("Accept-Encoding", "gzip");
        if let Some(token) = &client.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let answer = request.send_json(json!({ "query": query, "variables": variables })).expect("answers");
        let kind = answer.headers()["content-type"].to_str().expect("text").to_owned();
        let status = answer.status().as_u16();
        (status, kind, Self { lines: BufReader::new(Box::new(answer.into_body().into_reader())) })
    }

    fn of(client: &Client, query: &str, variables: &Value) -> Self {
        let (status, kind, stream) = Self::open(client, "text/event-stream", query, variables);
        assert_eq!((status, kind.as_str()), (200, "text/event-stream; charset=utf-8"));
        stream
    }

    /// The next event and its data; `None` when the stream has ended. Comments are passed by.
    fn next(&mut self) -> Option<(String, Value)> {
        let (mut event, mut data) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).expect("readable") == 0 {
                return None;
            }
            match line.trim_end().split_once(':') {
                Some(("event", rest)) => event = rest.trim().to_owned(),
                Some(("data", rest)) => data = rest.trim().to_owned(),
                None if !event.is_empty() => return Some((event, serde_json::from_str(&data).unwrap_or_default())),
                _ => {}
            }
        }
    }
}

on_both! {
    fn a_subscription_is_a_stream(world) {
        let p = Personas::of(world);
        let review = p.review("Watched");
        let after = now(&world.anonymous(), &["COMMENT_ADDED"], None);
        let mut stream = Stream::of(&world.anonymous(), COMMENTS, &json!({ "after": after }));
        for _ in 0..3 {
            let said = p.comment("member-01", &review);
            let (event, told) = stream.next().expect("an event");
            assert_eq!((event.as_str(), &told["data"]["commentAdded"]["comment"]["id"]), ("next", &json!(said)));
        }
        assert_eq!(world.instance.connections.places.taken(), 1);
        drop(stream);
        world.eventually("the place to be free", || world.instance.connections.places.taken() == 0);
    }

    fn a_query_is_a_stream_of_one_where_nothing_else_is_accepted(world) {
        let client = world.anonymous();
        let mut stream = Stream::of(&client, "{ __typename }", &Value::Null);
        assert_eq!(stream.next(), Some(("next".into(), json!({ "data": { "__typename": "Query" } }))));
        assert_eq!(stream.next(), Some(("complete".into(), Value::Null)));
        assert_eq!(stream.next(), None);
        let mut stream = Stream::of(&client, "{ nothing }", &Value::Null);
        assert_eq!(stream.next().expect("an event").1["errors"][0]["extensions"]["code"], "BAD_INPUT");
        assert_eq!(stream.next(), Some(("complete".into(), Value::Null)));
        let (status, kind, _) = Stream::open(&client, "application/json, text/event-stream", "{ __typename }", &Value::Null);
        assert_eq!((status, kind.as_str()), (200, "application/json; charset=utf-8"));
        let (status, kind, _) = Stream::open(&client, "application/json, text/event-stream", COMMENTS, &Value::Null);
        assert_eq!((status, kind.as_str()), (200, "text/event-stream; charset=utf-8"));
    }

    fn a_subscription_is_nothing_for_an_answer_in_json(world) {
        let reply = world.anonymous().ask(COMMENTS, &Value::Null);
        assert_eq!((reply.status, reply.denied()), (400, "BAD_INPUT"));
        assert!(reply.json.to_string().contains("text/event-stream"), "{:#}", reply.json);
    }

    fn a_stream_ends_with_its_token(world) {
        let p = Personas::of(world);
        let mut stream = Stream::of(&p.get("citizen"), COMMENTS, &Value::Null);
        world.advance(chrono::Duration::minutes(16));
        assert_eq!(stream.next().expect("an event").1["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        assert_eq!(stream.next(), Some(("complete".into(), Value::Null)));
        assert_eq!(stream.next(), None);
    }
}
