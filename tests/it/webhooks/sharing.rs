use super::{Receiver, act, made, until};
use crate::support::{Backend, Personas};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::webhooks::store;
use std::collections::BTreeSet;
use std::sync::Arc;

on_both_with! { |settings| settings.webhook_anywhere = true;
    fn instances_share_the_work_and_nothing_is_posted_twice(world) {
        let p = Personas::of(world);
        if world.backend == Backend::Postgres {
            world.second_instance();
            world.second_instance();
        }
        let receivers: Vec<Receiver> = (0..3).map(|_| Receiver::open()).collect();
        let who = ["ngo", "media", "chair"].map(|who| p.get(who));
        let ids: Vec<String> = who.iter().zip(&receivers).map(|(who, to)| made(who, to, &["DECISION_PUBLISHED"])).collect();
        let decisions: BTreeSet<String> = (0..12).map(|n| p.decision(&format!("Decision {n}"))).collect();
        for ((who, id), receiver) in who.iter().zip(&ids).zip(&receivers) {
            until(world, who, id, &["DELIVERED"; 12]);
            let posted = receiver.posted();
            let told: BTreeSet<String> = posted.iter().map(|posted| posted.told().1).collect();
            assert_eq!((posted.len(), told), (12, decisions.clone()));
        }
    }

    fn what_an_instance_had_claimed_when_it_died_is_posted_by_another(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let id = made(&ngo, &receiver, &[]);
        world.stop_serving();
        let base = world.second_instance();
        let ngo = crate::support::Client { base, ..ngo };
        // Another takes it, and is never heard of again.
        let core = Arc::clone(&world.instance.core);
        act(&ngo, "pauseWebhook", &id).done();
        act(&ngo, "testWebhook", &id).done();
        let claimed = Act::new(core, Viewer::anonymous(world.clock.now())).write_now(|tx| {
            let now = tx.core.clock.now();
            let mut webhook = store::find(tx.conn, &[kenes::kernel::id::Id::parse(&id).expect("an id")])?.pop().expect("the webhook");
            webhook.state = kenes::features::webhooks::WebhookState::Active;
            store::keep_health(tx.conn, &webhook)?;
            store::claim(tx.conn, webhook.id, now, now.plus(chrono::Duration::minutes(2)))
        });
        let claimed = claimed.expect("claims").expect("a delivery");
        world.advance(chrono::Duration::minutes(1));
        assert_eq!(receiver.count(), 0);
        world.advance(chrono::Duration::minutes(2));
        until(world, &ngo, &id, &["DELIVERED"]);
        assert_eq!(receiver.posted()[0].id(), claimed.id.wire());
    }
}
