//! A value of a legal rule that is to come is withdrawn, and the one before it holds on; what is in force stays.

use crate::support::bulk::at_once;
use crate::support::{Client, Personas, Reply, World};
use chrono::Duration;
use serde_json::{Value, json};

const QUORUM: &str = "council.quorum";
const FIELDS: &str = "id numerator denominator startsOn endsOn withdrawnAt withdrawnReason viewerCanWithdraw";

fn amend(client: &Client, numerator: u32, starts_on: &str) -> Reply {
    let citation = json!({ "kk": "Жаңа заң, 1-бап", "ru": "Новый закон, статья 1", "en": "The new law, Article 1" });
    let input = json!({
        "key": QUORUM, "numerator": numerator, "denominator": 10, "citation": citation, "startsOn": starts_on, "confirmed": true,
    });
    client.mutate("amendLegalRule", &input, &format!("rule {{ {FIELDS} }}"))
}

fn withdraw(client: &Client, rule: &str, reason: &str) -> Reply {
    client.mutate("withdrawLegalRule", &json!({ "ruleId": rule, "reason": reason }), &format!("rule {{ {FIELDS} }}"))
}

/// The values of the quorum: numerator, first day, end.
fn values(client: &Client, filter: &Value) -> Vec<(u64, String, Option<String>)> {
    let query = "query($filter: LegalRuleFilter) { legalRules(filter: $filter, orderBy: { field: STARTS_ON }) {
        nodes { numerator startsOn endsOn withdrawnAt } } }";
    let mut filter = filter.clone();
    filter["keys"] = json!([QUORUM]);
    let reply = client.ask(query, &json!({ "filter": filter }));
    let nodes = reply.at("/legalRules/nodes").as_array().expect("a list").clone();
    let standing = nodes.iter().filter(|rule| rule["withdrawnAt"].is_null());
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let value = |rule: &Value| {
        (rule["numerator"].as_u64().expect("a number"), text(&rule["startsOn"]).expect("a day"), text(&rule["endsOn"]))
    };
    standing.map(value).collect()
}

fn value(numerator: u64, from: &str, to: Option<&str>) -> (u64, String, Option<String>) {
    (numerator, from.to_owned(), to.map(str::to_owned))
}

/// What holds on a day.
fn on(world: &World, day: &str) -> Vec<u64> {
    values(&world.anonymous(), &json!({ "inForceOn": day })).into_iter().map(|(numerator, _, _)| numerator).collect()
}

