//! What the README and the guides show must be understood by the server: every operation in them is sent to one.

use super::sources::root;
use serde_json::json;

/// The operations in the blocks of a guide. An operation begins at the start of a line.
fn operations(guide: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in guide.lines() {
        match line {
            "```graphql" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ if ["{", "query", "mutation"].iter().any(|begin| line.starts_with(begin)) => found.push(line.to_owned()),
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

on_both! {
    fn every_operation_that_the_guides_show_is_understood(world) {
        let mut tried = 0;
        for guide in guides() {
            for operation in operations(&std::fs::read_to_string(&guide).expect("a guide")) {
                let reply = world.anonymous().ask(&operation, &json!({}));
                // An error of a field has a path: it was understood, and ran. The ids in guides are of nothing.
                let misunderstood: Vec<_> = reply.json["errors"].as_array().into_iter().flatten()
                    .filter(|error| error["path"].is_null())
                    .collect();
                assert!(misunderstood.is_empty(), "{}:\n{operation}\n{misunderstood:#?}", guide.display());
                tried += 1;
            }
        }
        assert!(tried >= 10, "only {tried} operations were found");
    }
}
