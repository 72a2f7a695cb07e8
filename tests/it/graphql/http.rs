//! GraphQL over HTTP: methods, content types and status codes.

use crate::support::{Client, World};
use serde_json::{Value, json};

const MODERN: &str = "application/graphql-response+json";
const OLDER: &str = "application/json";

struct Answer {
    status: u16,
    content_type: String,
    allow: String,
    json: Value,
}

fn answer(mut response: ureq::http::Response<ureq::Body>) -> Answer {
    let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let (content_type, allow) = (header("Content-Type"), header("Allow"));
    let text = response.body_mut().read_to_string().unwrap_or_default();
    Answer {
        status: response.status().as_u16(),
        content_type,
        allow,
        json: serde_json::from_str(&text).unwrap_or_default(),
    }
}

fn post(client: &Client, accept: &str, content_type: &str, body: &[u8]) -> Answer {
    let mut request = client.agent.post(format!("{}/graphql", client.base)).header("Content-Type", content_type);
    if !accept.is_empty() {
        request = request.header("Accept", accept);
    }
    answer(request.send(body).expect("the server answers"))
}

fn ask(client: &Client, accept: &str, query: &str) -> Answer {
    post(client, accept, "application/json", json!({ "query": query }).to_string().as_bytes())
}

fn get(client: &Client, parameters: &[(&str, &str)]) -> Answer {
    let mut request = client.agent.get(format!("{}/graphql", client.base)).header("Accept", MODERN);
    if let Some(token) = &client.token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    for (name, value) in parameters {
        request = request.query(name, value);
    }
    answer(request.call().expect("the server answers"))
}

