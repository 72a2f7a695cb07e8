//! The list of decisions: each condition alone, conditions together, and the orders.

use crate::support::builders::{draft_input, text};
use crate::support::{Client, Personas, World};
use chrono::Duration;
use serde_json::{Value, json};

/// The titles of the decisions that a filter lets through, in the order listed.
#[track_caller]
fn titles(client: &Client, filter: &Value) -> Vec<String> {
    ordered(client, filter, &Value::Null)
}

#[track_caller]
fn ordered(client: &Client, filter: &Value, order: &Value) -> Vec<String> {
    let query = "query($filter: DecisionFilter, $order: DecisionOrder) {
        decisions(filter: $filter, orderBy: $order) { totalCount totalCountPrecision nodes { title { text(locale: EN) } } } }";
    let reply = client.ask(query, &json!({ "filter": filter, "order": order }));
    let nodes = reply.at("/decisions/nodes").as_array().expect("a list");
    assert_eq!(*reply.at("/decisions/totalCount"), json!(nodes.len()));
    assert_eq!(*reply.at("/decisions/totalCountPrecision"), json!("EXACT"));
    nodes.iter().map(|node| node["title"]["text"].as_str().expect("a title").to_owned()).collect()
}

/// Publishes a decision of a body, a minute after the one before.
fn publish(p: &Personas<'_>, officer: &str, body: &str, title: &str, details: &Value) -> String {
    p.world.advance(Duration::minutes(1));
    let mut input = draft_input(p.world, title);
    input["bodyId"] = json!(body);
    input["details"] = details.clone();
    let id = p.get(officer).mutate("draftDecision", &input, "decision { id }").text("/decision/id");
    p.get(officer).mutate("publishDecision", &json!({ "decisionId": id }), "").done();
    id
}

/// Four decisions, a minute apart: order and budget of the ministry, order and budget of the akimat.
fn four(world: &World, p: &Personas<'_>) -> Vec<String> {
    let order = json!({ "draftAct": { "actType": "ORDER", "discussionUntilOn": "2026-12-31" } });
    let money = json!({ "amount": "1.00", "currency": "KZT" });
    let budget = json!({ "budgetProgramme": { "budgetLevel": "REGIONAL", "stage": "PLANNING", "fiscalYear": 2026, "amount": money } });
    let (ministry, akimat) = (world.cast.ministry.wire(), world.cast.akimat.wire());
    vec![
        publish(p, "officer", &ministry, "Central order", &order),
        publish(p, "officer", &ministry, "Central budget", &budget),
        publish(p, "local-officer", &akimat, "Local order", &order),
        publish(p, "local-officer", &akimat, "Local budget", &budget),
    ]
}

