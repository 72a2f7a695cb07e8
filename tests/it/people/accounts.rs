//! Who reads accounts, and where an e-mail address never stands.

use crate::support::{Client, Personas};
use serde_json::{Value, json};

fn account_of(client: &Client, person: &str) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Person { name account { email roles { role } } } } }";
    client.ask(query, &json!({ "id": person })).at("/node").clone()
}

on_both! {
    fn an_address_is_shown_to_its_owner_and_to_administrators_only(world) {
        let p = Personas::of(world);
        let person = world.cast.person("member-05");
        for who in ["member-05", "admin"] {
            assert_eq!(account_of(&p.get(who), &person)["account"]["email"], json!("member-05@test.kenes"), "{who}");
        }
        for who in ["anonymous", "citizen", "chair", "registrar", "auditor", "officer", "robot"] {
            assert_eq!(account_of(&p.get(who), &person), json!({ "name": "member-05", "account": null }), "{who}");
        }
    }

    fn the_list_of_accounts_is_for_administrators(world) {
        let p = Personas::of(world);
        let query = "query($filter: AccountFilter) { accounts(first: 100, filter: $filter) { totalCount nodes { email } } }";
        let found = p.get("admin").ask(query, &json!({ "filter": { "text": "member-05" } }));
        assert_eq!(found.at("/accounts/nodes"), &json!([{ "email": "member-05@test.kenes" }]));
        assert_eq!(found.at("/accounts/totalCount"), &json!(1));
        for (who, code) in [("anonymous", "UNAUTHENTICATED"), ("registrar", "FORBIDDEN"), ("auditor", "FORBIDDEN"), ("robot", "FORBIDDEN")] {
            assert_eq!(p.get(who).ask(query, &Value::Null).denied(), code, "{who}");
        }
    }

    fn the_roles_of_somebody_else_are_not_found_by_their_id(world) {
        let p = Personas::of(world);
        let role = json!({ "accountId": world.cast.person("member-05"), "role": "AUDITOR" });
        let id = p.get("admin").mutate("grantRole", &role, "roleGrant { id }").text("/roleGrant/id");
        let found = |who: &str| {
            let reply = p.get(who).ask("query($id: ID!) { node(id: $id) { id } }", &json!({ "id": id }));
            !reply.at("/node").is_null()
        };
        assert!(found("member-05") && found("admin"));
        assert!(!found("citizen") && !found("anonymous"));
    }

    fn no_e_mail_address_stands_in_a_public_event(world) {
        let p = Personas::of(world);
        let admin = p.get("admin");
        let invite = json!({ "email": "newcomer@test.kenes", "name": "Newcomer Newcomerov" });
        let token = admin.mutate("inviteAccount", &invite, "token").text("/token");
        let acceptance = json!({ "token": token, "password": "a long enough secret" });
        world.anonymous().mutate("acceptInvitation", &acceptance, "").done();
        admin.mutate("suspendAccount", &json!({ "accountId": world.cast.person("citizen-2") }), "").done();
        assert!(world.count("SELECT COUNT(*) AS n FROM events WHERE kind = 'AccountOpened'") > 20);
        let named = "SELECT COUNT(*) AS n FROM events WHERE body LIKE '%@%' OR body LIKE '%Newcomerov%' OR body LIKE '%127.0.0.1%'";
        assert_eq!(world.count(named), 0);
        // What may be erased is kept apart, under a salted hash.
        let kept = "SELECT COUNT(*) AS n FROM event_secrets WHERE body LIKE '%newcomer@test.kenes%'";
        assert_eq!(world.count(kept), 2);
        for who in ["admin", "auditor"] {
            let mut after = Value::Null;
            loop {
                let query = "query($after: String) { events: auditLog(first: 100, after: $after) { nodes { body payload } pageInfo { hasNextPage endCursor } } }";
                let page = p.get(who).ask(query, &json!({ "after": after }));
                let text = page.at("/events/nodes").to_string();
                assert!(!text.contains('@') && !text.contains("Newcomerov"), "{who}");
                after = page.at("/events/pageInfo/endCursor").clone();
                if page.at("/events/pageInfo/hasNextPage") == &json!(false) {
                    break;
                }
            }
        }
    }
}
