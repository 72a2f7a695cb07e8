//! `idempotencyKey`: what is sent twice is done once.

use crate::support::{Backend, Client, Personas, World};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn comment(p: &Personas<'_>, review: &str, key: &str, body: &str) -> Value {
    let input = json!({ "reviewId": review, "stance": "FOR", "body": body, "idempotencyKey": key });
    p.get("member-01").mutate("addComment", &input, "comment { id body }").json
}

fn comments(world: &World) -> i64 {
    world.count("SELECT count(*) AS n FROM comments")
}

/// The mutations whose input has a key, by the schema.
fn keyed() -> BTreeSet<String> {
    let sdl = kenes::graphql::schema::sdl();
    let inputs = sdl.split("\ninput ").skip(1).filter_map(|rest| rest.split("\n}").next());
    let keyed = inputs.filter(|input| input.contains("\tidempotencyKey: String"));
    let name = |input: &str| input.split("Input").next().unwrap_or_default().to_owned();
    keyed
        .map(|input| {
            let name = name(input);
            format!("{}{}", name[..1].to_lowercase(), &name[1..])
        })
        .collect()
}

on_both! {
    fn what_is_sent_again_is_answered_and_not_done_again(world) {
        let p = Personas::of(world);
        let review = p.review("Talked about");
        let first = comment(&p, &review, "k-1", "A thought");
        assert_eq!(first["data"]["payload"]["userErrors"], json!([]), "{first:#}");
        assert_eq!(comment(&p, &review, "k-1", "A thought"), first);
        assert_eq!(comments(world), 1);
        let events = world.count("SELECT count(*) AS n FROM events WHERE kind = 'CommentAdded'");
        assert_eq!(events, 1);
        // Another key, another person and another mutation are others.
        assert_ne!(comment(&p, &review, "k-2", "A thought"), first);
        let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought", "idempotencyKey": "k-1" });
        p.get("member-02").mutate("addComment", &input, "").done();
        assert_eq!(comments(world), 3);
        let other = comment(&p, &review, "k-1", "Another thought");
        assert_eq!(other["data"]["payload"]["userErrors"][0]["code"], "IDEMPOTENCY_KEY_USED");
        assert_eq!(other["data"]["payload"]["userErrors"][0]["field"], json!(["idempotencyKey"]));
        assert_eq!(comments(world), 3);
    }

    fn two_instances_know_of_each_others_keys(world) {
        let p = Personas::of(world);
        let review = p.review("Talked about");
        let first = comment(&p, &review, "k-1", "A thought");
        // On SQLite the same instance: there is one.
        let base = if world.backend == Backend::Postgres { world.second_instance() } else { world.base.clone() };
        let there = Client { base, ..p.get("member-01") };
        let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought", "idempotencyKey": "k-1" });
        assert_eq!(there.mutate("addComment", &input, "comment { id body }").json, first);
        assert_eq!(comments(world), 1);
    }

    fn what_was_refused_may_be_tried_again_with_the_same_key(world) {
        let p = Personas::of(world);
        let review = p.review("Talked about");
        let blank = comment(&p, &review, "k-1", " ");
        assert_eq!(blank["data"]["payload"]["userErrors"][0]["code"], "BLANK");
        assert_eq!(comment(&p, &review, "k-1", "A thought")["data"]["payload"]["userErrors"], json!([]));
        assert_eq!(comments(world), 1);
        let too_long = "x".repeat(65);
        for key in ["", "a b", "ключ", &too_long] {
            assert_eq!(comment(&p, &review, key, "A thought")["errors"][0]["extensions"]["code"], "BAD_INPUT", "{key}");
        }
    }

    fn of_many_at_once_one_does_it_and_all_get_it(world) {
        let p = Personas::of(world);
        let (review, member) = (p.review("Talked about"), p.get("member-01"));
        let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought", "idempotencyKey": "k-1" });
        let ids: BTreeSet<String> = std::thread::scope(|threads| {
            let tries: Vec<_> = (0..16).map(|_| threads.spawn(|| member.mutate("addComment", &input, "comment { id }").text("/comment/id"))).collect();
            tries.into_iter().map(|one| one.join().expect("answered")).collect()
        });
        assert_eq!((ids.len(), comments(world)), (1, 1));
    }

    fn a_key_is_forgotten_after_a_day(world) {
        let p = Personas::of(world);
        let review = p.review("Talked about");
        comment(&p, &review, "k-1", "A thought");
        let sweep = |hours| {
            let at = world.clock.now().plus(chrono::Duration::hours(hours));
            let mut conn = world.instance.core.db.get().expect("a connection");
            kenes::features::idempotency::store::forget(&mut conn, at).expect("swept")
        };
        assert_eq!((sweep(23), sweep(25)), (0, 1));
        comment(&p, &review, "k-1", "A thought");
        assert_eq!(comments(world), 2);
    }

    fn every_mutation_with_a_key_gives_back_what_it_made(world) {
        let personas = Personas::of(world);
        let mut tried = BTreeSet::new();
        for row in crate::guards::rows().filter(|row| keyed().contains(row.mutation)) {
            let mut input = (row.input)(&personas);
            input["idempotencyKey"] = json!(format!("key-of-{}", row.mutation));
            let client = personas.get(row.allowed);
            let sdl = kenes::graphql::schema::sdl();
            let mut payload = format!("{}Payload", row.mutation);
            payload[..1].make_ascii_uppercase();
            let body = sdl.split(&format!("\ntype {payload} {{")).nth(1).and_then(|rest| rest.split("\n}").next()).expect("a payload");
            let field = body.lines().filter(|line| !line.contains('"')).find_map(|line| line.trim().split_once(": ").map(|(name, _)| name.to_owned()).filter(|name| !name.contains(' '))).expect("a field");
            let first = client.mutate(row.mutation, &input, &format!("{field} {{ id }}"));
            first.done();
            let events = world.count("SELECT count(*) AS n FROM events");
            let again = client.mutate(row.mutation, &input, &format!("{field} {{ id }}"));
            assert_eq!(again.json, first.json, "{}", row.mutation);
            assert_eq!(world.count("SELECT count(*) AS n FROM events"), events, "{}", row.mutation);
            tried.insert(row.mutation.to_owned());
        }
        assert_eq!(tried, keyed());
        assert!(tried.len() >= 19, "{tried:?}");
    }
}
