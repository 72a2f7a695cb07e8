use super::{Receiver, act, look, made, make, program, states, until};
use crate::service_accounts;
use crate::support::Personas;
use crate::support::builders::draft_input;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kenes::features::webhooks::signature::signatures;
use serde_json::{Value, json};

fn key(secret: &str) -> Vec<u8> {
    STANDARD.decode(secret.strip_prefix("whsec_").expect("a prefix")).expect("base 64")
}

on_both_with! { |settings| settings.webhook_anywhere = true;
    fn what_happens_is_posted_signed_and_logged(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let new = make(&ngo, &receiver.url, &["DECISION_PUBLISHED"]);
        let (id, secret) = (new.text("/webhook/id"), new.text("/secret"));
        let decision = p.decision("A decision");
        until(world, &ngo, &id, &["DELIVERED"]);
        let posted = receiver.posted().pop().expect("one");
        assert_eq!((receiver.count(), posted.path.as_str()), (1, "/hook"));
        assert_eq!(posted.told(), ("DECISION_PUBLISHED".to_owned(), decision.clone()));
        assert_eq!(posted.json()["data"]["decisionId"], json!(decision));
        assert_eq!(posted.headers["content-type"], "application/json");
        let seconds: i64 = posted.headers["webhook-timestamp"].parse().expect("seconds");
        let signed = signatures(&[key(&secret)], posted.id(), seconds, &posted.body).expect("signs");
        assert_eq!(posted.headers["webhook-signature"], signed);
        // Its cursor goes on where it stands, in the feed of the same kinds.
        let query = "query($after: String) { events(kinds: [DECISION_PUBLISHED], after: $after) { nodes { id } } }";
        assert_eq!(ngo.ask(query, &json!({ "after": posted.json()["data"]["cursor"] })).at("/events/nodes"), &json!([]));
        let logged = &look(&ngo, &id)["deliveries"]["nodes"][0];
        assert_eq!((&logged["id"], &logged["type"]), (&json!(posted.id()), &json!("DECISION_PUBLISHED")));
        assert_eq!(logged["attempts"], json!([{ "number": 1, "status": 200, "error": null, "response": "heard" }]));
    }

    fn what_hangs_on_one_decision_is_posted_in_order_and_does_not_wait_for_another(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let id = made(&ngo, &receiver, &["DECISION_PUBLISHED", "REVIEW_OPENED"]);
        receiver.answer(&["500"]);
        let first = p.decision("The first");
        world.eventually("the first try", || receiver.count() == 1);
        let review = p.review_of(&first);
        let second = p.decision("The second");
        world.eventually("the second decision", || receiver.count() == 2);
        assert_eq!(receiver.posted()[1].told().1, second);
        assert_eq!(states(&ngo, &id), ["WAITING", "WAITING", "DELIVERED"]);
        world.advance(chrono::Duration::seconds(7));
        until(world, &ngo, &id, &["DELIVERED", "DELIVERED", "DELIVERED"]);
        let posted = receiver.posted();
        assert_eq!((posted[2].id(), posted[3].told().1), (posted[0].id(), review));
        assert_eq!(posted.len(), 4);
    }

    fn a_webhook_is_told_of_its_subject_and_its_kinds_only(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let other = p.decision("Another");
        let wanted = p.decision("The one");
        let input = json!({ "url": receiver.url, "subject": wanted, "kinds": ["REVIEW_OPENED", "COMMENT_ADDED"] });
        let id = ngo.mutate("createWebhook", &input, "webhook { id subject kinds }").text("/webhook/id");
        p.review_of(&other);
        let review = p.review_of(&wanted);
        let comment = p.comment("citizen", &review);
        until(world, &ngo, &id, &["DELIVERED", "DELIVERED"]);
        let told: Vec<String> = receiver.posted().iter().map(|posted| posted.told().1).collect();
        assert_eq!(told, [review, comment]);
    }

    fn a_webhook_is_told_what_its_owner_may_see_when_it_is_posted(world) {
        let p = Personas::of(world);
        let (receiver, strangers) = (Receiver::open(), Receiver::open());
        let (officer, ngo) = (p.get("officer"), p.get("ngo"));
        let id = made(&officer, &receiver, &["DECISION_PUBLISHED"]);
        let blind = made(&ngo, &strangers, &["DECISION_PUBLISHED"]);
        receiver.answer(&["500"]);
        let restricted = p.draft("Restricted");
        p.publish(&restricted, &json!({ "access": "RESTRICTED" }));
        world.eventually("the first try", || receiver.count() == 1);
        let open = p.decision("Open to all");
        until(world, &ngo, &blind, &["DELIVERED"]);
        assert_eq!(strangers.posted()[0].told().1, open);
        // The officer leaves before the second try.
        let roles = "query($id: ID!) { node(id: $id) { ... on Person { account { roles { id } } } } }";
        let role = p.get("admin").ask(roles, &json!({ "id": world.cast.person("officer") })).at("/node/account/roles/0/id").clone();
        p.get("admin").mutate("revokeRole", &json!({ "roleGrantId": role }), "").done();
        world.advance(chrono::Duration::seconds(7));
        until(world, &officer, &id, &["DROPPED", "DELIVERED"]);
        assert!(receiver.posted().iter().skip(1).all(|posted| posted.told().1 == open));
    }

    fn what_was_told_early_is_not_told_again_when_the_right_is_lost_and_the_embargo_ends(world) {
        let p = Personas::of(world);
        let (officer, local, receiver) = (p.get("officer"), p.get("local-officer"), Receiver::open());
        let id = made(&officer, &receiver, &["DECISION_PUBLISHED"]);
        let embargoed = p.draft("Under embargo");
        p.publish(&embargoed, &json!({ "embargoedUntil": "2026-11-22T06:05:00Z" }));
        until(world, &officer, &id, &["DELIVERED"]);
        let roles = "query($id: ID!) { node(id: $id) { ... on Person { account { roles { id } } } } }";
        let role = p.get("admin").ask(roles, &json!({ "id": world.cast.person("officer") })).at("/node/account/roles/0/id").clone();
        p.get("admin").mutate("revokeRole", &json!({ "roleGrantId": role }), "").done();
        world.advance(chrono::Duration::minutes(6));
        let mut input = draft_input(world, "The next");
        input["bodyId"] = json!(world.cast.akimat.wire());
        let next = local.mutate("draftDecision", &input, "decision { id }").text("/decision/id");
        local.mutate("publishDecision", &json!({ "decisionId": next }), "").done();
        until(world, &officer, &id, &["DELIVERED", "DELIVERED"]);
        let told: Vec<String> = receiver.posted().iter().map(|posted| posted.told().1).collect();
        assert_eq!(told, [embargoed, next]);
    }

    fn a_program_has_a_webhook_and_nothing_is_posted_once_it_is_revoked(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let entered = service_accounts::enter(&ngo, &service_accounts::at_ngo(world), &["WEBHOOKS_MANAGE", "EVENTS_READ"]);
        let program = world.anonymous().with_token(&entered.text("/token"));
        let id = made(&program, &receiver, &["DECISION_PUBLISHED"]);
        p.decision("The first");
        until(world, &program, &id, &["DELIVERED"]);
        service_accounts::revoke(&ngo, &entered.text("/serviceAccount/id")).done();
        p.decision("The second");
        let feed = "{ events(kinds: [DECISION_PUBLISHED]) { nodes { id } } }";
        world.eventually("the feed", || ngo.ask(feed, &Value::Null).at("/events/nodes").as_array().map(Vec::len) == Some(2));
        // What others are told of it says that the workers have passed it.
        let witness = Receiver::open();
        made(&ngo, &witness, &["DECISION_PUBLISHED"]);
        p.decision("The third");
        world.eventually("the witness", || witness.count() == 1);
        assert_eq!(receiver.count(), 1);
        assert_eq!(states(&p.get("admin"), &id), ["DELIVERED"]);
    }

    fn while_a_secret_is_replaced_deliveries_bear_two_signatures(world) {
        let (ngo, receiver) = (program(world), Receiver::open());
        let new = make(&ngo, &receiver.url, &[]);
        let (id, old) = (new.text("/webhook/id"), new.text("/secret"));
        let rotate = |hours: i32| {
            let input = json!({ "webhookId": id, "overlapHours": hours });
            ngo.mutate("rotateWebhookSecret", &input, "secret").text("/secret")
        };
        let signed_by = |secrets: &[&str]| {
            let before = receiver.count();
            act(&ngo, "testWebhook", &id).done();
            world.eventually("the test", || receiver.count() == before + 1);
            let posted = receiver.posted().pop().expect("the test");
            assert_eq!(posted.told().0, "TEST");
            let keys: Vec<Vec<u8>> = secrets.iter().map(|secret| key(secret)).collect();
            let seconds = posted.headers["webhook-timestamp"].parse().expect("seconds");
            assert_eq!(posted.headers["webhook-signature"], signatures(&keys, posted.id(), seconds, &posted.body).expect("signs"));
        };
        signed_by(&[&old]);
        let second = rotate(1);
        signed_by(&[&second, &old]);
        world.advance(chrono::Duration::minutes(61));
        signed_by(&[&second]);
        let third = rotate(0);
        signed_by(&[&third]);
    }
}
