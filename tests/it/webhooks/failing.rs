use super::{Receiver, act, look, made, program, states, until};
use crate::support::{Client, Personas, World};
use kenes::features::webhooks::schedule;
use serde_json::json;
use std::collections::BTreeSet;

/// A test delivery was tried once more.
#[track_caller]
fn tried(world: &World, receiver: &Receiver, times: usize) {
    world.eventually(&format!("{times} tries"), || receiver.count() == times);
}

/// The state that its owner sees, when the last try was recorded.
#[track_caller]
fn failures(world: &World, who: &Client, id: &str, wanted: i64) -> serde_json::Value {
    world.eventually(&format!("{wanted} failures"), || look(who, id)["failuresInARow"] == json!(wanted));
    look(who, id)
}

on_both_with! { |settings| settings.webhook_anywhere = true;
    fn a_delivery_is_tried_ten_times_over_days_given_up_and_replayed(world) {
        let (ngo, receiver) = (program(world), Receiver::open());
        let id = made(&ngo, &receiver, &[]);
        receiver.always(Some("500"));
        act(&ngo, "testWebhook", &id).done();
        for times in 1..=10 {
            tried(world, &receiver, times);
            failures(world, &ngo, &id, i64::try_from(times).expect("few"));
            // As long as the next try waits at most, and no open circuit waits longer than an hour.
            let wait = schedule::wait_after(i64::try_from(times).expect("few"), 255).unwrap_or_default();
            world.advance(wait.max(chrono::Duration::hours(1)) + chrono::Duration::seconds(1));
        }
        until(world, &ngo, &id, &["DEAD"]);
        assert_eq!(look(&ngo, &id)["deliveries"]["nodes"][0]["attempts"].as_array().map(Vec::len), Some(10));
        receiver.always(None);
        let replay = ngo.mutate("replayWebhook", &json!({ "webhookId": id }), "replayed");
        assert_eq!(replay.done()["replayed"], json!(1));
        world.advance(chrono::Duration::hours(1));
        until(world, &ngo, &id, &["DELIVERED"]);
        assert_eq!(receiver.posted()[10].id(), receiver.posted()[0].id());
        assert_eq!(ngo.mutate("replayWebhook", &json!({ "webhookId": id }), "replayed").done()["replayed"], json!(0));
    }

    fn five_failures_in_a_row_open_the_circuit_and_one_tries_for_all(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let id = made(&ngo, &receiver, &[]);
        receiver.always(Some("500"));
        for _ in 0..5 {
            act(&ngo, "testWebhook", &id).done();
        }
        tried(world, &receiver, 5);
        assert!(failures(world, &ngo, &id, 5)["openUntil"].is_string());
        act(&ngo, "testWebhook", &id).done();
        world.advance(chrono::Duration::seconds(30));
        // Somebody else's goes on meanwhile.
        let (media, other) = (p.get("media"), Receiver::open());
        let beside = made(&media, &other, &[]);
        act(&media, "testWebhook", &beside).done();
        until(world, &media, &beside, &["DELIVERED"]);
        assert_eq!(receiver.count(), 5);
        receiver.always(None);
        world.advance(chrono::Duration::minutes(6));
        until(world, &ngo, &id, &["DELIVERED"; 6]);
        assert!(look(&ngo, &id)["openUntil"].is_null());
        assert_eq!(receiver.count(), 11);
    }

    fn a_receiver_that_is_gone_is_left_alone_until_somebody_resumes_and_misses_nothing(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let id = made(&ngo, &receiver, &["DECISION_PUBLISHED"]);
        receiver.answer(&["410"]);
        let first = p.decision("The first");
        world.eventually("the webhook is disabled", || look(&ngo, &id)["state"] == "DISABLED");
        assert_eq!(look(&ngo, &id)["disabledBecause"], "GONE");
        assert_eq!(p.events("WEBHOOK_DISABLED").len(), 1);
        let second = p.decision("The second");
        assert_eq!(act(&ngo, "resumeWebhook", &id).done()["webhook"]["state"], "ACTIVE");
        until(world, &ngo, &id, &["DELIVERED", "DELIVERED"]);
        let told: BTreeSet<String> = receiver.posted().iter().skip(1).map(|posted| posted.told().1).collect();
        assert_eq!(told, BTreeSet::from([first, second]));
    }

    fn a_slow_receiver_keeps_nobody_else_waiting(world) {
        let p = Personas::of(world);
        let (ngo, media, slow, quick) = (p.get("ngo"), p.get("media"), Receiver::open(), Receiver::open());
        slow.slow(std::time::Duration::from_secs(8));
        let waiting: Vec<String> = (0..3).map(|_| made(&ngo, &slow, &[])).collect();
        for id in waiting.iter().flat_map(|id| std::iter::repeat_n(id, 6)) {
            act(&ngo, "testWebhook", id).done();
        }
        tried(world, &slow, 6);
        let id = made(&media, &quick, &[]);
        act(&media, "testWebhook", &id).done();
        until(world, &media, &id, &["DELIVERED"]);
        // The slow ones have taken no more than two each meanwhile.
        assert!(waiting.iter().all(|id| !states(&ngo, id).contains(&"DELIVERED".to_owned())));
        assert_eq!(slow.count(), 6);
    }

    fn what_happens_while_a_webhook_is_paused_is_posted_when_it_is_resumed(world) {
        let p = Personas::of(world);
        let (ngo, receiver) = (p.get("ngo"), Receiver::open());
        let id = made(&ngo, &receiver, &["DECISION_PUBLISHED"]);
        act(&ngo, "pauseWebhook", &id).done();
        p.decision("The first");
        let witness = Receiver::open();
        made(&ngo, &witness, &["DECISION_PUBLISHED"]);
        p.decision("The second");
        world.eventually("the witness", || witness.count() > 0);
        assert_eq!((receiver.count(), states(&ngo, &id).len()), (0, 0));
        act(&ngo, "resumeWebhook", &id).done();
        until(world, &ngo, &id, &["DELIVERED", "DELIVERED"]);
        // What was ended is not resumed.
        assert_eq!(act(&ngo, "endWebhook", &id).done()["webhook"]["state"], "ENDED");
        for mutation in ["resumeWebhook", "pauseWebhook", "testWebhook"] {
            assert_eq!(act(&ngo, mutation, &id).refused(), "WEBHOOK_ENDED", "{mutation}");
        }
    }

    fn a_receiver_that_asks_for_time_gets_it_and_a_redirect_is_not_followed(world) {
        let p = Personas::of(world);
        let (ngo, receiver, elsewhere) = (p.get("ngo"), Receiver::open(), Receiver::open());
        let id = made(&ngo, &receiver, &[]);
        receiver.answer(&["503\nRetry-After: 120", &format!("302\nLocation: {}", elsewhere.url)]);
        act(&ngo, "testWebhook", &id).done();
        assert!(failures(world, &ngo, &id, 1)["openUntil"].is_string());
        world.advance(chrono::Duration::seconds(121));
        failures(world, &ngo, &id, 2);
        world.advance(chrono::Duration::minutes(7));
        until(world, &ngo, &id, &["DELIVERED"]);
        let attempts = look(&ngo, &id)["deliveries"]["nodes"][0]["attempts"].clone();
        let statuses: Vec<i64> = attempts.as_array().into_iter().flatten().filter_map(|attempt| attempt["status"].as_i64()).collect();
        assert_eq!((statuses, elsewhere.count()), (vec![503, 302, 200], 0));
    }
}
