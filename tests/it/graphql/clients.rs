//! What one client may ask of an instance, and which other sites' scripts may read the answers.

use crate::support::{Client, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A cheap document, and one whose answer could hold a hundred objects and more.
const CHEAP: &str = "{ viewer { locale } }";
const DEAR: &str = "{ stateBodies(first: 100) { nodes { id } } }";

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    json: Value,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    fn number(&self, name: &str) -> i64 {
        self.header(name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name}: {:?}", self.headers))
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
        (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
    };
    let (status, headers) = (response.status().as_u16(), response.headers().iter().map(header).collect());
    let text = response.body_mut().read_to_string().unwrap_or_default();
    Answer { status, headers, json: serde_json::from_str(&text).unwrap_or_default() }
}

fn post(client: &Client, query: &str, more: &[(&str, &str)]) -> Answer {
    let mut request = client.agent.post(format!("{}/graphql", client.base)).header("Content-Type", "application/json");
    if let Some(token) = &client.token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    read(request.send(json!({ "query": query }).to_string()).expect("the server answers"))
}

/// Asks as a browser does before it sends a script's request.
fn preflight(world: &World, origin: &str) -> Answer {
    let request = ureq::http::Request::builder()
        .method("OPTIONS")
        .uri(format!("{}/graphql", world.base))
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization, content-type")
        .body(())
        .expect("a request");
    read(world.anonymous().agent.run(request).expect("the server answers"))
}

on_both_with! {
    |settings| {
        settings.rate_address = 300;
        settings.rate_account = 1_000;
    };
    fn a_client_asks_until_nothing_is_left_and_learns_when_to_come_back(world) {
        let (stranger, member) = (world.anonymous(), world.sign_in("member-01"));
        let before = post(&stranger, CHEAP, &[]);
        assert_eq!((before.status, before.number("ratelimit-limit")), (200, 300));
        let dear = post(&stranger, DEAR, &[]);
        assert!(before.number("ratelimit-remaining") - dear.number("ratelimit-remaining") >= 100, "{:?}", dear.headers);
        let refused = (0..4).map(|_| post(&stranger, DEAR, &[])).find(|answer| answer.status != 200).expect("three hundred are soon asked");
        assert_eq!((refused.status, &refused.json["errors"][0]["extensions"]["code"]), (429, &json!("RATE_LIMITED")));
        assert_eq!(refused.json.get("data"), None);
        assert_eq!(refused.number("ratelimit-remaining"), 0);
        assert!((1..=60).contains(&refused.number("retry-after")) && (1..=60).contains(&refused.number("ratelimit-reset")));
        // Who is signed in is counted by the account, not by the address.
        let signed_in = post(&member, DEAR, &[]);
        assert_eq!((signed_in.status, signed_in.number("ratelimit-limit")), (200, 1_000));
    }
}

#[test]
fn what_is_refused_is_paid_for_too() {
    let change: fn(&mut kenes::config::Settings) = |settings| settings.rate_address = 100;
    let world = World::start_with(crate::support::Backend::Sqlite, change).expect("SQLite needs nothing");
    let client = world.anonymous();
    let last = (0..20).map(|_| post(&client, "{ no { such } field", &[])).find(|answer| answer.status == 429);
    assert!(last.is_some(), "nonsense is not free");
}

#[test]
fn without_a_limit_nothing_is_told_of_one() {
    let world = World::start(crate::support::Backend::Sqlite).expect("SQLite needs nothing");
    let answer = post(&world.anonymous(), CHEAP, &[]);
    assert_eq!((answer.status, answer.header("ratelimit-limit")), (200, None));
}

#[test]
fn no_other_sites_script_reads_an_answer_unless_it_is_named() {
    let world = World::start(crate::support::Backend::Sqlite).expect("SQLite needs nothing");
    assert_eq!(preflight(&world, "https://front.example").header("access-control-allow-origin"), None);
    let answer = post(&world.anonymous(), CHEAP, &[("Origin", "https://front.example")]);
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (200, None));
}

#[test]
fn a_named_sites_script_reads_answers_and_what_it_needs_of_their_headers() {
    let change: fn(&mut kenes::config::Settings) =
        |settings| settings.cors_origins = vec!["https://front.example".into()];
    let world = World::start_with(crate::support::Backend::Sqlite, change).expect("SQLite needs nothing");
    let asked = preflight(&world, "https://front.example");
    assert_eq!(asked.header("access-control-allow-origin"), Some("https://front.example"));
    assert!(
        asked
            .header("access-control-allow-headers")
            .is_some_and(|names| names.to_lowercase().contains("authorization"))
    );
    assert_eq!(asked.header("access-control-allow-credentials"), None, "a token is no cookie");
    let answer = post(&world.anonymous(), CHEAP, &[("Origin", "https://front.example")]);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://front.example"));
    assert!(
        answer
            .header("access-control-expose-headers")
            .is_some_and(|names| names.to_lowercase().contains("retry-after"))
    );
    let other = post(&world.anonymous(), CHEAP, &[("Origin", "https://other.example")]);
    assert_eq!(other.header("access-control-allow-origin"), None);
    assert_eq!(preflight(&world, "https://other.example").header("access-control-allow-origin"), None);
}
