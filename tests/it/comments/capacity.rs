//! As what somebody writes: recorded at the time of writing, and not changed by what comes later.

use crate::support::{Personas, Reply, World};
use serde_json::{Value, json};

fn add(p: &Personas<'_>, who: &str, review: &str) -> Reply {
    let input = json!({ "reviewId": review, "stance": "NEUTRAL", "body": "A thought" });
    p.get(who).mutate("addComment", &input, "comment { id capacity organization { id } author { id name } }")
}

fn wrote(world: &World, p: &Personas<'_>, who: &str, review: &str) -> (Value, Option<String>) {
    let reply = add(p, who, review);
    let comment = reply.done()["comment"].clone();
    assert_eq!(comment["author"], json!({ "id": world.cast.person(who), "name": who }));
    (comment["capacity"].clone(), comment["organization"]["id"].as_str().map(str::to_owned))
}

on_both! {
    fn everybody_writes_as_what_they_are(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let organization = |name: &str| Some(world.cast.organizations[name].wire());
        for (who, capacity, spoke_for) in [
            ("chair", "MEMBER", organization("ngo-1")),
            ("member-06", "MEMBER", organization("media-2")),
            ("member-01", "MEMBER", None),
            ("officer", "OFFICIAL", None),
            ("ngo", "NGO", organization("ngo-6")),
            ("media", "MEDIA", organization("media-1")),
            ("press", "MEDIA", organization("media-2")),
            ("citizen", "CITIZEN", None),
            ("moderator", "CITIZEN", None),
            // An officer of another body and a member of another council are citizens here.
            ("local-officer", "CITIZEN", None),
            ("local-chair", "CITIZEN", None),
        ] {
            assert_eq!(wrote(world, &p, who, &review), (json!(capacity), spoke_for), "{who}");
        }
        for event in p.events("COMMENT_ADDED") {
            let who = event["actor"]["id"].as_str().expect("an actor");
            if who == world.cast.person("officer") {
                assert_eq!(event["payload"]["capacity"], "OFFICIAL");
            }
        }
    }

    fn those_who_run_the_system_keep_out_and_strangers_sign_in_first(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        for who in ["admin", "registrar", "auditor", "robot"] {
            assert_eq!(add(&p, who, &review).denied(), "FORBIDDEN", "{who}");
        }
        assert_eq!(add(&p, "anonymous", &review).denied(), "UNAUTHENTICATED");
        add(&p, "citizen", &review).done();
        assert_eq!(p.events("COMMENT_ADDED").len(), 1);
    }

    fn a_capacity_is_kept_when_the_seat_ends_and_the_next_comment_has_another(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let first = add(&p, "member-01", &review).text("/comment/id");
        let end = json!({ "membershipId": world.cast.seats["member-01"], "reason": "OTHER" });
        p.get("registrar").mutate("endMembership", &end, "").done();
        let second = add(&p, "member-01", &review).text("/comment/id");
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Comment { capacity } } }";
        let read = world.anonymous().ask(query, &json!({ "ids": [first, second] }));
        assert_eq!(*read.at("/nodes"), json!([{ "capacity": "MEMBER" }, { "capacity": "CITIZEN" }]));
    }

    fn a_role_that_was_revoked_is_no_capacity_any_more(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let query = "{ viewer { roles { id role } } }";
        let role = p.get("officer").ask(query, &Value::Null).at("/viewer/roles/0/id").clone();
        assert_eq!(wrote(world, &p, "officer", &review).0, "OFFICIAL");
        p.get("admin").mutate("revokeRole", &json!({ "roleGrantId": role }), "").done();
        assert_eq!(wrote(world, &p, "officer", &review).0, "CITIZEN");
    }

    fn a_comment_keeps_the_name_its_author_had(world) {
        let p = Personas::of(world);
        let comment = p.comment("citizen", &p.review("A decision"));
        world.raw("UPDATE people SET name = 'Renamed' WHERE name = 'citizen'").expect("renames");
        let query = "query($id: ID!) { node(id: $id) { ... on Comment { author { id name } } } }";
        let read = world.anonymous().ask(query, &json!({ "id": comment }));
        assert_eq!(*read.at("/node/author"), json!({ "id": world.cast.person("citizen"), "name": "citizen" }));
    }
}
