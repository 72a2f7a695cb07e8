//! Who sees a decision: by its id, in lists, in searches and totals, and along every path that leads to it.

use crate::support::builders::draft_input;
use crate::support::{Client, Personas, World};
use chrono::Duration;
use serde_json::{Value, json};

/// A word no other decision has.
const WORD: &str = "zhasyryn";

/// Every way a viewer could learn of a decision, by name; each must say the same.
fn ways(world: &World, client: &Client, decision: &str) -> Vec<(&'static str, bool)> {
    let query = "query($id: ID!, $body: ID!, $council: ID!, $word: String!) {
        node(id: $id) { id }
        nodes(ids: [$id]) { id }
        decisions { nodes { id } }
        search: decisions(filter: { text: $word }) { totalCount nodes { id } }
        ofBody: decisions(filter: { bodyId: $body }) { nodes { id } }
        body: node(id: $body) { ... on StateBody { decisions { totalCount nodes { id } } } }
        council: node(id: $council) { ... on Council { decisions { nodes { id } } } }
    }";
    let variables = json!({ "id": decision, "body": world.cast.ministry.wire(), "council": world.cast.council.wire(), "word": WORD });
    let reply = client.ask(query, &variables);
    let holds =
        |pointer: &str| reply.at(pointer).as_array().expect("a list").iter().any(|node| node["id"] == json!(decision));
    vec![
        ("node", *reply.at("/node") != Value::Null),
        ("nodes", holds("/nodes")),
        ("decisions", holds("/decisions/nodes")),
        ("search", holds("/search/nodes")),
        ("search total", *reply.at("/search/totalCount") == json!(1)),
        ("filter by body", holds("/ofBody/nodes")),
        ("body", holds("/body/decisions/nodes")),
        ("total of body", *reply.at("/body/decisions/totalCount") == json!(1)),
        ("council", holds("/council/decisions/nodes")),
    ]
}

#[track_caller]
fn sees(world: &World, client: &Client, decision: &str, expected: bool, who: &str) {
    let ways = ways(world, client, decision);
    assert!(ways.iter().all(|(_, seen)| *seen == expected), "{who}: {ways:?}");
}

fn draft(p: &Personas<'_>) -> String {
    let mut input = draft_input(p.world, "A decision");
    input["text"] = json!({ "kk": WORD });
    p.get("officer").mutate("draftDecision", &input, "decision { id }").text("/decision/id")
}

fn published(p: &Personas<'_>, how: &Value) -> String {
    let decision = draft(p);
    p.publish(&decision, how);
    decision
}

fn looks(p: &Personas<'_>) -> Vec<Value> {
    p.events("EMBARGOED_DECISION_READ")
}

