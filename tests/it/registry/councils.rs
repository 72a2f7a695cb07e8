//! Creating councils: for whom, for how long, and how far a charter may go.

use crate::support::builders::text;
use crate::support::{Client, Personas, Reply, World};
use serde_json::{Value, json};

/// A good council of the ministry for its next term, with changes at JSON pointers.
fn create(world: &World, client: &Client, changes: &[(&str, Value)]) -> Reply {
    let mut input = json!({
        "bodyId": world.cast.ministry.wire(),
        "kind": "REPUBLICAN",
        "name": text("The next council"),
        "termStartsOn": "2028-06-01",
        "termEndsOn": "2031-05-31",
        "charter": {
            "seatsMin": 15,
            "seatsMax": 30,
            "quorum": { "numerator": 2, "denominator": 3 },
            "majority": { "numerator": 1, "denominator": 2 },
            "majorityBase": "PRESENT",
        },
    });
    for (pointer, value) in changes {
        *input.pointer_mut(pointer).expect("a field") = value.clone();
    }
    let selection = "council { id termEndsOn charter { seatsMin quorum { numerator denominator } } body { id } }
        userErrors { rule { confirmed citation { text } } }";
    client.mutate("createCouncil", &input, selection)
}

fn error(reply: &Reply) -> Value {
    reply.at("/payload/userErrors/0").clone()
}

fn another_ministry(world: &World, registrar: &Client) -> Value {
    let input = json!({
        "kind": "MINISTRY", "regionId": world.cast.republic.wire(), "name": text("Ministry of Water"),
        "councilEligibility": "ELIGIBLE", "establishedOn": "2020-01-01",
    });
    json!(registrar.mutate("createStateBody", &input, "body { id }").text("/body/id"))
}

