use super::{at_ngo, enter};
use crate::support::{Client, World};
use kenes::graphql::scopes::{ENTRANCES, Entrance};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The fields at the root of queries and subscriptions.
fn roots() -> BTreeSet<String> {
    let sdl = kenes::graphql::schema::sdl();
    let of = |name: &str| {
        let body = sdl.split(&format!("\ntype {name} {{")).nth(1).and_then(|rest| rest.split("\n}").next());
        let mut in_doc = false;
        let mut found = Vec::new();
        for line in body.expect("the type").lines() {
            let text = line.trim();
            if text.starts_with("\"\"\"") {
                in_doc = !in_doc && (text.len() <= 3 || !text.ends_with("\"\"\""));
            } else if !in_doc && line.starts_with('\t') && !line.starts_with("\t\t") {
                found.push(text.split(['(', ':']).next().unwrap_or_default().to_owned());
            }
        }
        found
    };
    of("Query").into_iter().chain(of("Subscription")).filter(|name| name.starts_with(char::is_alphabetic)).collect()
}

#[test]
fn every_field_at_the_root_is_an_entrance_that_somebody_has_judged() {
    let known: BTreeSet<String> = ENTRANCES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(known.len(), ENTRANCES.len(), "one row each");
    let known: BTreeSet<String> = known.into_iter().filter(|name| !name.starts_with("__")).collect();
    assert!(known.contains("decisions"));
    assert_eq!(known, roots());
}

fn program(world: &World, scope: &str) -> Client {
    world.anonymous().with_token(&enter(&world.sign_in("ngo"), &at_ngo(world), &[scope]).text("/token"))
}

on_both! {
    fn a_program_comes_in_where_its_scope_lets_it(world) {
        let scopes = [("REGISTRY_READ", "registry:read"), ("DECISIONS_READ", "decisions:read"), ("EVENTS_READ", "events:read"), ("COMMENTS_WRITE", "comments:write")];
        let queries = [
            ("councils { nodes { id } }", Some("registry:read")),
            ("decisions { nodes { id council: id } }", Some("decisions:read")),
            ("events { nodes { id } }", Some("events:read")),
            ("accounts { nodes { email } }", None),
            ("serviceAccounts { nodes { id } }", None),
        ];
        for (scope, said) in scopes {
            let program = program(world, scope);
            for (query, needed) in queries {
                let reply = program.ask(&format!("{{ viewer {{ locale }} {query} }}"), &Value::Null);
                if needed == Some(said) {
                    assert!(reply.json.get("errors").is_none(), "{scope}: {:#}", reply.json);
                } else {
                    assert_eq!(reply.denied(), "FORBIDDEN", "{scope}: {query}");
                    assert_eq!(reply.json.pointer("/errors/0/extensions/scope").and_then(Value::as_str), needed);
                    assert!(reply.json.get("data").is_none(), "nothing runs of what may not run whole");
                }
            }
        }
    }

    fn an_entrance_is_found_behind_fragments_and_aliases_and_by_the_kind_of_an_id(world) {
        let program = program(world, "REGISTRY_READ");
        let hidden = "query { ...a } fragment a on Query { ... { x: decisions { nodes { id } } } }";
        assert_eq!(program.ask(hidden, &Value::Null).denied(), "FORBIDDEN");
        let query = "query($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }";
        let (council, person) = (world.cast.council.wire(), world.cast.person("chair"));
        let good = program.ask(query, &json!({ "id": council, "ids": [person] }));
        assert_eq!(good.at("/node/id"), &json!(council));
        let decision = "dec_01h455vb4pex5vsknk084sn02q";
        assert_eq!(program.ask(query, &json!({ "id": council, "ids": [person, decision] })).denied(), "FORBIDDEN");
        let literal = format!("{{ nodes(ids: [\"{person}\", \"{decision}\"]) {{ id }} }}");
        assert_eq!(program.ask(&literal, &Value::Null).denied(), "FORBIDDEN");
        // What a variable is by default is asked for, too.
        for default in [format!("query($id: ID! = \"{decision}\") {{ node(id: $id) {{ id }} }}"), format!("query($ids: [ID!]! = [\"{decision}\"]) {{ nodes(ids: $ids) {{ id }} }}")] {
            assert_eq!(program.ask(&default, &json!({})).denied(), "FORBIDDEN", "{default}");
        }
        let default = format!("query($id: ID! = \"{decision}\") {{ node(id: $id) {{ id }} }}");
        assert_eq!(program.ask(&default, &json!({ "id": council })).at("/node/id"), &json!(council));
        // Of two operations the one that runs is judged.
        let two = "query Good { councils { nodes { id } } } query Bad { decisions { nodes { id } } }";
        let run = |name: &str| {
            let body = json!({ "query": two, "operationName": name });
            program.post_json(&body)
        };
        assert!(run("Good").json.get("errors").is_none());
        assert_eq!(run("Bad").denied(), "FORBIDDEN");
    }
}

#[test]
fn a_kind_of_id_that_is_not_read_by_programs_is_closed() {
    assert!(ENTRANCES.contains(&("node", Entrance::ById)));
    assert!(ENTRANCES.contains(&("notifications", Entrance::Closed)));
}