on_both! {
    fn a_draft_is_seen_by_the_officers_of_its_body_and_administrators_only(world) {
        let p = Personas::of(world);
        let decision = draft(&p);
        for who in ["officer", "admin"] {
            sees(world, &p.get(who), &decision, true, who);
        }
        for who in ["anonymous", "local-officer", "chair", "member-01", "ngo", "media", "press", "registrar", "moderator", "auditor", "citizen", "robot"] {
            sees(world, &p.get(who), &decision, false, who);
        }
        p.publish(&decision, &json!({}));
        for who in ["anonymous", "local-officer", "chair", "citizen", "robot"] {
            sees(world, &p.get(who), &decision, true, who);
        }
    }

    fn who_may_not_see_a_decision_is_told_that_there_is_none(world) {
        let p = Personas::of(world);
        let decision = draft(&p);
        let review = |client: &Client, decision: &str| {
            let input = json!({ "decisionId": decision, "councilId": world.cast.council.wire(), "form": "HEARING" });
            client.mutate("openReview", &input, "review { id }")
        };
        let (hidden, absent) = (review(&p.get("chair"), &decision), review(&p.get("chair"), "dec_00000000000000000000000000"));
        assert_eq!((hidden.denied(), &hidden.json["errors"]), ("NOT_FOUND", &absent.json["errors"]));
        p.publish(&decision, &json!({}));
        review(&p.get("chair"), &decision).done();
    }

    fn a_restricted_decision_is_seen_by_its_body_its_council_moderators_and_administrators(world) {
        let p = Personas::of(world);
        let decision = published(&p, &json!({ "access": "RESTRICTED" }));
        for who in ["officer", "admin", "chair", "member-01", "member-12", "moderator"] {
            sees(world, &p.get(who), &decision, true, who);
        }
        for who in ["anonymous", "local-officer", "local-chair", "ngo", "media", "press", "registrar", "citizen"] {
            sees(world, &p.get(who), &decision, false, who);
        }
        assert_eq!(looks(&p), Vec::<Value>::new());
        // With the seat ends the sight.
        let end = json!({ "membershipId": world.cast.seats["member-12"], "reason": "OTHER" });
        p.get("registrar").mutate("endMembership", &end, "").done();
        sees(world, &p.get("member-12"), &decision, false, "a former member");
    }

    fn a_moderator_sees_what_was_published_in_their_scope_and_no_draft(world) {
        let p = Personas::of(world);
        let (ministry, akimat) = (json!({ "stateBodyId": world.cast.ministry.wire() }), json!({ "stateBodyId": world.cast.akimat.wire() }));
        let council = |id: &str| json!({ "councilId": id });
        let scopes = [
            ("citizen", ministry, true),
            ("citizen-2", council(&world.cast.council.wire()), true),
            ("ngo", akimat, false),
            ("press", council(&world.cast.local_council.wire()), false),
        ];
        for (who, scope, _) in &scopes {
            let role = json!({ "accountId": world.cast.person(who), "role": "MODERATOR", "scope": scope });
            p.get("admin").mutate("grantRole", &role, "").done();
        }
        let decision = draft(&p);
        for (who, ..) in &scopes {
            sees(world, &p.get(who), &decision, false, who);
        }
        p.publish(&decision, &json!({ "access": "RESTRICTED" }));
        for (who, _, seen) in &scopes {
            sees(world, &p.get(who), &decision, *seen, who);
        }
        // To see it is not yet to act on it.
        let input = json!({ "decisionId": decision, "councilId": world.cast.local_council.wire(), "form": "EXPERTISE" });
        assert_eq!(p.get("press").mutate("openReview", &input, "").denied(), "NOT_FOUND");
        assert_eq!(p.get("citizen").mutate("openReview", &input, "").denied(), "FORBIDDEN");
    }

    fn what_hangs_on_a_restricted_decision_is_as_hidden_as_it_is(world) {
        let p = Personas::of(world);
        let decision = published(&p, &json!({ "access": "RESTRICTED" }));
        let review = p.review_of(&decision);
        let comment = p.comment("member-01", &review);
        let poll = p.poll_of(&review, "ROLL_CALL");
        let input = json!({ "commentId": comment, "reason": "An insult" });
        p.get("admin").mutate("grantRole", &json!({ "accountId": world.cast.person("member-02"), "role": "MODERATOR" }), "").done();
        p.get("member-02").mutate("hideComment", &input, "").done();
        let query = "query($ids: [ID!]!, $council: ID!) {
            nodes(ids: $ids) { id }
            reviews { nodes { id } }
            polls { nodes { id } }
            moderationLog { nodes { comment { id } } }
            node(id: $council) { ... on Council { reviews { totalCount nodes { id } } polls { totalCount nodes { id } } } }
        }";
        let variables = json!({ "ids": [review, comment, poll], "council": world.cast.council.wire() });
        let found = |who: &str| {
            let reply = p.get(who).ask(query, &variables);
            let lists = ["/reviews/nodes", "/polls/nodes", "/moderationLog/nodes", "/node/reviews/nodes", "/node/polls/nodes"];
            let nodes = reply.at("/nodes").as_array().expect("a list").iter().filter(|node| !node.is_null()).count();
            let rows: usize = lists.iter().map(|list| reply.at(list).as_array().expect("a list").len()).sum();
            let totals = (reply.at("/node/reviews/totalCount").clone(), reply.at("/node/polls/totalCount").clone());
            (nodes, rows, totals)
        };
        for who in ["officer", "chair", "admin", "member-12"] {
            assert_eq!(found(who), (3, 5, (json!(1), json!(1))), "{who}");
        }
        for who in ["anonymous", "citizen", "media", "local-officer", "local-chair", "registrar"] {
            assert_eq!(found(who), (0, 0, (json!(0), json!(0))), "{who}");
        }
        // Nor can anybody act on it.
        let citizen = p.get("citizen");
        let say = json!({ "reviewId": review, "stance": "FOR", "body": "A thought" });
        assert_eq!(citizen.mutate("addComment", &say, "").denied(), "NOT_FOUND");
        assert_eq!(citizen.mutate("castBallot", &json!({ "pollId": poll, "choice": "FOR" }), "").denied(), "NOT_FOUND");
    }

    fn an_embargoed_decision_is_seen_by_body_council_and_accredited_media_until_the_embargo_passes(world) {
        let p = Personas::of(world);
        let decision = published(&p, &json!({ "embargoedUntil": "2026-11-22T06:10:00Z" }));
        for who in ["officer", "admin", "chair", "member-01", "media", "moderator"] {
            sees(world, &p.get(who), &decision, true, who);
        }
        for who in ["anonymous", "press", "ngo", "citizen", "local-officer", "local-chair", "robot"] {
            sees(world, &p.get(who), &decision, false, who);
        }
        world.advance(Duration::minutes(10) - Duration::microseconds(1));
        sees(world, &p.get("citizen"), &decision, false, "citizen, an instant before");
        world.advance(Duration::microseconds(1));
        for who in ["anonymous", "press", "citizen", "robot"] {
            sees(world, &p.get(who), &decision, true, who);
        }
    }

    fn a_restricted_decision_stays_restricted_after_its_embargo(world) {
        let p = Personas::of(world);
        let how = json!({ "access": "RESTRICTED", "embargoedUntil": "2026-11-22T06:10:00Z" });
        let decision = published(&p, &how);
        sees(world, &p.get("media"), &decision, false, "media");
        world.advance(Duration::minutes(11));
        for who in ["anonymous", "media", "citizen"] {
            sees(world, &p.get(who), &decision, false, who);
        }
        sees(world, &p.get("member-01"), &decision, true, "a member");
    }

    fn each_look_of_the_media_at_an_embargoed_decision_is_logged_and_nobody_elses(world) {
        let p = Personas::of(world);
        let decision = published(&p, &json!({ "embargoedUntil": "2026-11-22T06:10:00Z" }));
        let by_id = |who: &str| {
            let query = "query($id: ID!) { node(id: $id) { ... on Decision { title { text } } } }";
            p.get(who).ask(query, &json!({ "id": decision })).at("/node").clone()
        };
        for who in ["officer", "chair", "admin", "press", "citizen", "anonymous"] {
            by_id(who);
        }
        assert_eq!(looks(&p), Vec::<Value>::new());
        assert_ne!(by_id("media"), Value::Null);
        assert_ne!(by_id("media"), Value::Null);
        let list = "{ decisions { nodes { id } } }";
        p.get("media").ask(list, &Value::Null).at("/decisions/nodes");
        let seen = looks(&p);
        assert_eq!(seen.len(), 3);
        for look in &seen {
            assert_eq!((&look["subject"], &look["actor"]["id"]), (&json!(decision), &json!(world.cast.person("media"))));
        }
        // After the embargo there is nothing to log.
        world.advance(Duration::minutes(10));
        assert_ne!(by_id("media"), Value::Null);
        assert_eq!(looks(&p).len(), 3);
    }

    fn the_media_reach_an_embargoed_decision_by_no_path_that_is_not_logged(world) {
        let p = Personas::of(world);
        let decision = published(&p, &json!({ "embargoedUntil": "2026-11-22T06:10:00Z" }));
        let review = p.review_of(&decision);
        let comment = p.comment("member-01", &review);
        let poll = p.poll_of(&review, "ROLL_CALL");
        let version = p.get("officer").ask("query($id: ID!) { node(id: $id) { ... on Decision { version { id } } } }", &json!({ "id": decision }));
        let version = version.at("/node/version/id").as_str().expect("an id").to_owned();
        let (body, council) = (world.cast.ministry.wire(), world.cast.council.wire());
        for (id, path) in [
            (&decision, "... on Decision { id }"),
            (&version, "... on DecisionVersion { title { text } }"),
            (&version, "... on DecisionVersion { decision { id } }"),
            (&review, "... on Review { decision { id } }"),
            (&comment, "... on Comment { decision { id } }"),
            (&poll, "... on Poll { decision { id } }"),
            (&poll, "... on Poll { version { title { text } } }"),
            (&body, "... on StateBody { decisions { nodes { id } } }"),
            (&body, "... on StateBody { decisions(last: 5) { nodes { id } } }"),
            (&council, "... on Council { decisions { nodes { id } } }"),
            (&council, "... on Council { reviews { nodes { decision { id } } } }"),
        ] {
            let before = looks(&p).len();
            let reply = p.get("media").ask(&format!("query($id: ID!) {{ node(id: $id) {{ {path} }} }}"), &json!({ "id": id }));
            assert_ne!(*reply.at("/node"), Value::Null, "{path}");
            assert!(looks(&p).len() > before, "{path} was not logged");
        }
    }

    fn a_medium_that_loses_its_accreditation_loses_its_sight_at_once(world) {
        let p = Personas::of(world);
        let decision = published(&p, &json!({ "embargoedUntil": "2026-11-22T06:10:00Z" }));
        sees(world, &p.get("media"), &decision, true, "media");
        let accredit = |name: &str, to: &str| {
            let input = json!({ "organizationId": world.cast.organizations[name].wire(), "accreditation": to });
            p.get("registrar").mutate("accreditOrganization", &input, "").done();
        };
        accredit("media-1", "NONE");
        sees(world, &p.get("media"), &decision, false, "media");
        sees(world, &p.get("press"), &decision, false, "press");
        accredit("media-2", "ACCREDITED");
        sees(world, &p.get("press"), &decision, true, "press");
    }

    fn a_council_that_reviews_a_restricted_decision_of_another_body_sees_it_and_no_other(world) {
        let p = Personas::of(world);
        // The akimat's council takes it up while it is public to it: as a decision under review it stays visible.
        let (open, restricted) = (p.decision("Public"), published(&p, &json!({ "access": "RESTRICTED" })));
        let input = |decision: &str| json!({ "decisionId": decision, "councilId": world.cast.local_council.wire(), "form": "EXPERTISE" });
        p.get("local-chair").mutate("openReview", &input(&open), "").done();
        assert_eq!(p.get("local-chair").mutate("openReview", &input(&restricted), "").denied(), "NOT_FOUND");
    }
}
