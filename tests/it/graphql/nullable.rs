//! A field that may be null fails alone: it is null, the error names it, and what stands beside it is answered.

use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};

/// Asks for a node while a table is away.
fn without(client: &Client, world: &crate::support::World, table: &str, id: &str, fields: &str) -> Reply {
    world.raw(&format!("ALTER TABLE {table} RENAME TO {table}_put_away")).expect("renames");
    let reply = client.ask(&format!("query($id: ID!) {{ node(id: $id) {{ id {fields} }} }}"), &json!({ "id": id }));
    world.raw(&format!("ALTER TABLE {table}_put_away RENAME TO {table}")).expect("renames");
    reply
}

on_both! {
    fn a_nullable_field_that_breaks_is_null_and_its_siblings_survive(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let comment = p.comment("citizen", &review);
        let answer = json!({ "reviewId": review, "parentId": comment, "stance": "FOR", "body": "Agreed" });
        let reply = p.get("citizen-2").mutate("addComment", &answer, "comment { id }").text("/comment/id");
        let poll = p.poll_of(&review, "ROLL_CALL");
        let (body, person) = (world.cast.ministry.wire(), world.cast.person("citizen"));
        for (table, id, fields, field) in [
            ("heads", &body, "... on StateBody { kind headOn { id } }", "headOn"),
            ("comments", &reply, "", "node"),
            ("accounts", &person, "... on Person { account { email } }", "account"),
            ("participations", &poll, "... on Poll { state viewerBallot { revision } }", "viewerBallot"),
        ] {
            // Just signed in and remembered: on a busy machine the viewer would have to be looked up again meanwhile.
            let admin = world.sign_in("admin");
            admin.ask("{ viewer { locale } }", &Value::Null);
            let answer = without(&admin, world, table, id, fields);
            assert_eq!(answer.denied(), "INTERNAL", "{table}");
            let path = if field == "node" { json!(["node"]) } else { json!(["node", field]) };
            assert_eq!(answer.json["errors"][0]["path"], path, "{:#}", answer.json);
            assert_eq!(answer.json["errors"].as_array().map(Vec::len), Some(1), "{:#}", answer.json);
            let node = &answer.json["data"]["node"];
            if field == "node" {
                assert_eq!(answer.json["data"], json!({ "node": null }));
            } else {
                assert_eq!((&node["id"], &node[field]), (&json!(id), &Value::Null), "{:#}", answer.json);
            }
        }
        let whole = without(&p.get("admin"), world, "event_secrets", &body, "... on StateBody { headOn { id } }");
        assert_eq!(*whole.at("/node"), json!({ "id": body, "headOn": null }), "a table nobody asks for is not missed");
    }

    fn one_id_that_is_none_does_not_hide_the_objects_of_the_others(world) {
        let (client, council) = (world.anonymous(), world.cast.council.wire());
        let read = client.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } viewer { locale } }", &json!({ "ids": [council, "nonsense", council] }));
        assert_eq!((read.denied(), &read.json["errors"][0]["path"]), ("BAD_INPUT", &json!(["nodes", 1])));
        assert_eq!(read.json["data"]["nodes"], json!([{ "id": council }, null, { "id": council }]));
    }

    fn an_argument_that_is_no_day_is_refused_with_the_document_and_nothing_is_half_answered(world) {
        let (client, body) = (world.anonymous(), world.cast.ministry.wire());
        let query = "query($id: ID!, $day: Date) { node(id: $id) { id ... on StateBody { headOn(date: $day) { id } } } }";
        for day in ["22.11.2026", "2026-02-30", "2026-1-1", " 2026-01-01", "+12345-01-01", "-0001-01-01", "0000-01-01", "tomorrow", ""] {
            let reply = client.ask(query, &json!({ "id": body, "day": day }));
            assert_eq!((reply.denied(), reply.status, reply.json.get("data")), ("BAD_INPUT", 400, None), "{day}: {:#}", reply.json);
            let literal = client.ask(&query.replace("$day)", &format!("\"{day}\")")).replace(", $day: Date", ""), &json!({ "id": body }));
            assert_eq!((literal.denied(), literal.json.get("data")), ("BAD_INPUT", None), "{day}: {:#}", literal.json);
            let why = literal.json["errors"][0]["message"].as_str().expect("a text");
            assert!(why.contains("date") && why.contains("Date"), "{why}");
        }
        let good = client.ask(query, &json!({ "id": body, "day": "2026-02-28" }));
        assert_eq!(*good.at("/node"), json!({ "id": body, "headOn": null }));
    }
}