fn code(answer: &Answer) -> &str {
    answer.json["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

fn world() -> World {
    World::start(crate::support::Backend::Sqlite).expect("SQLite needs nothing")
}

#[test]
fn the_answer_has_the_media_type_the_client_asked_for() {
    let world = world();
    let client = world.anonymous();
    for (accept, expected) in [
        (MODERN, MODERN),
        (OLDER, OLDER),
        ("", OLDER),
        ("*/*", OLDER),
        ("text/html, application/json", OLDER),
        ("application/graphql-response+json, application/json;q=0.9", MODERN),
        ("application/json, application/graphql-response+json", OLDER),
        ("application/graphql-response+json; charset=utf-8", MODERN),
        ("application/json;q=0.5, application/graphql-response+json;q=0.9", MODERN),
    ] {
        let answer = ask(&client, accept, "{ viewer { locale } }");
        assert_eq!(answer.status, 200, "{accept}");
        assert_eq!(answer.content_type, format!("{expected}; charset=utf-8"), "{accept}");
        assert_eq!(answer.json, json!({ "data": { "viewer": null } }), "{accept}");
    }
}

#[test]
fn what_could_not_be_executed_has_the_status_of_its_media_type() {
    let world = world();
    let client = world.anonymous();
    for (query, modern, older, expected) in [
        ("{", 400, 200, "BAD_INPUT"),
        ("", 400, 200, "BAD_INPUT"),
        ("{ moon }", 400, 200, "BAD_INPUT"),
        ("{ decisions(first: \"five\") { nodes { id } } }", 400, 200, "BAD_INPUT"),
        ("query A { viewer { locale } } query B { viewer { locale } }", 400, 200, "BAD_INPUT"),
    ] {
        let (new, old) = (ask(&client, MODERN, query), ask(&client, OLDER, query));
        assert_eq!((new.status, old.status), (modern, older), "{query}");
        assert_eq!((code(&new), code(&old)), (expected, expected), "{query}");
        assert!(new.json.get("data").is_none_or(Value::is_null), "{query}");
        assert!(!new.json["errors"][0]["message"].as_str().expect("a text").is_empty(), "{query}");
    }
    // A resolver that fails in the middle is an answer: 200 with data and errors.
    let partly = ask(&client, MODERN, "{ node(id: \"nonsense\") { id } legalRules { totalCount } }");
    assert_eq!((partly.status, code(&partly)), (200, "BAD_INPUT"));
    assert_eq!(partly.json["data"], json!({ "node": null, "legalRules": { "totalCount": 42 } }));
    assert_eq!(partly.json["errors"][0]["path"], json!(["node"]));
}

#[test]
fn a_token_that_is_no_token_is_answered_401_and_not_read_as_a_stranger() {
    let world = world();
    let client = world.anonymous().with_token("not.a.token");
    let answer = get(&client, &[("query", "{ viewer { locale } }")]);
    assert_eq!((answer.status, code(&answer)), (401, "UNAUTHENTICATED"));
    let good = get(&world.sign_in("citizen"), &[("query", "{ viewer { locale } }")]);
    assert_eq!((good.status, &good.json["data"]["viewer"]["locale"]), (200, &json!("EN")));
}

#[test]
fn a_query_may_be_sent_by_get_and_a_mutation_may_not() {
    let world = world();
    let client = world.anonymous();
    let query = "query Q($first: Int) { legalRules(first: $first) { nodes { key } } }";
    let answer = get(&client, &[("query", query), ("variables", "{\"first\":1}"), ("operationName", "Q")]);
    assert_eq!((answer.status, answer.json["data"]["legalRules"]["nodes"].as_array().map(Vec::len)), (200, Some(1)));

    let registrar = world.sign_in("registrar");
    let mutation = "mutation M { createRegion(input: { kato: \"750000000\", level: REGION, name: { kk: \"Алматы\" } }) { userErrors { code } } }";
    let before = world.count("SELECT COUNT(*) AS n FROM events");
    let several = format!("query Q {{ viewer {{ locale }} }} {mutation}");
    for parameters in [vec![("query", mutation)], vec![("query", several.as_str()), ("operationName", "M")]] {
        let refused = get(&registrar, &parameters);
        assert_eq!((refused.status, refused.allow.as_str()), (405, "POST"));
        assert_eq!(code(&refused), "BAD_INPUT");
    }
    assert_eq!(world.count("SELECT COUNT(*) AS n FROM events"), before);
    assert_eq!(get(&registrar, &[("query", several.as_str()), ("operationName", "Q")]).status, 200);
}

#[test]
fn a_get_without_a_query_or_with_variables_that_are_no_object_is_400() {
    let world = world();
    let client = world.anonymous();
    for parameters in [
        vec![],
        vec![("variables", "{}")],
        vec![("query", "{ viewer { locale } }"), ("variables", "[1]")],
        vec![("query", "{ viewer { locale } }"), ("variables", "{")],
    ] {
        let answer = get(&client, &parameters);
        assert_eq!((answer.status, code(&answer)), (400, "BAD_INPUT"), "{parameters:?}");
    }
}

#[test]
fn only_json_bodies_are_read_so_that_no_form_elsewhere_executes_anything() {
    let world = world();
    let client = world.anonymous();
    let json = json!({ "query": "{ viewer { locale } }" }).to_string();
    for (content_type, body) in [
        ("application/x-www-form-urlencoded", "query=%7Bviewer%7Blocale%7D%7D"),
        ("multipart/form-data; boundary=x", json.as_str()),
        ("text/plain", json.as_str()),
        ("text/plain; application/json", json.as_str()),
        ("application/graphql", "{ viewer { locale } }"),
        ("application/xml", json.as_str()),
        ("application/jsonp", json.as_str()),
        ("application/json; charset=iso-8859-1", json.as_str()),
    ] {
        let answer = post(&client, MODERN, content_type, body.as_bytes());
        assert_eq!((answer.status, code(&answer)), (415, "BAD_INPUT"), "{content_type}");
    }
    for content_type in ["application/json", "application/json; charset=utf-8", "Application/JSON"] {
        assert_eq!(post(&client, MODERN, content_type, json.as_bytes()).status, 200, "{content_type}");
    }
}

#[test]
fn a_body_that_is_no_request_is_400_and_says_where() {
    let world = world();
    let client = world.anonymous();
    for body in [
        "",
        "{",
        "null",
        "[]",
        "7",
        "\"{ viewer { locale } }\"",
        "{\"query\": 7}",
        "{\"variables\": {}}",
        "{\"query\": \"{ viewer { locale } }\", \"variables\": [1]}",
        "[{\"query\": \"{ viewer { locale } }\"}]",
    ] {
        let answer = post(&client, MODERN, "application/json", body.as_bytes());
        assert_eq!((answer.status, code(&answer)), (400, "BAD_INPUT"), "{body}");
        assert_eq!(answer.content_type, format!("{MODERN}; charset=utf-8"), "{body}");
    }
    let utf = post(&client, MODERN, "application/json", b"{\"query\": \"{ viewer { locale } } # \xff\"}");
    assert_eq!(utf.status, 400);
    let good = "{\"query\": \"query A { viewer { locale } }\", \"operationName\": null, \"variables\": null, \"extensions\": {}}";
    assert_eq!(post(&client, MODERN, "application/json", good.as_bytes()).status, 200);
}

#[test]
fn a_body_larger_than_the_limit_is_413() {
    let small = |settings: &mut kenes::config::Settings| settings.body_bytes = 4_096;
    let world = World::start_with(crate::support::Backend::Sqlite, small).expect("SQLite needs nothing");
    let client = world.anonymous();
    let padded = |bytes: usize| {
        let query = "{ viewer { locale } }";
        let empty = json!({ "query": query, "operationName": "" }).to_string().len();
        json!({ "query": format!("{query}{}", " ".repeat(bytes - empty)), "operationName": "" }).to_string()
    };
    assert_eq!(post(&client, MODERN, "application/json", padded(4_096).as_bytes()).status, 200);
    assert_eq!(post(&client, MODERN, "application/json", padded(4_097).as_bytes()).status, 413);
    assert_eq!(post(&client, MODERN, "application/json", padded(60_000).as_bytes()).status, 413);
}

#[test]
fn other_methods_and_other_paths_are_not_the_api() {
    let world = world();
    let client = world.anonymous();
    let put = client.agent.put(format!("{}/graphql", client.base)).send("{}").expect("the server answers");
    assert!([404, 405].contains(&put.status().as_u16()), "{}", put.status());
    assert_eq!(client.get("/nowhere").0, 404);
    let (status, text) = client.get("/nowhere/%3Cscript%3E");
    assert!(status == 404 && !text.contains("script"));
    assert_eq!(client.get("/healthz").0, 200);
    let (status, sdl) = client.get("/schema.graphql");
    assert!(status == 200 && sdl.contains("type Decision implements Node"));
}

on_both! {
    fn a_server_is_ready_only_on_a_migrated_database(world) {
        let client = world.anonymous();
        world.raw("ALTER TABLE __diesel_schema_migrations RENAME TO put_away").expect("renames");
        assert_eq!(client.get("/readyz").0, 503);
        assert_eq!(client.get("/healthz").0, 200);
        world.raw("DROP TABLE IF EXISTS __diesel_schema_migrations").expect("drops what the question made");
        world.raw("ALTER TABLE put_away RENAME TO __diesel_schema_migrations").expect("renames");
        assert_eq!(client.get("/readyz").0, 200);
    }
}

#[test]
fn who_takes_no_json_is_told_what_there_is() {
    let world = world();
    for accept in ["text/html", "application/json;q=0", "image/*"] {
        let answer = ask(&world.anonymous(), accept, "{ viewer { locale } }");
        assert_eq!((answer.status, code(&answer)), (406, "BAD_INPUT"), "{accept}");
        assert!(answer.json["errors"][0]["message"].as_str().is_some_and(|why| why.contains(MODERN)));
    }
}