on_both! {
    fn a_body_that_may_have_no_council_is_refused_one_with_the_citation(world) {
        let registrar = world.sign_in("registrar");
        let before = world.count("SELECT COUNT(*) AS n FROM councils");
        let refused = error(&create(world, &registrar, &[("/bodyId", json!(world.cast.defence.wire()))]));
        assert_eq!(refused["code"], "COUNCIL_EXCLUDED");
        assert_eq!(refused["field"], json!(["bodyId"]));
        assert_eq!(refused["rule"]["key"], "council.excluded_bodies");
        let citation = refused["rule"]["citation"]["text"].as_str().expect("a citation");
        assert!(citation.contains("383-V"), "{citation}");
        assert_eq!(refused["rule"]["confirmed"], true);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM councils"), before);
        // Another ministry may have one.
        let body = another_ministry(world, &registrar);
        let done = create(world, &registrar, &[("/bodyId", body.clone())]);
        assert_eq!(done.done()["council"]["body"]["id"], body);
    }

    fn the_refusal_speaks_the_language_of_the_reader(world) {
        let registrar = world.sign_in("registrar");
        let say = |language| {
            let refused = error(&create(world, &registrar.speaking(language), &[("/bodyId", json!(world.cast.defence.wire()))]));
            (refused["message"].to_string(), refused["rule"]["citation"]["text"].to_string())
        };
        let (kk, ru, en) = (say("kk"), say("ru"), say("en"));
        assert!(kk.0.contains("қоғамдық кеңес") && ru.0.contains("общественный совет") && en.0.contains("public council"));
        assert!(kk.1.contains("бап") && ru.1.contains("Закон") && kk.1 != ru.1 && ru.1 != en.1);
    }

    fn a_council_is_of_the_kind_of_its_body(world) {
        let registrar = world.sign_in("registrar");
        let refused = error(&create(world, &registrar, &[("/kind", json!("LOCAL"))]));
        assert_eq!((&refused["code"], &refused["field"]), (&json!("COUNCIL_KIND_UNFIT"), &json!(["kind"])));
        assert!(refused["message"].as_str().expect("a text").contains("republican"));
        create(world, &registrar, &[]).done();
    }

    fn a_body_has_one_council_at_a_time(world) {
        let p = Personas::of(world);
        let registrar = p.get("registrar");
        // The running term ends on 2028-05-31.
        let overlap = create(world, &registrar, &[("/termStartsOn", json!("2028-05-31")), ("/termEndsOn", json!("2031-05-30"))]);
        assert_eq!((overlap.refused(), &error(&overlap)["field"]), ("COUNCIL_EXISTS", &json!(["termStartsOn"])));
        let id = create(world, &registrar, &[]).text("/council/id");
        assert_eq!(p.event_about("COUNCIL_CREATED", &id)["payload"]["termEndsOn"], "2031-05-31");
        assert_eq!(create(world, &registrar, &[]).refused(), "COUNCIL_EXISTS");
    }

    fn a_term_has_an_end_after_its_beginning_and_is_no_longer_than_the_law_allows(world) {
        let registrar = world.sign_in("registrar");
        let backwards = create(world, &registrar, &[("/termEndsOn", json!("2028-05-31"))]);
        assert_eq!((backwards.refused(), &error(&backwards)["field"]), ("INVALID_PERIOD", &json!(["termEndsOn"])));
        let long = error(&create(world, &registrar, &[("/termEndsOn", json!("2031-06-01"))]));
        assert_eq!((&long["code"], &long["rule"]["key"]), (&json!("OUT_OF_RANGE"), &json!("council.term.years")));
        assert!(long["message"].as_str().expect("a text").contains("2031-05-31"), "{long}");
        create(world, &registrar, &[]).done();
    }

    fn a_council_is_created_only_for_a_body_that_exists_by_then(world) {
        let registrar = world.sign_in("registrar");
        let end = json!({ "bodyId": world.cast.ministry.wire(), "endedOn": "2028-06-01" });
        registrar.mutate("endStateBody", &end, "").done();
        let refused = create(world, &registrar, &[]);
        assert_eq!((refused.refused(), &error(&refused)["field"]), ("BODY_NOT_IN_FORCE", &json!(["termStartsOn"])));
    }

    fn a_charter_may_be_stricter_than_the_law_and_never_laxer(world) {
        let registrar = world.sign_in("registrar");
        let share = |n: u32, d: u32| json!({ "numerator": n, "denominator": d });
        for (pointer, value, field, rule) in [
            ("/charter/seatsMin", json!(14), "seatsMin", "council.size.ministry.min"),
            ("/charter/seatsMax", json!(31), "seatsMax", "council.size.ministry.max"),
            ("/charter/quorum", share(65, 100), "quorum", "council.quorum"),
            ("/charter/majority", share(49, 100), "majority", "poll.majority"),
        ] {
            let refused = error(&create(world, &registrar, &[(pointer, value)]));
            assert_eq!(refused["code"], "CHARTER_AGAINST_LAW", "{pointer}");
            assert_eq!(refused["field"], json!(["charter", field]));
            assert_eq!(refused["rule"]["key"], rule);
        }
        let stricter = [
            ("/charter/seatsMin", json!(17)),
            ("/charter/seatsMax", json!(21)),
            ("/charter/quorum", share(3, 4)),
            ("/charter/majority", share(2, 3)),
        ];
        let done = create(world, &registrar, &stricter);
        let charter = &done.done()["council"]["charter"];
        assert_eq!(*charter, json!({ "seatsMin": 17, "quorum": share(3, 4) }));
    }

    fn a_charter_that_contradicts_itself_is_refused(world) {
        let registrar = world.sign_in("registrar");
        let crossed = [("/charter/seatsMin", json!(20)), ("/charter/seatsMax", json!(19))];
        let refused = error(&create(world, &registrar, &crossed));
        assert_eq!((&refused["code"], &refused["field"]), (&json!("CHARTER_INVALID"), &json!(["charter", "seatsMin"])));
        let zero = create(world, &registrar, &[("/charter/seatsMin", json!(0))]);
        assert_eq!(zero.refused(), "OUT_OF_RANGE");
        for share in [json!({ "numerator": 4, "denominator": 3 }), json!({ "numerator": 0, "denominator": 0 })] {
            assert_eq!(create(world, &registrar, &[("/charter/quorum", share)]).denied(), "BAD_INPUT");
        }
        assert_eq!(create(world, &registrar, &[("/name/kk", json!("  "))]).refused(), "BLANK");
        create(world, &registrar, &[]).done();
    }
}
