//! State bodies: their level, their parents and predecessors, from when to when, and who leads them.

use crate::support::builders::{draft_input, text};
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

/// A body of the republic, unless `with` says otherwise.
fn create(world: &World, client: &Client, with: &Value) -> Reply {
    let mut input = json!({
        "kind": "MINISTRY",
        "regionId": world.cast.republic.wire(),
        "name": text("Ministry of Water"),
        "councilEligibility": "ELIGIBLE",
        "establishedOn": "2020-01-01",
    });
    for (key, value) in with.as_object().into_iter().flatten() {
        input[key] = value.clone();
    }
    client.mutate("createStateBody", &input, "body { id level }")
}

fn appoint(client: &Client, body: &str, name: &str, since: &str, until: Option<&str>) -> Reply {
    let input = json!({
        "bodyId": body, "personName": name, "title": text("Minister"), "sinceOn": since, "untilOn": until,
    });
    client.mutate("appointHead", &input, "head { id untilOn }")
}

fn head_on(world: &World, body: &str, day: &str) -> Value {
    let query =
        "query($id: ID!, $day: Date) { node(id: $id) { ... on StateBody { headOn(date: $day) { person { name } } } } }";
    world.anonymous().ask(query, &json!({ "id": body, "day": day })).at("/node/headOn").clone()
}

fn code_and_field(reply: &Reply) -> (String, Value) {
    (reply.refused().to_owned(), reply.at("/payload/userErrors/0/field/0").clone())
}

