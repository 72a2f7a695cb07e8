//! Documents that ask for too much are refused before anything is executed, and told by how much.

use crate::documents;
use crate::support::{Backend, Client, Personas, World};
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Instant;

fn world() -> World {
    World::start(Backend::Sqlite).expect("SQLite needs nothing")
}

/// The limit a document exceeds, with what is allowed and what was asked.
#[track_caller]
fn exceeded(client: &Client, query: &str) -> (String, u64, u64) {
    let reply = client.ask(query, &Value::Null);
    assert_eq!(reply.denied(), "LIMIT_EXCEEDED", "{:#}", reply.json);
    assert_eq!(reply.status, 400);
    assert_eq!(reply.statements, 0);
    let extensions = &reply.json["errors"][0]["extensions"];
    let number = |key: &str| extensions[key].as_u64().expect("a number");
    let limit = extensions["limit"].as_str().expect("a name").to_owned();
    let message = reply.json["errors"][0]["message"].as_str().expect("a text");
    assert!(message.contains(&limit) && message.contains(&number("allowed").to_string()), "{message}");
    (limit, number("allowed"), number("asked"))
}

#[test]
fn doubling_fragments_are_refused_without_being_expanded() {
    let world = world();
    let client = world.anonymous();
    for levels in [12, 30, 50, 90] {
        let mut query = String::from("{ viewer { ...F0 } } ");
        for n in 0..levels {
            write!(query, "fragment F{n} on Viewer {{ ...F{} ...F{} }} ", n + 1, n + 1).expect("writes");
        }
        write!(query, "fragment F{levels} on Viewer {{ locale }}").expect("writes");
        let started = Instant::now();
        let (limit, allowed, asked) = exceeded(&client, &query);
        assert!(["selections", "depth", "definitions"].contains(&limit.as_str()) && asked > allowed, "{limit}");
        assert!(started.elapsed().as_secs() < 10, "it must not be expanded");
    }
    // A handful of fragments is what fragments are for.
    client.ask("{ viewer { ...A ...A } } fragment A on Viewer { locale ...B } fragment B on Viewer { viewerCanReadEvents }", &Value::Null).at("/viewer");
}

#[test]
fn fragments_that_spread_themselves_are_refused() {
    let world = world();
    let client = world.anonymous();
    exceeded(&client, "{ viewer { ...A } } fragment A on Viewer { ...A }");
    exceeded(&client, "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }");
}

#[test]
fn each_limit_is_named_with_its_value_and_what_was_asked() {
    let world = world();
    let client = world.anonymous();
    let repeated = |count: usize, piece: &dyn Fn(usize) -> String| (0..count).map(piece).collect::<Vec<_>>().join(" ");

    let deep = format!("{{ regions {{ nodes {{ {} kato {} }} }} }}", "parent { ".repeat(20), "} ".repeat(20));
    assert_eq!(exceeded(&client, &deep).0, "depth");
    let roots = format!("{{ {} }}", repeated(11, &|n| format!("a{n}: viewer {{ locale }}")));
    assert_eq!(exceeded(&client, &roots), ("rootFields".into(), 10, 11));
    let aliases = format!("{{ viewer {{ {} }} }}", repeated(61, &|n| format!("a{n}: locale")));
    assert_eq!(exceeded(&client, &aliases), ("aliases".into(), 60, 61));
    let directives = format!("{{ viewer {{ locale {} }} }}", repeated(31, &|_| "@include(if: true)".into()));
    assert_eq!(exceeded(&client, &directives), ("directives".into(), 30, 31));
    let selections = format!("{{ viewer {{ {} }} }}", repeated(1_000, &|_| "locale".into()));
    assert_eq!(exceeded(&client, &selections), ("selections".into(), 1_000, 1_001));
    let wide = "{ stateBodies(first: 100) { nodes { decisions(first: 100) { nodes { comments(first: 100) { nodes { id } } } } } } }";
    let (limit, allowed, asked) = exceeded(&client, wide);
    assert!(limit == "complexity" && allowed == 50_000 && asked > 1_000_000, "{limit} {asked}");
}

#[test]
fn page_sizes_in_variables_count_too() {
    let world = world();
    let client = world.anonymous();
    let query = "query($n: Int) { stateBodies(first: $n) { nodes { decisions(first: $n) { nodes { comments(first: $n) { nodes { id } } } } } } }";
    let reply = client.ask(query, &json!({ "n": 100 }));
    assert_eq!(
        (reply.denied(), &reply.json["errors"][0]["extensions"]["limit"]),
        ("LIMIT_EXCEEDED", &json!("complexity"))
    );
    client.ask(query, &json!({ "n": 5 })).at("/stateBodies/nodes");
    let ids: Vec<String> = (0..101).map(|_| world.cast.council.wire()).collect();
    let many = client.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", &json!({ "ids": ids }));
    assert_eq!(many.denied(), "BAD_INPUT");
    assert_eq!(many.json["errors"][0]["extensions"]["argument"], "ids");
    client.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", &json!({ "ids": ids[..100] })).at("/nodes/99/id");
}

