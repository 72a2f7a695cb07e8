//! What is published must be what the program does: schema, matrix, refusal codes, configuration.

use super::sources::{all, root};
use kenes::kernel::words::Code;

fn kept(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_default()
}

#[test]
fn the_published_schema_is_the_schema() {
    assert!(
        kept("schema.graphql") == kenes::graphql::schema::sdl(),
        "schema.graphql has drifted; review the difference, then: kenes schema print > schema.graphql"
    );
}

#[test]
fn the_reviewed_matrix_is_the_policy() {
    assert!(
        kept("tests/it/guards/access-matrix.txt") == kenes::access::matrix::render(),
        "the policy has changed; review the difference, then: kenes access matrix > tests/it/guards/access-matrix.txt"
    );
}

#[test]
fn everything_in_the_schema_has_a_description() {
    let sdl = kenes::graphql::schema::sdl();
    let mut bare = Vec::new();
    let (mut owner, mut described, mut in_doc) = (String::new(), false, false);
    for line in sdl.lines() {
        let text = line.trim();
        if text.starts_with("\"\"\"") {
            // A description on one line, or one that begins or ends here.
            let closes = text.len() > 3 && text.ends_with("\"\"\"");
            in_doc = if closes { false } else { !in_doc };
            described = true;
            continue;
        }
        if in_doc || text.is_empty() || text == "}" || text.starts_with(')') {
            described = described && in_doc;
            continue;
        }
        let declares =
            ["type ", "interface ", "enum ", "input ", "scalar ", "union "].iter().any(|word| line.starts_with(word));
        if declares {
            owner = text.split([' ', '{']).nth(1).unwrap_or_default().to_owned();
        }
        let built_in =
            ["schema", "query:", "mutation:", "subscription:", "directive"].iter().any(|word| text.starts_with(word));
        if !described && !built_in {
            bare.push(format!("{owner}: {text}"));
        }
        described = false;
    }
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn every_refusal_code_can_happen() {
    let program: String =
        all().iter().filter(|source| source.path != "kernel/words.rs").map(super::sources::Source::code).collect();
    let unused: Vec<_> = Code::ALL.iter().filter(|code| !program.contains(&format!("Code::{code:?}"))).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn every_setting_stands_in_the_readme_word_for_word() {
    let readme = kept("README.md");
    let stands = |key: &str, doc: &str| {
        let (begin, end) = (format!("| `KENES_{}` | ", key.to_uppercase()), format!(" | {doc} |"));
        readme.lines().any(|line| line.starts_with(&begin) && line.ends_with(&end))
    };
    let missing: Vec<_> = kenes::config::DOCS.iter().filter(|(key, doc)| !stands(key, doc)).collect();
    assert!(missing.is_empty(), "the README's table of settings has drifted from src/config/docs.rs: {missing:#?}");
}