on_both! {
    fn a_value_to_come_is_withdrawn_and_the_one_before_it_holds_on(world) {
        let p = Personas::of(world);
        let admin = p.get("admin");
        let amended = amend(&admin, 8, "2027-01-01");
        assert_eq!(amended.done()["rule"]["viewerCanWithdraw"], true);
        assert_eq!(on(world, "2027-01-01"), [8]);
        let rule = amended.text("/rule/id");
        let withdrawn = withdraw(&admin, &rule, " The bill was not passed ").done()["rule"].clone();
        let expected = json!({
            "id": rule, "numerator": 8, "denominator": 10, "startsOn": "2027-01-01", "endsOn": "2027-01-01",
            "withdrawnAt": "2026-11-22T06:00:00Z", "withdrawnReason": "The bill was not passed", "viewerCanWithdraw": false,
        });
        assert_eq!(withdrawn, expected);
        let event = p.event_about("LEGAL_RULE_WITHDRAWN", &rule);
        assert_eq!(event["actor"]["id"], json!(world.cast.person("admin")));
        let told = json!({ "key": QUORUM, "valueNum": 8, "valueDen": 10, "validFrom": "2027-01-01", "reason": "The bill was not passed" });
        assert_eq!(event["payload"], told);
        // Everybody still reads that it was to come, and nothing rests on it.
        let query = format!("query($id: ID!) {{ node(id: $id) {{ ... on LegalRule {{ {FIELDS} }} }} }}");
        assert_eq!(*world.anonymous().ask(&query, &json!({ "id": rule })).at("/node"), expected);
        assert_eq!((on(world, "2026-12-31"), on(world, "2027-01-01"), on(world, "2030-01-01")), (vec![2], vec![2], vec![2]));
        assert_eq!(values(&world.anonymous(), &json!({})), [value(2, "2016-01-01", None)]);
    }

    fn a_value_to_come_is_corrected_by_withdrawing_it_and_amending_again_from_the_same_day(world) {
        let admin = world.sign_in("admin");
        let slip = amend(&admin, 1, "2027-01-01").text("/rule/id");
        assert_eq!(amend(&admin, 8, "2027-01-01").refused(), "RULE_OVERLAP");
        withdraw(&admin, &slip, "A slip of the pen").done();
        amend(&admin, 8, "2027-01-01").done();
        assert_eq!(values(&admin, &json!({})), [value(2, "2016-01-01", Some("2027-01-01")), value(8, "2027-01-01", None)]);
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM legal_rules WHERE key = 'council.quorum'"), 3);
    }

    fn a_value_withdrawn_between_two_leaves_its_days_to_the_one_before(world) {
        let admin = world.sign_in("admin");
        let between = amend(&admin, 7, "2027-01-01").text("/rule/id");
        amend(&admin, 9, "2028-01-01").done();
        withdraw(&admin, &between, "Postponed").done();
        assert_eq!(values(&admin, &json!({})), [value(2, "2016-01-01", Some("2028-01-01")), value(9, "2028-01-01", None)]);
        assert_eq!((on(world, "2027-12-31"), on(world, "2028-01-01")), (vec![2], vec![9]));
    }

    fn a_value_in_force_is_not_withdrawn(world) {
        let admin = world.sign_in("admin");
        let to_come = amend(&admin, 8, "2026-11-24").text("/rule/id");
        let today = world.anonymous().ask("query($key: String!) { legalRules(filter: { keys: [$key], inForceOn: \"2026-11-22\" }) { nodes { id } } }", &json!({ "key": QUORUM }));
        let today = today.at("/legalRules/nodes/0/id").as_str().expect("an id").to_owned();
        let refused = withdraw(&admin, &today, "I do not like it");
        assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/rule/key")), ("RULE_IN_FORCE", &json!(QUORUM)));
        world.advance(Duration::days(2));
        let admin = world.sign_in("admin");
        assert_eq!(withdraw(&admin, &to_come, "Too late").refused(), "RULE_IN_FORCE");
        assert_eq!(on(world, "2026-11-24"), [8]);
        // On its eve it still was to come.
        let next = amend(&admin, 9, "2026-11-25").text("/rule/id");
        withdraw(&admin, &next, "In time").done();
    }

    fn a_value_is_withdrawn_once_with_a_reason_and_by_administrators_only(world) {
        let p = Personas::of(world);
        let admin = p.get("admin");
        let rule = amend(&admin, 8, "2027-01-01").text("/rule/id");
        for (reason, code) in [("  ", "BLANK"), ("x".repeat(2_001).as_str(), "TOO_LONG")] {
            let refused = withdraw(&admin, &rule, reason);
            assert_eq!((refused.refused(), refused.at("/payload/userErrors/0/field")), (code, &json!(["reason"])));
        }
        assert_eq!(withdraw(&p.get("registrar"), &rule, "Because").denied(), "FORBIDDEN");
        assert_eq!(withdraw(&admin, "rule_00000000000000000000000000", "Because").denied(), "NOT_FOUND");
        withdraw(&admin, &rule, "Because").done();
        assert_eq!(withdraw(&admin, &rule, "Because").refused(), "NOTHING_CHANGED");
        assert_eq!(p.events("LEGAL_RULE_WITHDRAWN").len(), 1);
    }

    fn administrators_who_change_a_rule_at_once_leave_periods_that_follow_each_other(world) {
        let admin = world.sign_in("admin");
        let to_come = amend(&admin, 5, "2027-01-01").text("/rule/id");
        at_once(6, |number| {
            if number == 0 {
                withdraw(&admin, &to_come, "Postponed");
            } else {
                let number = u32::try_from(number).expect("few");
                amend(&admin, number, &format!("2028-0{number}-01"));
            }
        });
        let values = values(&admin, &json!({}));
        assert!(values.len() > 1, "{values:?}");
        let (mut begin, mut end) = (String::new(), None);
        for (_, from, to) in values {
            assert!(begin < from && end.is_none_or(|end| end == Some(from.clone())), "{from}");
            (begin, end) = (from, Some(to));
        }
        assert_eq!(end, Some(None), "the last has no end");
    }
}