#[test]
fn a_default_in_the_document_does_not_smuggle_a_page_past_the_limit() {
    let world = world();
    let query = "query($n: Int = 100) { stateBodies(first: $n) { nodes { decisions(first: $n) { nodes { comments(first: $n) { nodes { id } } } } } } }";
    let reply = world.anonymous().ask(query, &json!({}));
    assert_eq!(
        (reply.denied(), &reply.json["errors"][0]["extensions"]["limit"]),
        ("LIMIT_EXCEEDED", &json!("complexity"))
    );
}

#[test]
fn a_fragment_does_not_smuggle_a_page_past_the_limit() {
    let world = world();
    let client = world.anonymous();
    let spread = "{ stateBodies { ...A } } fragment A on StateBodyConnection { nodes { decisions { ...B } } }
        fragment B on DecisionConnection { nodes { comments { ... on CommentConnection { nodes { replies { ...C } } } } } }
        fragment C on CommentConnection { nodes { replies { nodes { id } } } }";
    let plain = "{ stateBodies { nodes { decisions { nodes { comments { nodes { replies { nodes { replies { nodes { id } } } } } } } } } } }";
    assert_eq!((exceeded(&client, plain).0, exceeded(&client, spread).0), ("complexity".into(), "complexity".into()));
}

#[test]
fn deeply_nested_punctuation_is_refused_and_the_server_lives_on() {
    let world = world();
    let client = world.anonymous();
    for query in [
        format!("{{ viewer {} {} }}", "{ a ".repeat(20_000), "}".repeat(20_000)),
        format!("{{ nodes(ids: {}{}) {{ id }} }}", "[".repeat(50_000), "]".repeat(50_000)),
        format!("query($a: {}ID{}) {{ viewer {{ locale }} }}", "[".repeat(50_000), "]".repeat(50_000)),
        "{".repeat(100_000),
    ] {
        let reply = client.ask(&query, &Value::Null);
        assert!(["BAD_INPUT", "LIMIT_EXCEEDED"].contains(&reply.denied()), "{}", reply.denied());
    }
    let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let body = format!("{{\"query\":\"{{ viewer {{ locale }} }}\",\"variables\":{{\"a\":{nested}}}}}");
    let response =
        client.agent.post(format!("{}/graphql", client.base)).header("Content-Type", "application/json").send(body);
    assert_eq!(response.expect("the server answers").status().as_u16(), 400);
    client.ask("{ viewer { locale } }", &Value::Null).at("/viewer");
}

on_both_with! {
    |settings| settings.answer_bytes = 20_000;
    fn an_answer_holds_so_much_text_and_no_more(world) {
        let p = Personas::of(world);
        let document = documents::sent(&p, &p.decision("A decision"));
        let ask = |times: usize| {
            let again: String = (0..times).map(|n| format!("a{n}: canonicalContent ")).collect();
            let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on FinalDocument {{ version {{ {again} }} }} }} }}");
            world.anonymous().ask(&query, &json!({ "id": document }))
        };
        assert!(ask(1).at("/node/version/a0").as_str().is_some_and(|content| content.len() > 500));
        let refused = ask(40);
        assert_eq!(refused.denied(), "LIMIT_EXCEEDED");
        let extensions = &refused.json["errors"][0]["extensions"];
        assert_eq!((&extensions["limit"], &extensions["allowed"]), (&json!("answerBytes"), &json!(20_000)));
    }
}

#[test]
fn what_is_long_is_neither_compared_nor_echoed() {
    let world = world();
    let client = world.anonymous();
    assert_eq!(exceeded(&client, &format!("{{ viewer {{ {} }} }}", "a".repeat(101))), ("name".into(), 100, 101));
    assert_eq!(exceeded(&client, &"{viewer".repeat(4_001)), ("tokens".into(), 8_000, 8_002));
    let reply = client.ask("{ viewer { locales } }", &Value::Null);
    let message = reply.json["errors"][0]["message"].as_str().expect("a text");
    assert!(message.contains("locales") && !message.contains("Did you mean"), "{message}");
}

#[test]
fn the_schema_is_read_but_not_through_itself() {
    let world = world();
    let client = world.anonymous();
    let through = "{ __schema { types { fields { type { ofType { fields { name } } } } } } }";
    assert_eq!(exceeded(&client, through), ("introspection".into(), 1, 2));
    let read = client.ask("{ __schema { types { name fields { name type { name } } } } }", &Value::Null);
    assert!(read.at("/__schema/types").as_array().is_some_and(|types| types.len() > 100));
    let named = kenes::graphql::limits::INTROSPECTION_LISTS;
    let own: Vec<&Value> = read
        .at("/__schema/types")
        .as_array()
        .expect("types")
        .iter()
        .filter(|of| {
            let is_ours = !of["name"].as_str().unwrap_or_default().starts_with("__");
            is_ours
                && of["fields"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .any(|field| named.contains(&field["name"].as_str().unwrap_or_default()))
        })
        .collect();
    assert_eq!(own, Vec::<&Value>::new(), "our fields have other names than the lists of introspection");
}

#[test]
fn an_operator_may_close_introspection() {
    let change: fn(&mut kenes::config::Settings) = |settings| settings.introspection = false;
    let world = World::start_with(Backend::Sqlite, change).expect("SQLite needs nothing");
    let reply = world.anonymous().ask("{ __schema { types { name } } viewer { locale } }", &Value::Null);
    assert!(reply.json["data"]["__schema"]["types"].as_array().is_none_or(Vec::is_empty), "{:#}", reply.json);
}
