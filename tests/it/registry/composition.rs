//! Whether a council is composed as the law asks: numbers, citations, days, and what follows for its polls.

use crate::support::builders::text;
use crate::support::{Client, Personas, World};
use serde_json::{Value, json};

fn report(world: &World, day: &str) -> Value {
    let query = "query($id: ID!, $day: Date) { node(id: $id) { ... on Council { compositionReport(onDate: $day) {
        judgedOn status renewal { state startsOn rule { key } }
        checks { name verdict actual required rule { key confirmed citation { text(locale: EN) } } } } } } }";
    let reply = world.anonymous().ask(query, &json!({ "id": world.cast.council.wire(), "day": day }));
    reply.at("/node/compositionReport").clone()
}

fn check(report: &Value, name: &str) -> Value {
    let checks = report["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["name"] == json!(name)).expect("the check").clone()
}

/// Verdict, number and bound of a check.
fn judged(report: &Value, name: &str) -> (String, String, String) {
    let check = check(report, name);
    let text = |key: &str| check[key].as_str().expect("a text").to_owned();
    (text("verdict"), text("actual"), text("required"))
}

fn is(verdict: &str, actual: &str, required: &str) -> (String, String, String) {
    (verdict.into(), actual.into(), required.into())
}

fn end(client: &Client, world: &World, who: &str) {
    let input = json!({ "membershipId": world.cast.seats[who], "reason": "OTHER" });
    client.mutate("endMembership", &input, "").done();
}

fn amend(client: &Client, key: &str, numerator: u32, denominator: u32, starts_on: &str) -> crate::support::Reply {
    let citation = json!({ "kk": "Жаңа заң, 1-бап", "ru": "Новый закон, статья 1", "en": "The new law, Article 1" });
    let input = json!({
        "key": key, "numerator": numerator, "denominator": denominator, "citation": citation, "startsOn": starts_on, "confirmed": true,
    });
    client.mutate("amendLegalRule", &input, "rule { id key numerator denominator startsOn endsOn }")
}

on_both! {
    fn a_council_composed_as_the_law_asks_is_reported_so_with_numbers_and_citations(world) {
        let report = report(world, "2026-11-22");
        assert_eq!((&report["status"], &report["judgedOn"]), (&json!("COMPLIANT"), &json!("2026-11-22")));
        assert_eq!(judged(&report, "SIZE"), is("HOLDS", "15", "15–30"));
        assert_eq!(judged(&report, "STATE_SHARE"), is("HOLDS", "4/15", "≤ 1/3"));
        assert_eq!(judged(&report, "ONE_SEAT_PER_ORGANIZATION"), is("HOLDS", "1", "≤ 1"));
        assert_eq!(judged(&report, "CHAIR_NOT_IN_PUBLIC_SERVICE"), is("HOLDS", "NGO", "≠ STATE"));
        assert_eq!(judged(&report, "TERM_RUNNING"), is("HOLDS", "2026-11-22", "2025-06-01 – 2028-05-31"));
        for (name, key, confirmed) in [
            ("SIZE", "council.size.ministry.min", true),
            ("STATE_SHARE", "council.state_share.max", false),
            ("ONE_SEAT_PER_ORGANIZATION", "council.seats_per_organization.max", true),
            ("CHAIR_NOT_IN_PUBLIC_SERVICE", "council.chair.not_in_public_service", true),
            ("TERM_RUNNING", "council.term.years", false),
        ] {
            let rule = &check(&report, name)["rule"];
            assert_eq!((&rule["key"], &rule["confirmed"]), (&json!(key), &json!(confirmed)));
            assert!(!rule["citation"]["text"].as_str().expect("a citation").is_empty());
        }
        let renewal = json!({ "state": "NOT_DUE", "startsOn": "2028-03-31", "rule": { "key": "council.renewal.months" } });
        assert_eq!(report["renewal"], renewal);
    }

    fn a_member_less_breaks_the_size_and_the_state_share_follows_the_numbers(world) {
        let registrar = world.sign_in("registrar");
        end(&registrar, world, "member-12");
        let first = report(world, "2026-11-22");
        assert_eq!(first["status"], "BROKEN");
        assert_eq!(judged(&first, "SIZE"), is("BROKEN", "14", "15–30"));
        assert_eq!(judged(&first, "STATE_SHARE"), is("HOLDS", "4/14", "≤ 1/3"));
        for who in ["member-11", "member-10"] {
            end(&registrar, world, who);
        }
        assert_eq!(judged(&report(world, "2026-11-22"), "STATE_SHARE"), is("HOLDS", "4/12", "≤ 1/3"));
        end(&registrar, world, "member-09");
        assert_eq!(judged(&report(world, "2026-11-22"), "STATE_SHARE"), is("BROKEN", "4/11", "≤ 1/3"));
        // Yesterday all was well, and stays so on record.
        assert_eq!(report(world, "2026-11-21")["status"], "COMPLIANT");
    }

    fn a_council_without_a_chair_or_outside_its_term_is_broken(world) {
        let registrar = world.sign_in("registrar");
        end(&registrar, world, "chair");
        assert_eq!(judged(&report(world, "2026-11-22"), "CHAIR_NOT_IN_PUBLIC_SERVICE"), is("BROKEN", "–", "≠ STATE"));
        let after = report(world, "2028-06-01");
        assert_eq!(judged(&after, "TERM_RUNNING"), is("BROKEN", "2028-06-01", "2025-06-01 – 2028-05-31"));
        assert_eq!(report(world, "2028-03-31")["renewal"]["state"], "DUE");
        assert_eq!(report(world, "2028-03-30")["renewal"]["state"], "NOT_DUE");
    }

    fn a_council_outside_its_rules_comments_and_opens_no_poll(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        end(&p.get("registrar"), world, "member-12");
        p.comment("chair", &review);
        let poll = json!({ "reviewId": review, "mode": "ROLL_CALL", "question": text("Shall it be so?") });
        let refused = p.get("chair").mutate("openPoll", &poll, "poll { id }");
        assert_eq!(refused.refused(), "COUNCIL_NOT_COMPLIANT");
        assert_eq!(*refused.at("/payload/userErrors/0/rule/key"), json!("council.size.ministry.min"));
        assert!(refused.at("/payload/userErrors/0/message").as_str().expect("a text").contains("size 14 (15–30)"));
        let again = json!({
            "councilId": world.cast.council.wire(), "personId": world.cast.person("citizen"), "category": "CITIZEN", "position": "MEMBER",
        });
        p.get("registrar").mutate("appointMember", &again, "").done();
        p.get("chair").mutate("openPoll", &poll, "poll { id }").done();
    }

    fn an_amended_rule_changes_the_report_from_its_day_on(world) {
        let p = Personas::of(world);
        let rule = amend(&p.get("admin"), "council.size.ministry.min", 16, 1, "2026-11-25");
        assert_eq!(rule.done()["rule"]["endsOn"], Value::Null);
        let event = p.event_about("LEGAL_RULE_AMENDED", &rule.text("/rule/id"));
        assert_eq!(event["actor"]["id"], json!(world.cast.person("admin")));

        assert_eq!(judged(&report(world, "2026-11-24"), "SIZE"), is("HOLDS", "15", "15–30"));
        let after = report(world, "2026-11-25");
        assert_eq!(judged(&after, "SIZE"), is("BROKEN", "15", "16–30"));
        assert_eq!(check(&after, "SIZE")["rule"]["citation"]["text"], "The new law, Article 1");
        assert_ne!(check(&report(world, "2026-11-24"), "SIZE")["rule"]["citation"]["text"], "The new law, Article 1");

        // What holds today decides what may be done today.
        p.poll("Before the new rule", "ROLL_CALL");
        world.advance(chrono::Duration::days(3));
        let later = Personas::of(world);
        let poll = json!({ "reviewId": later.review("After it"), "mode": "ROLL_CALL", "question": text("Shall it be so?") });
        assert_eq!(later.get("chair").mutate("openPoll", &poll, "").refused(), "COUNCIL_NOT_COMPLIANT");
    }

    fn a_stricter_share_is_judged_exactly(world) {
        let admin = world.sign_in("admin");
        // 4 of 15 are exactly four fifteenths: allowed, and a share a little less is not.
        amend(&admin, "council.state_share.max", 4, 15, "2026-11-23").done();
        assert_eq!(judged(&report(world, "2026-11-23"), "STATE_SHARE"), is("HOLDS", "4/15", "≤ 4/15"));
        amend(&admin, "council.state_share.max", 266, 1_000, "2026-11-24").done();
        assert_eq!(judged(&report(world, "2026-11-24"), "STATE_SHARE").0, "BROKEN");
    }

    fn a_rule_is_amended_forwards_only_by_an_administrator_and_only_if_it_exists(world) {
        let p = Personas::of(world);
        let admin = p.get("admin");
        assert_eq!(amend(&p.get("registrar"), "council.quorum", 3, 4, "2027-01-01").denied(), "FORBIDDEN");
        assert_eq!(amend(&admin, "council.moon", 3, 4, "2027-01-01").refused(), "RULE_UNKNOWN");
        assert_eq!(amend(&admin, "council.quorum", 3, 0, "2027-01-01").refused(), "OUT_OF_RANGE");
        assert_eq!(amend(&admin, "council.quorum", 4, 3, "2027-01-01").refused(), "OUT_OF_RANGE");
        assert_eq!(amend(&admin, "council.quorum", 3, 4, "2026-11-21").refused(), "INVALID_PERIOD");
        amend(&admin, "council.quorum", 3, 4, "2027-01-01").done();
        assert_eq!(amend(&admin, "council.quorum", 4, 5, "2027-01-01").refused(), "RULE_OVERLAP");
        let query = "{ legalRules(filter: { keys: [\"council.quorum\"] }, orderBy: { field: STARTS_ON }) { nodes { numerator denominator startsOn endsOn } } }";
        let rules = world.anonymous().ask(query, &Value::Null);
        assert_eq!(
            *rules.at("/legalRules/nodes"),
            json!([
                { "numerator": 2, "denominator": 3, "startsOn": "2016-01-01", "endsOn": "2027-01-01" },
                { "numerator": 3, "denominator": 4, "startsOn": "2027-01-01", "endsOn": null },
            ])
        );
    }
}
