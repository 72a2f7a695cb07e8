//! What the library does not hold us to: numbers of 32 bits, and fields that fail alone.

use super::sources::{Source, all};
use std::collections::BTreeSet;

fn of_the_graph() -> Vec<Source> {
    let judged = |source: &Source| source.path.starts_with("graphql/") && !source.is_test();
    all().into_iter().filter(judged).collect()
}

/// The types of a line, as words.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// Whether a line declares a field of the graph with a number that is wider than `Int`: a resolver, or a field of an object.
fn is_wide(line: &str, in_object: bool) -> bool {
    let line = line.trim();
    let declared = match line.split_once("async fn ") {
        Some((_, signature)) => signature.split_once("->").map(|(_, answer)| answer),
        None if in_object && !line.contains('(') => line.split_once(": ").map(|(_, kind)| kind),
        None => None,
    };
    let wide = ["i64", "u64", "u32", "usize", "isize"];
    declared.is_some_and(|declared| words(declared).any(|word| wide.contains(&word)))
}

#[test]
fn no_number_of_the_graph_is_wider_than_int() {
    assert!(is_wide("    async fn revision(&self) -> i64 {", false));
    assert!(is_wide("    term_years: Option<i64>,", true) && !is_wide("    term_years: Option<i64>,", false));
    let mut found = Vec::new();
    for source in of_the_graph() {
        let (mut resolvers, mut object) = (false, false);
        for line in source.code().lines() {
            match line {
                _ if line.starts_with("#[Object") => resolvers = true,
                _ if line.starts_with("#[derive(SimpleObject") || line.starts_with("payload! {") => object = true,
                "}" => (resolvers, object) = (false, false),
                _ if (resolvers || object) && is_wide(line, object) => found.push(format!("{}: {line}", source.path)),
                _ => {}
            }
        }
    }
    assert_eq!(found, Vec::<String>::new(), "hand out graphql::int::int(…)");
}

/// The fields of the schema whose answer is a list of objects and no page of a connection.
fn whole_lists(sdl: &str) -> BTreeSet<String> {
    let (mut found, mut leaves, mut in_type, mut in_doc) = (BTreeSet::new(), BTreeSet::new(), false, false);
    // The field whose arguments stand in lines of their own.
    let mut opened = "";
    let code: Vec<&str> = sdl
        .lines()
        .filter(|line| {
            let quotes = line.matches("\"\"\"").count();
            let is_doc = in_doc || quotes > 0;
            in_doc ^= quotes == 1;
            !is_doc
        })
        .collect();
    leaves.extend(["String", "Int", "ID", "Boolean", "Float"]);
    leaves.extend(code.iter().filter_map(|line| {
        let named = line.strip_prefix("enum ").or_else(|| line.strip_prefix("scalar "))?;
        named.split_whitespace().next()
    }));
    for line in code {
        match line {
            _ if line.starts_with("type ") => in_type = true,
            "}" => in_type = false,
            _ => {}
        }
        if let Some(field) = line.trim().strip_suffix('(') {
            opened = field;
        }
        let Some((field, answer)) = line.trim().rsplit_once(": [").filter(|_| in_type) else { continue };
        let of = answer.split([']', '!']).next().unwrap_or_default();
        let name = if field == ")" { opened } else { field.split('(').next().unwrap_or_default() };
        if !leaves.contains(of) && !["nodes", "edges"].contains(&name) {
            found.insert(name.to_owned());
        }
    }
    found
}

#[test]
fn what_comes_whole_is_reckoned_with() {
    let declared: BTreeSet<String> = kenes::graphql::lists::LISTS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let found = whole_lists(&kenes::graphql::schema::sdl());
    assert_eq!(found, declared, "graphql::lists has a row for each list of objects that is not paged, and no other");
}

#[test]
fn a_field_that_may_be_null_fails_alone() {
    let result_of_option = |source: &Source| {
        let code = source.code();
        code.contains("#[Object") && code.contains("-> Result<Option<")
    };
    let found: Vec<String> = of_the_graph().into_iter().filter(result_of_option).map(|source| source.path).collect();
    assert_eq!(found, Vec::<String>::new(), "answer Option<Result<…>>, by graphql::error::nullable");
}
