//! The three channels of failure: codes, languages, and what is never told.

use crate::support::{Client, Personas, Reply};
use serde_json::{Value, json};

fn first(reply: &Reply) -> &Value {
    &reply.json["errors"][0]
}

fn message(reply: &Reply) -> &str {
    first(reply)["message"].as_str().expect("a text")
}

/// A request that fails in the database.
fn broken(client: &Client) -> Reply {
    let reply = client.ask("{ polls { nodes { id } } }", &Value::Null);
    assert_eq!(reply.denied(), "INTERNAL", "{:#}", reply.json);
    reply
}

on_both! {
    fn a_denial_has_a_code_for_programs_and_a_sentence_in_the_readers_language(world) {
        let p = Personas::of(world);
        let query = "{ accounts { nodes { email } } }";
        for (who, code, kk, ru, en) in [
            ("anonymous", "UNAUTHENTICATED", "Алдымен жүйеге кіріңіз.", "Сначала войдите в систему.", "Sign in first."),
            ("citizen", "FORBIDDEN", "Бұған құқығыңыз жоқ.", "У вас нет на это права.", "You may not do this."),
        ] {
            for (language, text) in [("kk", kk), ("ru", ru), ("en", en), ("ru-KZ,ru;q=0.9", ru)] {
                let reply = p.get(who).speaking(language).ask(query, &Value::Null);
                assert_eq!((reply.denied(), message(&reply)), (code, text));
            }
        }
        p.get("admin").ask(query, &Value::Null).at("/accounts/nodes");
    }

    fn a_rules_refusal_is_in_the_payload_in_the_readers_language(world) {
        let p = Personas::of(world);
        let decision = p.decision("A decision");
        let refuse = |language| p.get("officer").speaking(language).mutate("publishDecision", &json!({ "decisionId": decision }), "decision { id }");
        let texts: Vec<String> = ["kk", "ru", "en"].into_iter().map(|language| {
            let reply = refuse(language);
            assert_eq!((reply.status, reply.refused(), reply.at("/payload/decision")), (200, "WRONG_STATE", &Value::Null));
            reply.at("/payload/userErrors/0/message").as_str().expect("a text").to_owned()
        }).collect();
        assert_eq!(texts, ["Қазіргі күйінде бұл мүмкін емес: жарияланған.", "В текущем состоянии это невозможно: опубликовано.", "This is not possible in the present state: published."]);
    }

    fn when_we_break_the_client_learns_a_request_id_and_nothing_else(world) {
        world.raw("ALTER TABLE polls RENAME TO polls_put_away").expect("renames");
        let client = world.anonymous();
        for (language, word) in [("kk", "Ішкі қате"), ("ru", "Внутренняя ошибка"), ("en", "Internal error")] {
            let reply = broken(&client.speaking(language));
            let id = first(&reply)["extensions"]["requestId"].as_str().expect("an id");
            assert!(id.len() >= 16 && message(&reply).contains(word) && message(&reply).contains(id), "{}", message(&reply));
            let text = reply.json.to_string().to_lowercase();
            for secret in ["select", "no such table", "relation", "sqlite", "postgres", "polls_put_away", "diesel"] {
                assert!(!text.contains(secret), "{text}");
            }
        }
        // Two requests have two ids.
        let id = |reply: &Reply| first(reply)["extensions"]["requestId"].clone();
        assert_ne!(id(&broken(&client)), id(&broken(&client)));
        world.raw("ALTER TABLE polls_put_away RENAME TO polls").expect("renames");
        client.ask("{ polls { nodes { id } } }", &Value::Null).at("/polls/nodes");
    }

    fn a_write_that_breaks_leaves_nothing_and_hides_the_details(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let citizen = p.get("citizen");
        world.raw("ALTER TABLE events RENAME TO events_put_away").expect("renames");
        let input = json!({ "reviewId": review, "stance": "FOR", "body": "A thought" });
        let reply = citizen.mutate("addComment", &input, "comment { id }");
        assert_eq!(reply.denied(), "INTERNAL");
        assert!(!reply.json.to_string().contains("events"), "{:#}", reply.json);
        world.raw("ALTER TABLE events_put_away RENAME TO events").expect("renames");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM comments"), 0);
        citizen.mutate("addComment", &input, "comment { id }").done();
    }

    fn long_input_is_not_echoed(world) {
        let client = world.anonymous();
        let long = "q".repeat(20_000);
        let (name, value) = ("LIMIT_EXCEEDED", "BAD_INPUT");
        for (code, query) in [
            (name, format!("{{ {long} }}")),
            (name, format!("{{ viewer {{ {long} }} }}")),
            (name, format!("{{ decisions(filter: {{ {long}: 1 }}) {{ nodes {{ id }} }} }}")),
            (name, format!("{{ decisions(filter: {{ kinds: [{long}] }}) {{ nodes {{ id }} }} }}")),
            (value, format!("{{ node(id: \"{long}\") {{ id }} }}")),
            (value, format!("{{ decisions(filter: {{ bodyId: \"{long}\" }}) {{ nodes {{ id }} }} }}")),
            (value, format!("{{ decisions(after: \"{long}\") {{ nodes {{ id }} }} }}")),
            (name, format!("query({long}) {{ viewer {{ locale }} }}")),
            (name, format!("{{ viewer {{ ...{long} }} }}")),
            (name, format!("query Q(${long}: Int!) {{ viewer {{ locale }} }}")),
            (name, long.clone()),
        ] {
            let reply = client.ask(&query, &Value::Null);
            assert_eq!(reply.denied(), code, "{}", &query[..40]);
            assert!(reply.json.to_string().len() < 2_000, "{}", reply.json.to_string().len());
        }
        let variables = json!({ "id": long });
        let reply = client.ask("query($id: ID!) { decisions(filter: { bodyId: $id }) { nodes { id } } }", &variables);
        assert_eq!(reply.denied(), "BAD_INPUT");
        assert!(reply.json.to_string().len() < 2_000);
    }

    fn a_nul_anywhere_in_a_request_breaks_nothing(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let nul = "a\u{0}b";
        let sign_in = world.anonymous().mutate("signIn", &json!({ "email": nul, "password": nul }), "");
        assert_eq!(sign_in.refused(), "SIGN_IN_FAILED");
        let refresh = world.anonymous().mutate("refreshSession", &json!({ "refreshToken": nul }), "");
        let accept = world.anonymous().mutate("acceptInvitation", &json!({ "token": nul, "password": "a good long password" }), "");
        let invite = p.get("admin").mutate("inviteAccount", &json!({ "email": format!("{nul}@test.kenes"), "name": nul }), "");
        let recusal = p.get("member-02").mutate("declareRecusal", &json!({ "reviewId": review, "reason": nul }), "");
        let amend = json!({ "key": nul, "numerator": 1, "citation": { "kk": nul }, "startsOn": "2027-01-01", "confirmed": true });
        let amend = p.get("admin").mutate("amendLegalRule", &amend, "");
        for reply in [refresh, accept, invite, recusal, amend] {
            assert!(!reply.json.to_string().contains("INTERNAL"), "{:#}", reply.json);
        }
        for query in [
            "query($text: String) { decisions(filter: { text: $text }) { totalCount } }",
            "query($text: String) { stateBodies(filter: { text: $text }) { totalCount } }",
            "query($text: String) { organizations(filter: { text: $text }) { totalCount } }",
            "query($text: String) { legalRules(filter: { text: $text }) { totalCount } }",
            "query($text: String) { accounts(filter: { text: $text }) { totalCount } }",
        ] {
            let reply = p.get("admin").ask(query, &json!({ "text": nul }));
            assert_eq!(reply.json["data"].as_object().and_then(|data| data.values().next()), Some(&json!({ "totalCount": 0 })), "{query}");
        }
    }

    fn a_required_variable_that_is_not_given_stops_everything(world) {
        let p = Personas::of(world);
        let review = p.review("A decision");
        let both = "mutation($a: AddCommentInput!, $b: SetLocaleInput!) {
            a: addComment(input: $a) { userErrors { code } } b: setLocale(input: $b) { userErrors { code } } }";
        let comment = json!({ "reviewId": review, "stance": "FOR", "body": "A thought" });
        let citizen = p.get("citizen");
        for variables in [json!({ "a": comment }), json!({ "a": comment, "b": null })] {
            let reply = citizen.ask(both, &variables);
            assert_eq!((reply.status, reply.denied(), reply.statements), (400, "BAD_INPUT", 0), "{:#}", reply.json);
        }
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM comments"), 0);
        citizen.ask(both, &json!({ "a": comment, "b": { "locale": "EN" } })).at("/a");
        assert_eq!(world.count("SELECT COUNT(*) AS n FROM comments"), 1);
        // A default stands in for what is left out, and null where null may be.
        citizen.ask("query($n: Int! = 1, $t: String) { decisions(first: $n, filter: { text: $t }) { totalCount } }", &json!({})).at("/decisions");
    }

    fn the_codes_of_top_level_errors_are_those_of_the_closed_list(world) {
        let p = Personas::of(world);
        let codes: Vec<String> = [
            ("anonymous", "{ auditLog { nodes { id } } }"),
            ("citizen", "{ auditLog { nodes { id } } }"),
            ("citizen", "{ nonsense }"),
            ("citizen", "mutation { castBallot(input: { pollId: \"poll_00000000000000000000000000\", choice: FOR }) { userErrors { code } } }"),
            ("citizen", "{ stateBodies(first: 100) { nodes { decisions(first: 100) { nodes { comments(first: 100) { nodes { id } } } } } } }"),
        ].into_iter().map(|(who, query)| p.get(who).ask(query, &Value::Null).denied().to_owned()).collect();
        assert_eq!(codes, ["UNAUTHENTICATED", "FORBIDDEN", "BAD_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED"]);
    }
}
