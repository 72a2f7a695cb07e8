//! Every mutation of the schema is tried by a stranger, by somebody signed in who has no right to it, and, as positive
//! control with the very same input, by somebody who may. A mutation without a row fails the first test.

pub mod rows;

use crate::support::{Personas, World};
use std::collections::BTreeSet;

/// They need no right, because they are how one comes by an identity; `people/` tests them one by one. This list only
/// shrinks.
const EXEMPT: &[&str] = &["acceptInvitation", "refreshSession", "registerAccount", "signIn"];
const EXEMPT_AT_MOST: usize = 4;

/// The mutations of the schema.
fn mutations() -> BTreeSet<String> {
    let sdl = kenes::graphql::schema::sdl();
    let body = sdl.split("\ntype Mutation {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("mutations");
    let mut in_doc = false;
    let mut found = BTreeSet::new();
    for line in body.lines() {
        let text = line.trim();
        if text.starts_with("\"\"\"") {
            in_doc = !in_doc && (text.len() <= 3 || !text.ends_with("\"\"\""));
            continue;
        }
        // A field stands one tab in, its arguments two.
        if !in_doc && line.starts_with('\t') && !line.starts_with("\t\t") && text.contains('(') {
            found.insert(text.split('(').next().unwrap_or_default().to_owned());
        }
    }
    assert!(found.contains("castBallot"), "the guard does not see the mutations: {found:?}");
    found
}

fn events(world: &World) -> i64 {
    world.count("SELECT COUNT(*) AS n FROM events")
}

#[test]
fn every_mutation_has_a_row_or_is_one_of_the_few_that_need_no_right() {
    let exempt: BTreeSet<String> = EXEMPT.iter().map(|name| (*name).to_owned()).collect();
    let rows: BTreeSet<String> = rows::all().map(|row| row.mutation.to_owned()).collect();
    assert_eq!(rows.len(), rows::all().count(), "one row per mutation");
    assert!(rows.is_disjoint(&exempt));
    assert_eq!(rows.union(&exempt).cloned().collect::<BTreeSet<_>>(), mutations());
    assert!(exempt.len() <= EXEMPT_AT_MOST, "the exemption list only shrinks");
}

#[test]
fn every_row_tries_a_stranger_and_somebody_signed_in() {
    for row in rows::all() {
        let signed_in = row.denied.iter().filter(|(who, _)| *who != "anonymous").count();
        assert!(signed_in > 0 && signed_in < row.denied.len(), "{}", row.mutation);
        assert!(row.denied.iter().all(|(who, _)| *who != row.allowed), "{}", row.mutation);
    }
}

on_both! {
    fn every_mutation_is_done_for_who_may_and_denied_to_everybody_else(world) {
        let personas = Personas::of(world);
        for row in rows::all() {
            let input = (row.input)(&personas);
            let allowed = personas.get(row.allowed);
            let denied: Vec<_> = row.denied.iter().map(|(who, code)| (*who, personas.get(who), *code)).collect();
            let before = events(world);
            for (who, client, code) in denied {
                let reply = client.mutate(row.mutation, &input, "");
                assert_eq!(reply.denied(), code, "{} by {who}: {:#}", row.mutation, reply.json);
                assert_eq!(events(world), before, "{} by {who} left an event", row.mutation);
            }
            allowed.mutate(row.mutation, &input, "").done();
            assert!(events(world) > before, "{} left no event", row.mutation);
        }
    }
}
