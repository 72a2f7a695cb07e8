//! What the README and the guides show must be understood by the server: every operation in them is sent to one.

use super::sources::root;
use crate::support::Socket;
use serde_json::{Value, json};

/// The operations in the blocks of a guide. An operation begins at the start of a line.
fn operations(guide: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in guide.lines() {
        match line {
            "```graphql" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ if ["{", "query", "mutation", "subscription"].iter().any(|begin| line.starts_with(begin)) => {
                found.push(line.to_owned());
            }
            _ => {
                let operation: &mut String = found.last_mut().expect("a block begins with an operation");
                operation.push('\n');
                operation.push_str(line);
            }
        }
    }
    found
}

fn guides() -> Vec<std::path::PathBuf> {
    let folder = std::fs::read_dir(root().join("docs")).expect("docs");
    folder.map(|entry| entry.expect("an entry").path()).chain([root().join("README.md")]).collect()
}

/// What a subscription says at once: nothing, when it is understood.
fn subscribe(base: &str, operation: &str) -> Value {
    let mut socket = Socket::connect(base, None);
    let variables = json!({ "council": "cou_01jw0000000000000000000000" });
    socket.subscribe("guide", operation, &variables);
    // Answered after it was looked at.
    socket.subscribe("after", "{ __typename }", &json!({}));
    let mut errors = json!([]);
    loop {
        let message = socket.hear();
        match (message["id"].as_str(), message["type"].as_str()) {
            (Some("guide"), Some("error")) => errors = message["payload"].clone(),
            (Some("after"), Some("complete")) => return json!({ "errors": errors }),
            _ => {}
        }
    }
}

on_both! {
    fn every_operation_that_the_guides_show_is_understood(world) {
        let mut tried = 0;
        for guide in guides() {
            for operation in operations(&std::fs::read_to_string(&guide).expect("a guide")) {
                let answer = if operation.starts_with("subscription") {
                    subscribe(&world.base, &operation)
                } else {
                    world.anonymous().ask(&operation, &json!({})).json
                };
                // An error of a field has a path: it was understood, and ran. The ids in guides are of nothing.
                let misunderstood: Vec<_> = answer["errors"].as_array().into_iter().flatten()
                    .filter(|error| error["path"].is_null())
                    .collect();
                assert!(misunderstood.is_empty(), "{}:\n{operation}\n{misunderstood:#?}", guide.display());
                tried += 1;
            }
        }
        assert!(tried >= 10, "only {tried} operations were found");
    }
}
