//! Pages: every row once, forwards and backwards, whatever the size; cursors belong to their list.

use super::scenery::{Story, decisions};
use crate::support::{Backend, Client, World};
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// A list: the field with room for paging arguments (`$PAGE`), where its connection stands in the answer, and what
/// tells its rows apart.
struct List {
    query: String,
    at: &'static str,
}

fn list(field: &str, row: &str, at: &'static str) -> List {
    let connection = format!(
        "{{ totalCount edges {{ cursor node {{ {row} }} }} nodes {{ {row} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}"
    );
    List {
        query: format!(
            "query($first: Int, $last: Int, $after: String, $before: String) {{ {} }}",
            field
                .replace("$PAGE", "first: $first, last: $last, after: $after, before: $before")
                .replace("$ROWS", &connection)
        ),
        at,
    }
}

fn page(client: &Client, list: &List, arguments: &Value) -> Value {
    client.ask(&list.query, arguments).at(list.at).clone()
}

/// All rows of a list, page by page, in the order of the list.
fn walk(client: &Client, list: &List, size: i32, backward: bool) -> Vec<Value> {
    let (mut rows, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let arguments = if backward {
            json!({ "last": size, "before": cursor })
        } else {
            json!({ "first": size, "after": cursor })
        };
        let page = page(client, list, &arguments);
        let nodes = page["nodes"].as_array().expect("rows").clone();
        let edges: Vec<Value> =
            page["edges"].as_array().expect("edges").iter().map(|edge| edge["node"].clone()).collect();
        assert_eq!(nodes, edges);
        let (more, edge) = if backward { ("hasPreviousPage", "startCursor") } else { ("hasNextPage", "endCursor") };
        cursor = page["pageInfo"][edge].clone();
        if backward {
            rows.splice(0..0, nodes);
        } else {
            rows.extend(nodes);
        }
        if page["pageInfo"][more] == json!(false) {
            return rows;
        }
        assert!(rows.len() <= 1_000, "it does not end");
    }
}

fn lists(world: &World, decision: &str) -> Vec<List> {
    let (council, ministry, republic) =
        (world.cast.council.wire(), world.cast.ministry.wire(), world.cast.republic.wire());
    let node =
        |id: &str, of: &str, field: &str| format!("node(id: \"{id}\") {{ ... on {of} {{ {field}($PAGE) $ROWS }} }}");
    vec![
        list("decisions($PAGE) $ROWS", "id", "/decisions"),
        list("decisions(orderBy: { direction: ASC }, $PAGE) $ROWS", "id", "/decisions"),
        list("decisions(filter: { text: \"budget\", states: [PUBLISHED] }, $PAGE) $ROWS", "id", "/decisions"),
        list("reviews($PAGE) $ROWS", "id", "/reviews"),
        list("reviews(orderBy: { direction: ASC }, $PAGE) $ROWS", "id", "/reviews"),
        list("polls($PAGE) $ROWS", "id", "/polls"),
        list("polls(orderBy: OLDEST, filter: { states: [OPEN] }, $PAGE) $ROWS", "id", "/polls"),
        list("organizations(orderBy: { field: NAME, direction: DESC }, $PAGE) $ROWS", "id", "/organizations"),
        list("organizations(orderBy: { field: REGISTERED_AT }, $PAGE) $ROWS", "id", "/organizations"),
        list("stateBodies($PAGE) $ROWS", "id", "/stateBodies"),
        list("councils(orderBy: { field: TERM_STARTS_ON, direction: DESC }, $PAGE) $ROWS", "id", "/councils"),
        list("regions($PAGE) $ROWS", "id", "/regions"),
        list("legalRules(orderBy: { field: STARTS_ON }, $PAGE) $ROWS", "id", "/legalRules"),
        list("legalRules(orderBy: { field: KEY, direction: DESC }, $PAGE) $ROWS", "id", "/legalRules"),
        list(&node(&council, "Council", "members"), "id", "/node/members"),
        list(&node(&council, "Council", "decisions"), "id", "/node/decisions"),
        list(&node(&council, "Council", "reviews"), "id", "/node/reviews"),
        list(&node(&council, "Council", "polls"), "id", "/node/polls"),
        list(&node(&ministry, "StateBody", "decisions"), "id", "/node/decisions"),
        list(&node(&republic, "Region", "stateBodies"), "id", "/node/stateBodies"),
        list(&node(decision, "Decision", "comments"), "id", "/node/comments"),
        list(&node(decision, "Decision", "versions"), "id", "/node/versions"),
    ]
}

/// Rows that share their instant, so that only the id tells them apart, and some that do not.
fn furnish(world: &World) -> String {
    let story = Story { versions: 5, comments: 9, ballots: 1 };
    let mut ids = decisions(world, 9, story);
    world.advance(chrono::Duration::minutes(1));
    ids.extend(decisions(world, 8, Story { versions: 1, comments: 1, ballots: 0 }));
    ids.swap_remove(0)
}