on_both! {
    fn each_condition_narrows_the_list_and_together_they_add_up(world) {
        let p = Personas::of(world);
        let ids = four(world, &p);
        let withdraw = json!({ "decisionId": ids[0], "reason": "A mistake" });
        p.get("officer").mutate("withdrawDecision", &withdraw, "").done();
        let client = world.anonymous();
        let (ministry, akimat) = (world.cast.ministry.wire(), world.cast.akimat.wire());
        let (republic, city) = (world.cast.republic.wire(), world.cast.city.wire());
        let all = ["Local budget", "Local order", "Central budget", "Central order"];
        for (filter, expected) in [
            (Value::Null, all.to_vec()),
            (json!({}), all.to_vec()),
            (json!({ "kinds": ["DRAFT_ACT"] }), vec!["Local order", "Central order"]),
            (json!({ "kinds": ["DRAFT_ACT", "BUDGET_PROGRAMME"] }), all.to_vec()),
            (json!({ "kinds": [] }), vec![]),
            (json!({ "kinds": ["OTHER"] }), vec![]),
            (json!({ "states": ["WITHDRAWN"] }), vec!["Central order"]),
            (json!({ "states": ["PUBLISHED", "WITHDRAWN"] }), all.to_vec()),
            (json!({ "states": ["DRAFT"] }), vec![]),
            (json!({ "bodyId": ministry }), vec!["Central budget", "Central order"]),
            (json!({ "regionId": city }), vec!["Local budget", "Local order"]),
            (json!({ "regionId": republic }), all.to_vec()),
            (json!({ "bodyId": ministry, "regionId": city }), vec![]),
            (json!({ "bodyId": akimat, "regionId": republic, "kinds": ["DRAFT_ACT"] }), vec!["Local order"]),
            (json!({ "text": "budget" }), vec!["Local budget", "Central budget"]),
            (json!({ "text": "budget local" }), vec!["Local budget"]),
            (json!({ "text": "orders", "states": ["PUBLISHED"] }), vec!["Local order"]),
            (json!({ "listed": { "from": "2026-11-22T06:02:00Z" } }), vec!["Local budget", "Local order", "Central budget"]),
            (json!({ "listed": { "until": "2026-11-22T06:02:00Z" } }), vec!["Central order"]),
            (json!({ "listed": { "from": "2026-11-22T06:02:00Z", "until": "2026-11-22T06:04:00Z" } }), vec!["Local order", "Central budget"]),
            (json!({ "listed": { "from": "2026-11-22T06:04:00Z", "until": "2026-11-22T06:02:00Z" } }), vec![]),
        ] {
            assert_eq!(titles(&client, &filter), expected, "{filter}");
        }
    }

    fn a_council_finds_what_it_reviews_or_has_reviewed(world) {
        let p = Personas::of(world);
        let ids = four(world, &p);
        let client = world.anonymous();
        let mine = |council: &str| titles(&client, &json!({ "councilId": council }));
        assert_eq!(mine(&world.cast.council.wire()), Vec::<String>::new());
        let review = p.review_of(&ids[0]);
        p.get("chair").mutate("concludeReview", &json!({ "reviewId": review }), "").done();
        p.review_of(&ids[2]);
        // Twice under review is once in the list.
        p.review_of(&ids[0]);
        assert_eq!(mine(&world.cast.council.wire()), ["Local order", "Central order"]);
        assert_eq!(mine(&world.cast.local_council.wire()), Vec::<String>::new());
    }

    fn a_region_stands_for_everything_below_it(world) {
        let p = Personas::of(world);
        four(world, &p);
        let registrar = p.get("registrar");
        let region = json!({ "kato": "711110000", "level": "DISTRICT", "parentId": world.cast.city.wire(), "name": text("Almaty district") });
        let district = registrar.mutate("createRegion", &region, "region { id }").text("/region/id");
        let body = json!({ "kind": "AKIMAT", "regionId": district, "name": text("Akimat"), "councilEligibility": "ELIGIBLE", "establishedOn": "2020-01-01" });
        let body = registrar.mutate("createStateBody", &body, "body { id }").text("/body/id");
        let grant = json!({ "accountId": world.cast.person("citizen"), "role": "OFFICER", "scope": { "stateBodyId": body } });
        p.get("admin").mutate("grantRole", &grant, "").done();
        publish(&p, "citizen", &body, "District decision", &json!({ "other": { "subject": text("A subject") } }));
        let within = |region: &str| titles(&world.anonymous(), &json!({ "regionId": region }));
        assert_eq!(within(&district), ["District decision"]);
        assert_eq!(within(&world.cast.city.wire()), ["District decision", "Local budget", "Local order"]);
        assert_eq!(within(&world.cast.republic.wire()).len(), 5);
        assert_eq!(within("reg_00000000000000000000000000"), Vec::<String>::new());
    }

    fn the_list_runs_newest_first_or_oldest_first(world) {
        let p = Personas::of(world);
        four(world, &p);
        let client = world.anonymous();
        let newest = ordered(&client, &Value::Null, &json!({ "direction": "DESC" }));
        let mut oldest = ordered(&client, &Value::Null, &json!({ "direction": "ASC" }));
        assert_eq!(oldest[0], "Central order");
        oldest.reverse();
        assert_eq!((&newest, titles(&client, &Value::Null)), (&oldest, newest.clone()));
        let search = json!({ "text": "order" });
        assert_eq!(ordered(&client, &search, &json!({ "direction": "ASC" })), ["Central order", "Local order"]);
    }

    fn a_draft_is_listed_by_its_drafting_and_then_by_its_publication(world) {
        let p = Personas::of(world);
        let draft = p.draft("Drafted first");
        world.advance(Duration::minutes(1));
        p.decision("Published second");
        let own = |p: &Personas<'_>| titles(&p.get("officer"), &json!({ "bodyId": world.cast.ministry.wire() }));
        assert_eq!(own(&p), ["Published second", "Drafted first"]);
        world.advance(Duration::minutes(1));
        p.publish(&draft, &json!({}));
        assert_eq!(own(&p), ["Drafted first", "Published second"]);
        assert_eq!(titles(&p.get("officer"), &json!({ "states": ["DRAFT"] })), Vec::<String>::new());
    }

    fn a_blank_text_does_not_narrow_and_a_text_without_a_word_finds_nothing(world) {
        let p = Personas::of(world);
        four(world, &p);
        let admin = p.get("admin");
        for list in ["decisions", "stateBodies", "organizations", "councils", "regions", "legalRules", "accounts"] {
            let mut kind = list.trim_end_matches('s').replace("stateBodie", "stateBody");
            kind[..1].make_ascii_uppercase();
            let query = format!("query($filter: {kind}Filter) {{ {list}(filter: $filter) {{ totalCount }} }}");
            let total = |filter: &Value| {
                let reply = admin.ask(&query, &json!({ "filter": filter }));
                reply.at(&format!("/{list}/totalCount")).as_u64().expect("a number")
            };
            let all = total(&Value::Null);
            assert!(all > 0, "{list}");
            for blank in ["", "   ", "\t\n", "\u{a0}"] {
                assert_eq!(total(&json!({ "text": blank })), all, "{list}: {blank:?}");
            }
            for wordless in ["!!!", "…", "«»", " ? "] {
                assert_eq!(total(&json!({ "text": wordless })), 0, "{list}: {wordless:?}");
            }
        }
        // Beside a blank text the other conditions count.
        assert_eq!(titles(&admin, &json!({ "text": " ", "kinds": ["DRAFT_ACT"] })), ["Local order", "Central order"]);
    }
}
