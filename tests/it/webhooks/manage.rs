use super::{Receiver, act, look, made, make, program, until};
use crate::service_accounts;
use crate::support::Personas;
use serde_json::{Value, json};

on_both! {
    fn an_address_within_the_network_is_refused_however_it_is_spelt(world) {
        let ngo = world.sign_in("ngo");
        for url in [
            "http://hooks.kenes.invalid/", "https://127.0.0.1/", "https://0x7f.1/", "https://2130706433/", "https://[::1]/",
            "https://10.1.2.3/", "https://169.254.169.254/latest/meta-data", "https://[::ffff:10.0.0.1]/", "https://user:word@hooks.kenes.invalid/",
            "ftp://hooks.kenes.invalid/", "nothing",
        ] {
            assert_eq!(make(&ngo, url, &[]).denied(), "BAD_INPUT", "{url}");
        }
        assert_eq!(make(&ngo, &format!("https://hooks.kenes.invalid/{}", "x".repeat(2_000)), &[]).refused(), "TOO_LONG");
        make(&ngo, "https://hooks.kenes.invalid/kenes", &[]).done();
    }

    fn a_name_that_leads_into_the_network_is_not_dialled(world) {
        let (ngo, receiver) = (world.sign_in("ngo"), Receiver::open());
        let port = receiver.url.rsplit(':').next().expect("a port").to_owned();
        let id = make(&ngo, &format!("https://localhost:{port}"), &[]).text("/webhook/id");
        act(&ngo, "testWebhook", &id).done();
        world.eventually("a try", || look(&ngo, &id)["failuresInARow"] == json!(1));
        let attempt = look(&ngo, &id)["deliveries"]["nodes"][0]["attempts"][0].clone();
        assert_eq!((&attempt["status"], &attempt["error"]), (&Value::Null, &json!("the name leads to no address on the public internet")));
        assert_eq!(receiver.count(), 0);
    }

    fn whoever_has_a_role_or_a_seat_has_webhooks_and_nobody_sees_anothers(world) {
        let p = Personas::of(world);
        let url = "https://hooks.kenes.invalid/kenes";
        for (who, code) in [("anonymous", "UNAUTHENTICATED"), ("citizen", "FORBIDDEN"), ("robot", "FORBIDDEN")] {
            assert_eq!(make(&p.get(who), url, &[]).denied(), code, "{who}");
        }
        let enter = |scopes: &[&str]| {
            let entered = service_accounts::enter(&p.get("ngo"), &service_accounts::at_ngo(world), scopes);
            world.anonymous().with_token(&entered.text("/token"))
        };
        assert_eq!(make(&enter(&["WEBHOOKS_MANAGE"]), url, &[]).denied(), "FORBIDDEN");
        make(&enter(&["WEBHOOKS_MANAGE", "EVENTS_READ"]), url, &[]).done();
        let id = make(&p.get("member-05"), url, &[]).text("/webhook/id");
        let query = "query($id: ID!) { node(id: $id) { ... on Webhook { url viewerCanChange viewerCanEnd } } webhooks { totalCount } }";
        let seen = |who: &str| p.get(who).ask(query, &json!({ "id": id }));
        assert_eq!(seen("member-05").at("/node"), &json!({ "url": url, "viewerCanChange": true, "viewerCanEnd": true }));
        assert_eq!(seen("admin").at("/node"), &json!({ "url": url, "viewerCanChange": false, "viewerCanEnd": true }));
        for who in ["member-06", "citizen", "chair"] {
            assert!(seen(who).at("/node").is_null(), "{who}");
            assert_eq!(act(&p.get(who), "pauseWebhook", &id).denied(), "NOT_FOUND", "{who}");
        }
        assert_eq!(seen("member-05").at("/webhooks/totalCount"), &json!(1));
        assert_eq!(seen("admin").at("/webhooks/totalCount"), &json!(2));
        assert_eq!(act(&p.get("admin"), "rotateWebhookSecret", &id).denied(), "FORBIDDEN");
    }
}

on_both_with! { |settings| { settings.webhooks = 1; settings.webhook_anywhere = true; settings.webhook_days = 1; };
    fn an_account_has_so_many_and_old_deliveries_are_forgotten(world) {
        let (ngo, receiver) = (program(world), Receiver::open());
        let id = made(&ngo, &receiver, &[]);
        assert_eq!(make(&ngo, &receiver.url, &[]).refused(), "WEBHOOK_LIMIT");
        act(&ngo, "testWebhook", &id).done();
        until(world, &ngo, &id, &["DELIVERED"]);
        act(&ngo, "endWebhook", &id).done();
        let again = made(&ngo, &receiver, &[]);
        world.advance(chrono::Duration::hours(25));
        act(&ngo, "testWebhook", &again).done();
        let core = std::sync::Arc::clone(&world.instance.core);
        let act = kenes::access::act::Act::new(core, kenes::access::viewer::Viewer::anonymous(world.clock.now()));
        assert_eq!(kenes::features::webhooks::sweep::sweep(&act).expect("sweeps"), 1);
        assert_eq!(look(&ngo, &id)["deliveries"]["nodes"], json!([]));
        until(world, &ngo, &again, &["DELIVERED"]);
    }
}