/// Each list, walked with random page sizes in both directions, is the list.
fn every_row_once(backend: Backend) {
    let Some(world) = World::start(backend) else { return };
    let decision = furnish(&world);
    let client = world.anonymous();
    for list in lists(&world, &decision) {
        let whole = walk(&client, &list, 100, false);
        let total = page(&client, &list, &json!({ "first": 1 }))["totalCount"].clone();
        assert_eq!(total, json!(whole.len()), "{}", list.query);
        let distinct: std::collections::BTreeSet<String> = whole.iter().map(Value::to_string).collect();
        assert_eq!(distinct.len(), whole.len(), "{}", list.query);
        let mut runner = TestRunner::new(Config { cases: 4, failure_persistence: None, ..Config::default() });
        let walked = runner.run(&(1..=18_i32, proptest::bool::ANY), |(size, backward)| {
            proptest::prop_assert_eq!(&walk(&client, &list, size, backward), &whole, "{} {}", list.query, size);
            Ok(())
        });
        walked.expect("each row once");
    }
}

#[test]
fn every_list_shows_every_row_once_on_sqlite() {
    every_row_once(Backend::Sqlite);
}

#[test]
fn every_list_shows_every_row_once_on_postgres() {
    every_row_once(Backend::Postgres);
}

/// The denial and the argument it names.
fn refused(client: &Client, field: &str) -> (String, Value) {
    let reply = client.ask(&format!("{{ {field} {{ nodes {{ id }} }} }}"), &Value::Null);
    (reply.denied().to_owned(), reply.json["errors"][0]["extensions"]["argument"].clone())
}

on_both! {
    fn a_page_holds_one_to_a_hundred_rows_and_is_taken_from_one_end(world) {
        let client = world.anonymous();
        for list in ["decisions", "stateBodies", "councils", "organizations", "regions", "legalRules", "reviews", "polls"] {
            for (argument, size) in [("first", 0), ("first", 101), ("first", -1), ("last", 0), ("last", 101)] {
                let field = format!("{list}({argument}: {size})");
                assert_eq!(refused(&client, &field), ("BAD_INPUT".into(), json!(argument)), "{field}");
            }
            assert_eq!(refused(&client, &format!("{list}(first: 1, last: 1)")), ("BAD_INPUT".into(), json!("last")));
            client.ask(&format!("{{ {list}(first: 100) {{ nodes {{ id }} }} }}"), &Value::Null).at("");
            client.ask(&format!("{{ {list}(last: 1) {{ nodes {{ id }} }} }}"), &Value::Null).at("");
        }
        let nested = format!("node(id: \"{}\") {{ ... on Council {{ members(first: 0) {{ nodes {{ id }} }} }} }}", world.cast.council.wire());
        let reply = client.ask(&format!("{{ {nested} }}"), &Value::Null);
        assert_eq!(reply.denied(), "BAD_INPUT");
    }

    fn a_cursor_is_good_in_its_own_list_only(world) {
        decisions(world, 3, Story { versions: 1, comments: 2, ballots: 0 });
        let client = world.anonymous();
        let first = client.ask("{ decisions(first: 1) { pageInfo { endCursor } } }", &Value::Null);
        let cursor = first.at("/decisions/pageInfo/endCursor").as_str().expect("a cursor").to_owned();
        for list in [
            "decisions(filter: { states: [PUBLISHED] }, AT)",
            "decisions(filter: { text: \"budget\" }, AT)",
            "decisions(orderBy: { direction: ASC }, AT)",
            "decisions(filter: { listed: { from: \"2026-11-22T06:00:00Z\" } }, AT)",
            "reviews(AT)",
            "polls(AT)",
            "organizations(AT)",
        ] {
            for argument in ["after", "before"] {
                let field = list.replace("AT", &format!("{argument}: \"{cursor}\""));
                assert_eq!(refused(&client, &field), ("BAD_INPUT".into(), json!(argument)), "{field}");
            }
        }
        for forged in ["", "x", "e30", "eyJmIjoxfQ", "' OR 1=1", &cursor[1..], &format!("{cursor}A")] {
            assert_eq!(refused(&client, &format!("decisions(after: \"{forged}\")")).0, "BAD_INPUT", "{forged}");
        }
        // With an empty filter it is the same list, and the size of the page is nobody's business.
        let next = client.ask(&format!("{{ decisions(filter: {{}}, first: 7, after: \"{cursor}\") {{ nodes {{ id }} }} }}"), &Value::Null);
        assert_eq!(next.at("/decisions/nodes").as_array().expect("a list").len(), 2);
    }

    fn a_row_that_arrives_while_somebody_reads_on_moves_no_other(world) {
        let story = Story { versions: 1, comments: 0, ballots: 0 };
        let before = decisions(world, 6, story);
        let client = world.anonymous();
        let list = list("decisions($PAGE) $ROWS", "id", "/decisions");
        let first = page(&client, &list, &json!({ "first": 3 }));
        world.advance(chrono::Duration::minutes(1));
        decisions(world, 2, story);
        let second = page(&client, &list, &json!({ "first": 100, "after": first["pageInfo"]["endCursor"] }));
        let rows = |page: &Value| page["nodes"].as_array().expect("a list").clone();
        let mut seen: Vec<String> = [rows(&first), rows(&second)].concat().iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect();
        let mut expected = before;
        seen.sort();
        expected.sort();
        assert_eq!(seen, expected);
    }
}
