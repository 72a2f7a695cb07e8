//! A module uses only floors below its own; diesel and async-graphql stay in their rooms; files stay small.

use super::sources::{Source, all};

/// From the ground up. A module may use those before it in the list.
const FLOORS: &[(&str, usize)] = &[
    ("kernel", 1),
    ("blobs", 2),
    ("mail", 2),
    ("outbound", 2),
    ("db", 2),
    ("access", 3),
    ("features", 4),
    ("graphql", 5),
    ("worker", 5),
    ("config", 6),
    ("http", 7),
    ("cli", 8),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

fn module(source: &Source) -> &str {
    source.path.split(['/', '.']).next().unwrap_or_default()
}

/// The modules of the crate that a file names: `crate::db::…`.
fn uses(code: &str) -> Vec<&str> {
    code.split("crate::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect()
}

#[test]
fn a_module_uses_only_floors_below_its_own() {
    let mut broken = Vec::new();
    for source in all() {
        let own = module(&source).to_owned();
        let Some(height) = floor(&own) else { continue };
        for used in uses(&source.code()) {
            if used != own && floor(used).is_some_and(|other| other >= height) {
                broken.push(format!("{} uses {used}", source.path));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn diesel_is_known_only_where_sql_is_written() {
    let allowed = |path: &str| path.starts_with("db/") || path == "access/grants.rs" || path.contains("/store");
    let strangers: Vec<String> = all()
        .into_iter()
        .filter(|source| !allowed(&source.path) && source.code().contains("diesel::"))
        .map(|source| source.path)
        .collect();
    assert_eq!(strangers, Vec::<String>::new());
}

#[test]
fn async_graphql_is_known_only_to_the_graph_and_to_http() {
    let allowed = |path: &str| path.starts_with("graphql/") || path.starts_with("http/");
    let strangers: Vec<String> = all()
        .into_iter()
        .filter(|source| !allowed(&source.path) && source.code().contains("async_graphql"))
        .map(|source| source.path)
        .collect();
    assert_eq!(strangers, Vec::<String>::new());
}

#[test]
fn the_policy_has_no_wildcard() {
    let policy = all().into_iter().find(|source| source.path == "access/policy.rs").expect("the policy");
    let code = policy.code();
    let body = code.split("fn may(").nth(1).expect("THE table").split("\nfn ").next().expect("its body").to_owned();
    assert!(body.contains("match action {"), "the table moved");
    assert!(!body.contains("_ =>"), "an action must be decided by name");
}

#[test]
fn no_file_hides_a_second_subject() {
    let long: Vec<String> = all()
        .into_iter()
        .filter(|source| source.text.lines().count() > 300)
        .map(|source| format!("{}: {} lines", source.path, source.text.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn secret_choices_are_read_by_one_store_only() {
    let readers: Vec<String> = all()
        .into_iter()
        .filter(|source| !source.is_test() && source.code().contains("secret_choices") && source.path != "db/schema.rs")
        .map(|source| source.path)
        .filter(|path| !path.starts_with("features/polls/store/") && !path.starts_with("cli/demo/"))
        .collect();
    assert_eq!(readers, Vec::<String>::new());
}