on_both! {
    fn a_body_has_the_level_of_its_region(world) {
        let registrar = world.sign_in("registrar");
        let central = create(world, &registrar, &json!({}));
        assert_eq!(central.done()["body"]["level"], "REPUBLIC");
        let local = create(world, &registrar, &json!({ "regionId": world.cast.city.wire(), "kind": "MASLIKHAT" }));
        assert_eq!(local.done()["body"]["level"], "REGION");
    }

    fn a_body_stands_below_a_parent_that_is_not_lower_and_exists(world) {
        let p = Personas::of(world);
        let (registrar, akimat) = (p.get("registrar"), world.cast.akimat.wire());
        let below = json!({ "parentId": akimat, "kind": "SUBORDINATE" });
        assert_eq!(code_and_field(&create(world, &registrar, &below)), ("LEVEL_INVALID".into(), json!("parentId")));
        let early = json!({ "parentId": akimat, "regionId": world.cast.city.wire(), "establishedOn": "2015-01-01" });
        assert_eq!(code_and_field(&create(world, &registrar, &early)), ("BODY_NOT_IN_FORCE".into(), json!("parentId")));

        let good = json!({ "parentId": akimat, "regionId": world.cast.city.wire(), "kind": "SUBORDINATE" });
        let id = create(world, &registrar, &good).text("/body/id");
        let query = "query($id: ID!) { node(id: $id) { ... on StateBody { children { nodes { id parent { id } } } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": akimat }));
        assert_eq!(*read.at("/node/children/nodes"), json!([{ "id": id, "parent": { "id": akimat } }]));
        assert_eq!(p.event_about("STATE_BODY_CREATED", &id)["payload"]["parent"], json!(akimat));
    }

    fn a_renamed_ministry_is_found_from_its_successor_and_on_the_days_it_existed(world) {
        let p = Personas::of(world);
        let (registrar, old) = (p.get("registrar"), world.cast.ministry.wire());
        let early = json!({ "predecessorId": old, "establishedOn": "2015-12-31" });
        assert_eq!(code_and_field(&create(world, &registrar, &early)), ("INVALID_PERIOD".into(), json!("establishedOn")));
        let next = json!({ "predecessorId": old, "establishedOn": "2026-12-01" });
        let new = create(world, &registrar, &next).text("/body/id");
        let end = |on: &str| registrar.mutate("endStateBody", &json!({ "bodyId": old, "endedOn": on }), "body { endedOn }");
        assert_eq!(end("2016-01-01").refused(), "INVALID_PERIOD");
        assert_eq!(end("2026-12-01").text("/body/endedOn"), "2026-12-01");
        assert_eq!(end("2026-12-02").refused(), "BODY_NOT_IN_FORCE");
        assert_eq!(p.events("STATE_BODY_ENDED").len(), 1);

        let query = "query($id: ID!) { node(id: $id) { ... on StateBody { predecessor { id } successors { id } } } }";
        let read = |id: &str| world.anonymous().ask(query, &json!({ "id": id }));
        assert_eq!(*read(&new).at("/node"), json!({ "predecessor": { "id": old }, "successors": [] }));
        assert_eq!(*read(&old).at("/node"), json!({ "predecessor": null, "successors": [{ "id": new }] }));

        let list = "query($on: Date) { stateBodies(filter: { existingOn: $on, kinds: [MINISTRY] }) { nodes { id } } }";
        let exist = |day: &str| {
            let reply = world.anonymous().ask(list, &json!({ "on": day }));
            let ids: Vec<Value> = reply.at("/stateBodies/nodes").as_array().expect("a list").clone();
            (ids.contains(&json!({ "id": old })), ids.contains(&json!({ "id": new })))
        };
        assert_eq!((exist("2026-11-30"), exist("2026-12-01")), ((true, false), (false, true)));
    }

    fn the_officer_of_a_body_that_has_ended_drafts_and_publishes_nothing(world) {
        let p = Personas::of(world);
        let draft = p.draft("Before the end");
        let end = json!({ "bodyId": world.cast.ministry.wire(), "endedOn": "2026-11-22" });
        p.get("registrar").mutate("endStateBody", &end, "").done();
        let again = p.get("officer").mutate("draftDecision", &draft_input(world, "After the end"), "");
        assert_eq!(again.refused(), "BODY_NOT_IN_FORCE");
        let publish = p.get("officer").mutate("publishDecision", &json!({ "decisionId": draft }), "");
        assert_eq!(publish.refused(), "BODY_NOT_IN_FORCE");
    }

    fn who_was_head_on_a_date_is_answered(world) {
        let p = Personas::of(world);
        let (registrar, body) = (p.get("registrar"), world.cast.ministry.wire());
        appoint(&registrar, &body, "First", "2018-01-01", Some("2020-01-01")).done();
        appoint(&registrar, &body, "Third", "2021-01-01", None).done();
        // Another running head ends the one before, on the same day.
        appoint(&registrar, &body, "Fourth", "2024-06-01", None).done();
        // A head of the past fits into the gap, and into nothing else.
        assert_eq!(appoint(&registrar, &body, "Second", "2019-12-31", Some("2021-01-01")).refused(), "HEAD_OVERLAP");
        appoint(&registrar, &body, "Second", "2020-01-01", Some("2021-01-01")).done();
        for (day, name) in [
            ("2017-12-31", None),
            ("2018-01-01", Some("First")),
            ("2019-12-31", Some("First")),
            ("2020-01-01", Some("Second")),
            ("2024-05-31", Some("Third")),
            ("2024-06-01", Some("Fourth")),
        ] {
            let expected = name.map_or(Value::Null, |name| json!({ "person": { "name": name } }));
            assert_eq!(head_on(world, &body, day), expected, "{day}");
        }
        assert_eq!(p.events("HEAD_APPOINTED").len(), 4);
    }

    fn a_head_is_appointed_only_while_the_body_exists_and_not_backwards(world) {
        let registrar = world.sign_in("registrar");
        let body = world.cast.ministry.wire();
        assert_eq!(appoint(&registrar, &body, "Early", "2015-12-31", None).refused(), "BODY_NOT_IN_FORCE");
        assert_eq!(appoint(&registrar, &body, "Nobody", "2020-01-01", Some("2020-01-01")).refused(), "INVALID_PERIOD");
        assert_eq!(appoint(&registrar, &body, "   ", "2020-01-01", None).refused(), "BLANK");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM heads"), 0);
        appoint(&registrar, &body, "Good", "2016-01-01", None).done();
        assert_eq!(appoint(&world.sign_in("officer"), &body, "Own", "2020-01-01", None).denied(), "FORBIDDEN");
    }

    fn the_end_of_a_body_ends_the_office_of_its_head(world) {
        let registrar = world.sign_in("registrar");
        let body = world.cast.ministry.wire();
        appoint(&registrar, &body, "Last", "2020-01-01", None).done();
        registrar.mutate("endStateBody", &json!({ "bodyId": body, "endedOn": "2026-12-01" }), "").done();
        assert_eq!(head_on(world, &body, "2026-11-30"), json!({ "person": { "name": "Last" } }));
        assert_eq!(head_on(world, &body, "2026-12-01"), Value::Null);
    }
}
