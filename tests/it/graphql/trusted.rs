//! Documents that clients name instead of sending them: the operator's, and those they sent before.

use crate::support::{Backend, Client, World};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const REGIONS: &str = "query Regions($first: Int) { regions(first: $first) { nodes { kato } } }";
/// As the tests' client words it.
const SIGN_IN: &str = "mutation($input: SignInInput!) { payload: signIn(input: $input) { accessToken userErrors { code message field rule { key } } } }";
const SIGN_OUT: &str = "mutation { signOut { userErrors { code } } }";

fn hash(document: &str) -> String {
    Sha256::digest(document).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sends a body as it is; the status and the answer.
fn send(client: &Client, body: &Value) -> (u16, Value) {
    let mut request = client
        .agent
        .post(format!("{}/graphql", client.base))
        .header("Content-Type", "application/json")
        .header("Accept", "application/graphql-response+json");
    if let Some(token) = &client.token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    let mut response = request.send(body.to_string()).expect("the server answers");
    let text = response.body_mut().read_to_string().unwrap_or_default();
    (response.status().as_u16(), serde_json::from_str(&text).unwrap_or_default())
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["errors"][0]["extensions"]["code"].as_str().unwrap_or_default())
}

/// A server with three trusted documents, one in a file and two in a manifest.
fn operated(only: bool) -> World {
    let folder = std::env::temp_dir().join(format!("kenes-documents-{}", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("Regions.graphql"), REGIONS).expect("writes");
    let manifest = json!({ hash(SIGN_OUT): SIGN_OUT, "SignIn": SIGN_IN });
    std::fs::write(folder.join("persisted-documents.json"), manifest.to_string()).expect("writes");
    let path = folder.to_string_lossy().into_owned();
    let change = move |settings: &mut kenes::config::Settings| {
        settings.trusted_documents.clone_from(&path);
        settings.trusted_documents_only = only;
    };
    let world = World::start_with(Backend::Sqlite, change).expect("SQLite needs nothing");
    drop(std::fs::remove_dir_all(&folder));
    world
}

#[test]
fn a_trusted_document_is_run_by_its_name_and_by_its_hash() {
    let world = operated(false);
    let client = world.anonymous();
    for id in ["Regions".to_owned(), hash(REGIONS), format!("sha256:{}", hash(REGIONS))] {
        let (status, answer) = send(&client, &json!({ "documentId": id, "variables": { "first": 1 } }));
        assert_eq!((status, answer["data"]["regions"]["nodes"].as_array().map(Vec::len)), (200, Some(1)), "{answer:#}");
    }
    assert_eq!(code(&send(&client, &json!({ "documentId": "sha256:00" }))), (400, "BAD_INPUT"));
    assert_eq!(send(&client, &json!({ "query": "{ viewer { locale } }" })).0, 200, "others may be sent");
}

#[test]
fn in_the_strict_mode_strangers_run_nothing_else() {
    let world = operated(true);
    let (stranger, member) = (world.anonymous(), world.sign_in("member-01"));
    let other = json!({ "query": "{ viewer { locale } }" });
    assert_eq!(code(&send(&stranger, &other)), (400, "BAD_INPUT"));
    assert_eq!(send(&member, &other).0, 200);
    assert_eq!(send(&stranger, &json!({ "query": REGIONS })).0, 200, "sent or named, it is the same document");
    assert_eq!(send(&stranger, &json!({ "documentId": "Regions" })).0, 200);
}

#[test]
fn a_mutation_is_not_smuggled_into_a_get_by_its_hash() {
    let world = operated(false);
    let client = world.anonymous();
    let get = |id: &str| {
        let request = client.agent.get(format!("{}/graphql", client.base)).query("documentId", id);
        request.call().expect("the server answers").status().as_u16()
    };
    assert_eq!((get("Regions"), get(&hash(SIGN_OUT))), (200, 405));
}

#[test]
fn a_document_is_sent_once_and_named_by_its_hash_from_then_on() {
    let world = World::start(Backend::Sqlite).expect("SQLite needs nothing");
    let client = world.anonymous();
    let persisted = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(REGIONS) } });
    let named = json!({ "extensions": persisted, "variables": { "first": 1 } });
    let (status, unknown) = send(&client, &named);
    assert_eq!((status, &unknown["errors"][0]["message"]), (400, &json!("PersistedQueryNotFound")));
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
    let wrong = json!({ "query": "{ viewer { locale } }", "extensions": persisted });
    assert_eq!(code(&send(&client, &wrong)), (400, "BAD_INPUT"));
    assert_eq!(send(&client, &named).0, 400, "what does not match is not remembered");
    assert_eq!(send(&client, &json!({ "query": REGIONS, "extensions": persisted })).0, 200);
    let (status, known) = send(&client, &named);
    assert_eq!((status, known["data"]["regions"]["nodes"].as_array().map(Vec::len)), (200, Some(1)));
    // What is remembered is judged again each time it runs.
    let deep = format!("{{ regions {{ nodes {{ {} kato {} }} }} }}", "parent { ".repeat(20), "} ".repeat(20));
    let persisted = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash(&deep) } });
    assert_eq!(code(&send(&client, &json!({ "query": deep, "extensions": persisted }))), (400, "LIMIT_EXCEEDED"));
    assert_eq!(code(&send(&client, &json!({ "extensions": persisted }))), (400, "LIMIT_EXCEEDED"));
}
