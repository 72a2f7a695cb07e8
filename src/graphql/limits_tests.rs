//! What is refused before work, and what is not.

use super::*;
use async_graphql::parser::parse_query;
use std::fmt::Write;

fn judged(query: &str) -> Result<Option<OperationType>, Exceeded> {
    let judged = judge(&parse_query(query).expect("parses"), None, &Variables::default(), &DocumentLimits::default());
    judged.map(|judged| judged.map(|judged| judged.kind))
}

#[test]
fn doubling_fragments_are_refused_without_being_expanded() {
    let mut query = String::from("{ viewer { ...F0 } } ");
    for n in 0..40 {
        let _ = write!(query, "fragment F{n} on Viewer {{ ...F{} ...F{} }} ", n + 1, n + 1);
    }
    query.push_str("fragment F40 on Viewer { id }");
    let started = std::time::Instant::now();
    assert!(judged(&query).is_err());
    assert!(started.elapsed().as_secs() < 5, "it must not be expanded");
}

#[test]
fn fragments_that_fan_out_are_measured_once_each() {
    let mut query = String::from("{ viewer { ...F0 } } ");
    for n in 0..14 {
        let _ = write!(query, "fragment F{n} on Viewer {{ {} }} ", format!("...F{} ", n + 1).repeat(40));
    }
    query.push_str("fragment F14 on Viewer { locale }");
    // Walked again for every spread, this would not end.
    assert_eq!(judged(&query).unwrap_err().limit, "selections");
}

#[test]
fn the_rows_of_a_connection_count_behind_fragments_too() {
    let hidden = "{ decisions { ...A } } fragment A on DecisionConnection { ... { nodes { comments { ...B } } } } \
        fragment B on CommentConnection { nodes { replies { nodes { replies { nodes { id } } } } } }";
    assert_eq!(judged(hidden).unwrap_err().limit, "complexity");
}

#[test]
fn a_cycle_of_fragments_is_refused() {
    assert_eq!(
        judged("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }").unwrap_err().limit,
        "depth"
    );
}

#[test]
fn page_sizes_multiply_and_a_page_of_a_front_end_is_fine() {
    let page = "{ decisions(first: 20) { nodes { id comments(first: 5) { nodes { id } } } } }";
    assert!(judged(page).is_ok());
    let greedy = "{ decisions(first: 100) { nodes { comments(first: 100) { nodes { replies(first: 100) { nodes { id } } } } } } }";
    assert_eq!(judged(greedy).unwrap_err().limit, "complexity");
}

#[test]
fn page_sizes_hidden_in_the_defaults_of_variables_count() {
    let greedy = "query($n: Int = 100) { decisions(first: $n) { nodes { comments(first: $n) { nodes { replies(first: $n) { nodes { id } } } } } } }";
    assert_eq!(judged(greedy).unwrap_err().limit, "complexity");
}

#[test]
fn unused_fragments_count_too() {
    let mut query = String::from("{ viewer { locale } } ");
    for n in 0..100 {
        let _ = write!(query, "fragment F{n} on Viewer {{ locale }} ");
    }
    assert_eq!(judged(&query).unwrap_err().limit, "definitions");
}

#[test]
fn a_mutation_is_recognised() {
    assert_eq!(judged("mutation { signOut { userErrors { code } } }"), Ok(Some(OperationType::Mutation)));
}

#[test]
fn a_nest_of_short_lists_is_a_long_one() {
    let nest = |levels: usize| {
        let open = "plan { answer { ".repeat(levels);
        format!(
            "{{ recommendations(first: 1) {{ nodes {{ answers(first: 1) {{ nodes {{ {open} id {} }} }} }} }} }}",
            "} } ".repeat(levels)
        )
    };
    assert!(judged(&nest(1)).is_ok());
    assert!(judged(&nest(2)).is_ok());
    assert_eq!(judged(&nest(4)).unwrap_err().limit, "complexity");
    // Behind fragments as well, and under whatever name.
    let hidden = "{ recommendations { nodes { answers { nodes { ...A } } } } } \
        fragment A on Answer { p: plan { answer { ...B } } } \
        fragment B on Answer { q: plan { answer { ...C } } } fragment C on Answer { r: plan { title { text } } }";
    assert_eq!(judged(hidden).unwrap_err().limit, "complexity");
}

#[test]
fn a_page_of_a_front_end_is_not_refused_for_what_its_short_lists_could_hold() {
    let page = "{ finalDocuments(first: 20) { nodes { version { participants { name } proposals { text { text } \
        addressees { name { text } body { name { text } } } } } recommendations(first: 10) { nodes { addressees { state \
        deadline { dueOn skipped { date } } answer { verdict plan { title { text } reports(first: 2) { nodes { evidence } } } } } } } } } }";
    assert!(judged(page).is_ok(), "{:?}", judged(page));
}

#[test]
fn a_text_is_judged_before_it_is_parsed() {
    let limits = DocumentLimits::default();
    let refused = |text: &str| admit_text(text, &limits).map_err(|exceeded| exceeded.limit);
    assert_eq!(refused("{ viewer { locale } }"), Ok(()));
    assert_eq!(refused(&"{a ".repeat(4_001)), Err("tokens"));
    assert_eq!(refused(&format!("{{ {} }}", "a".repeat(101))), Err("name"));
    assert_eq!(refused(&" ".repeat(65_537)), Err("size"));
}

#[test]
fn the_schema_is_read_once_and_not_through_itself() {
    let standard =
        "{ __schema { types { fields { args { type { ofType { ofType { name } } } } type { ofType { name } } }
        inputFields { name } interfaces { name } possibleTypes { name } enumValues { name } } } }";
    assert!(judged(standard).is_ok());
    let through = "{ __schema { types { ...F } } } fragment F on __Type { fields { type { ofType { possibleTypes { name } } } } }";
    assert_eq!(judged(through).unwrap_err().limit, "introspection");
}

#[test]
fn arguments_count_behind_fragments() {
    let many: String = (0..501).map(|n| format!("a{n}: 1 ")).collect();
    assert_eq!(
        judged(&format!("{{ viewer {{ ...F }} }} fragment F on Viewer {{ f({many}) }}")).unwrap_err().limit,
        "arguments"
    );
}
