//! Totals: exact as far as is worth counting, and honest beyond.

use super::scenery::{Story, decisions};
use crate::support::{Client, World};
use serde_json::{Value, json};

fn total(client: &Client, field: &str) -> (Value, Value) {
    let reply =
        client.ask(&format!("{{ list: {field} {{ totalCount totalCountPrecision nodes {{ id }} }} }}"), &Value::Null);
    (reply.at("/list/totalCount").clone(), reply.at("/list/totalCountPrecision").clone())
}

fn furnish(world: &World, count: usize) {
    decisions(world, count, Story { versions: 1, comments: 0, ballots: 0 });
}

on_both_with! { |settings| settings.count_cap = 5;
    fn a_total_is_exact_up_to_the_cap_and_a_lower_bound_beyond(world) {
        let client = world.anonymous();
        let exact = |n: i64| (json!(n), json!("EXACT"));
        assert_eq!(total(&client, "decisions"), exact(0));
        furnish(world, 5);
        let searched = "decisions(first: 2, filter: { text: \"budget\" })";
        for field in ["decisions", "decisions(first: 1)", searched, "reviews", "polls"] {
            assert_eq!(total(&client, field), exact(5), "{field}");
        }
        furnish(world, 1);
        for field in ["decisions", "decisions(first: 1)", searched, "reviews", "polls", "decisions(filter: { states: [PUBLISHED] })"] {
            assert_eq!(total(&client, field), (json!(5), json!("AT_LEAST")), "{field}");
        }
        // What is in memory is counted to the end.
        assert_eq!(total(&client, "legalRules"), exact(42));
        assert_eq!(total(&client, "decisions(filter: { states: [WITHDRAWN] })"), exact(0));
    }
}

on_both! {
    fn a_total_that_nobody_asks_for_costs_nothing(world) {
        furnish(world, 3);
        let client = world.anonymous();
        let cost = |fields: &str| {
            let query = format!("{{ decisions(filter: {{ text: \"budget\" }}) {{ {fields} }} }}");
            client.ask(&query, &Value::Null);
            client.ask(&query, &Value::Null).statements
        };
        assert_eq!(cost("nodes { id }"), 1);
        let (total, both) = (cost("totalCount nodes { id }"), cost("totalCount totalCountPrecision nodes { id }"));
        assert!(total <= 2 && both == total, "{total} {both}");
    }

    fn a_total_counts_what_the_viewer_may_see_and_does_not_depend_on_the_page(world) {
        let p = crate::support::Personas::of(world);
        furnish(world, 3);
        p.draft("A draft");
        for (who, expected) in [("anonymous", 3), ("citizen", 3), ("officer", 4), ("admin", 4)] {
            for field in ["decisions", "decisions(first: 1)", "decisions(last: 2)"] {
                assert_eq!(total(&p.get(who), field), (json!(expected), json!("EXACT")), "{who} {field}");
            }
        }
    }
}
