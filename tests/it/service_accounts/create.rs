use super::{at_ngo, enter, name, of, revoke, rotate};
use crate::support::Personas;
use serde_json::{Value, json};

on_both! {
    fn a_representative_enters_a_program_and_is_shown_its_token_once(world) {
        let p = Personas::of(world);
        let entered = enter(&p.get("ngo"), &at_ngo(world), &["DECISIONS_READ", "COMMENTS_WRITE"]);
        let (token, account) = (entered.text("/token"), entered.done()["serviceAccount"].clone());
        assert!(token.starts_with("kenes_svc_") && token.len() == 114);
        assert_eq!(account["scopes"], json!(["DECISIONS_READ", "COMMENTS_WRITE"]));
        assert_eq!(account["state"], "ACTIVE");
        let program = world.anonymous().with_token(&token);
        assert_eq!(name(&program).at("/viewer"), &json!({ "person": { "name": "A program", "kind": "SERVICE" }, "account": null }));
        // Only its hash is kept, and nothing of it is in the log.
        let secret = token.get(42..106).expect("its secret");
        assert_eq!(world.count(&format!("SELECT COUNT(*) AS n FROM events WHERE body LIKE '%{secret}%'")), 0);
        let seen = p.get("ngo").ask("{ serviceAccounts { nodes { name person { name } owner { name } boundTo { __typename } tokens { usedAt } } } }", &Value::Null);
        let mine = seen.at("/serviceAccounts/nodes/1");
        assert_eq!(mine["boundTo"]["__typename"], "Organization");
        assert_eq!(mine["owner"]["name"], "ngo");
        assert!(mine["tokens"][0]["usedAt"].is_string(), "{mine:#}");
    }

    fn others_enter_no_program_there(world) {
        let p = Personas::of(world);
        for (who, code) in [("anonymous", "UNAUTHENTICATED"), ("citizen", "FORBIDDEN"), ("media", "FORBIDDEN"), ("registrar", "FORBIDDEN"), ("robot", "FORBIDDEN")] {
            assert_eq!(enter(&p.get(who), &at_ngo(world), &["EVENTS_READ"]).denied(), code, "{who}");
        }
        let body = json!({ "stateBodyId": world.cast.ministry.wire() });
        assert_eq!(enter(&p.get("officer"), &body, &["EVENTS_READ"]).denied(), "FORBIDDEN");
        enter(&p.get("ngo"), &at_ngo(world), &["EVENTS_READ"]).done();
    }

    fn an_administrator_enters_one_for_its_owner_and_never_holds_its_token(world) {
        let p = Personas::of(world);
        let body = json!({ "stateBodyId": world.cast.ministry.wire() });
        let (id, program) = of(&p, "officer", &body, &["DECISIONS_READ"]);
        assert_eq!(name(&program).at("/viewer/person/name"), &json!("A program"));
        assert_eq!(rotate(&p.get("admin"), &id, 0).denied(), "FORBIDDEN");
        assert_eq!(rotate(&p.get("local-officer"), &id, 0).denied(), "NOT_FOUND");
        // For themselves they have nothing to hand on.
        assert_eq!(enter(&p.get("admin"), &body, &["DECISIONS_READ"]).refused(), "SERVICE_OWNER_WITHOUT_RIGHTS");
    }

    fn a_program_that_could_do_nothing_is_refused(world) {
        let p = Personas::of(world);
        let ngo = p.get("ngo");
        assert_eq!(enter(&ngo, &at_ngo(world), &[]).refused(), "BLANK");
        let with = |field: &str, value: Value| {
            let mut input = json!({ "name": "A program", "boundTo": at_ngo(world), "scopes": ["EVENTS_READ"] });
            input[field] = value;
            ngo.mutate("createServiceAccount", &input, "")
        };
        assert_eq!(with("name", json!(" ")).refused(), "BLANK");
        assert_eq!(with("validDays", json!(0)).refused(), "OUT_OF_RANGE");
        assert_eq!(with("validDays", json!(367)).refused(), "OUT_OF_RANGE");
        with("validDays", json!(366)).done();
        let council = json!({ "councilId": world.cast.council.wire() });
        let input = json!({ "name": "x", "boundTo": council, "scopes": ["EVENTS_READ"], "ownerId": world.cast.person("citizen") });
        assert_eq!(p.get("admin").mutate("createServiceAccount", &input, "").refused(), "SERVICE_OWNER_WITHOUT_RIGHTS");
        let input = json!({ "name": "x", "boundTo": at_ngo(world), "scopes": ["EVENTS_READ"], "ownerId": world.cast.person("robot") });
        assert_eq!(p.get("admin").mutate("createServiceAccount", &input, "").denied(), "NOT_FOUND");
    }

    fn who_may_not_know_of_a_program_does_not_learn_that_it_exists(world) {
        let p = Personas::of(world);
        let id = enter(&p.get("ngo"), &at_ngo(world), &["EVENTS_READ"]).text("/serviceAccount/id");
        let query = "query($id: ID!) { node(id: $id) { ... on ServiceAccount { name viewerCanRotate viewerCanRevoke } } serviceAccounts { totalCount } }";
        let look = |who: &str| p.get(who).ask(query, &json!({ "id": id }));
        assert_eq!(look("ngo").at("/node"), &json!({ "name": "A program", "viewerCanRotate": true, "viewerCanRevoke": true }));
        assert_eq!(look("admin").at("/node"), &json!({ "name": "A program", "viewerCanRotate": false, "viewerCanRevoke": true }));
        for who in ["citizen", "media", "registrar", "auditor", "officer"] {
            assert!(look(who).at("/node").is_null(), "{who}");
            assert_eq!(look(who).at("/serviceAccounts/totalCount"), &json!(0), "{who}");
        }
        // The cast's robot, and this one.
        assert_eq!(look("ngo").at("/serviceAccounts/totalCount"), &json!(2));
    }
}

on_both_with! { |settings| settings.service_accounts = 2;
    fn an_owner_has_so_many_and_no_more(world) {
        let p = Personas::of(world);
        let ngo = p.get("ngo");
        let id = enter(&ngo, &at_ngo(world), &["EVENTS_READ"]).text("/serviceAccount/id");
        assert_eq!(enter(&ngo, &at_ngo(world), &["EVENTS_READ"]).refused(), "SERVICE_ACCOUNT_LIMIT");
        revoke(&ngo, &id).done();
        enter(&ngo, &at_ngo(world), &["EVENTS_READ"]).done();
    }
}
