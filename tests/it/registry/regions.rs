//! The tree of regions and their codes.

use crate::support::builders::text;
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

fn create(client: &Client, kato: &str, level: &str, parent: &Value) -> Reply {
    let input = json!({ "kato": kato, "level": level, "parentId": parent, "name": text("Almaty district") });
    client.mutate("createRegion", &input, "region { id kato level parent { kato } }")
}

fn city(world: &World) -> Value {
    json!(world.cast.city.wire())
}

on_both! {
    fn a_registrar_adds_a_region_below_another_and_everybody_walks_the_tree(world) {
        let p = Personas::of(world);
        let created = create(&p.get("registrar"), "711110000", "DISTRICT", &city(world));
        let id = created.text("/region/id");
        assert_eq!(created.done()["region"]["parent"]["kato"], "710000000");
        let event = p.event_about("REGION_CREATED", &id);
        assert_eq!(event["actor"]["id"], json!(world.cast.person("registrar")));

        let tree = "query($id: ID!) { node(id: $id) { ... on Region {
            kato level children { nodes { kato level children { nodes { kato level parent { parent { kato } } } } } } } } }";
        let read = world.anonymous().ask(tree, &json!({ "id": world.cast.republic.wire() }));
        assert_eq!(
            *read.at("/node"),
            json!({ "kato": "000000000", "level": "REPUBLIC", "children": { "nodes": [
                { "kato": "710000000", "level": "REGION", "children": { "nodes": [
                    { "kato": "711110000", "level": "DISTRICT", "parent": { "parent": { "kato": "000000000" } } },
                ] } },
            ] } })
        );
    }

    fn a_code_that_is_wrong_taken_or_elsewhere_is_refused_with_its_field(world) {
        let registrar = world.sign_in("registrar");
        let field = |reply: &Reply| reply.at("/payload/userErrors/0/field/0").clone();
        for (kato, level, parent, code, at) in [
            ("7111", "DISTRICT", city(world), "KATO_INVALID", "kato"),
            ("71111000x", "DISTRICT", city(world), "KATO_INVALID", "kato"),
            ("751110000", "DISTRICT", city(world), "KATO_ELSEWHERE", "kato"),
            ("711110000", "REGION", city(world), "LEVEL_INVALID", "level"),
            ("750000000", "REGION", Value::Null, "LEVEL_INVALID", "parentId"),
            ("710000000", "REGION", json!(world.cast.republic.wire()), "KATO_TAKEN", "kato"),
        ] {
            let reply = create(&registrar, kato, level, &parent);
            assert_eq!((reply.refused(), field(&reply)), (code, json!(at)), "{kato} {level}");
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM regions"), 2);
        create(&registrar, "711110000", "DISTRICT", &city(world)).done();
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM regions"), 3);
    }

    fn nobody_but_a_registrar_adds_a_region(world) {
        let p = Personas::of(world);
        for who in ["admin", "chair", "officer", "citizen"] {
            assert_eq!(create(&p.get(who), "711110000", "DISTRICT", &city(world)).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(create(&world.anonymous(), "711110000", "DISTRICT", &city(world)).denied(), "UNAUTHENTICATED");
        create(&p.get("registrar"), "711110000", "DISTRICT", &city(world)).done();
    }
}
