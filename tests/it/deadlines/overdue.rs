//! What is not done in time becomes overdue by itself, once; what is done late says so.

use super::clocks::{SEVEN, THREE, cancel, look, meet, start, term, write};
use crate::notices::{follow, kinds, tell};
use crate::support::{Client, Personas, World, bulk};
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::deadlines;
use kenes::kernel::clock::Timestamp;
use serde_json::json;
use std::sync::Arc;

fn set(world: &World, to: &str) {
    world.clock.set(Timestamp::parse(to).expect("a time"));
}

fn sweep(world: &World) -> usize {
    let act = Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.clock.now()));
    deadlines::overdue::mark_past(&act, 100).expect("looks").len()
}

on_both! {
    fn a_deadline_becomes_overdue_at_the_midnight_of_its_body(world) {
        let p = Personas::of(world);
        let deadline = start(world, &p.review("A road"), THREE, "2026-11-23");
        world.stop_serving();
        set(world, "2026-11-26T19:00:59.999999Z");
        assert_eq!(sweep(world), 0, "a request of the last moment may still be under way");
        set(world, "2026-11-26T19:01:00Z");
        assert_eq!((sweep(world), sweep(world)), (1, 0));
        let anyone = Client::anonymous(&world.second_instance());
        assert_eq!(look(&anyone, &deadline)["state"], "OVERDUE");
        assert_eq!(world.count("SELECT count(*) AS n FROM events WHERE kind = 'DeadlineOverdue' AND actor_id IS NULL"), 1);
    }

    fn what_was_begun_at_the_last_moment_and_waited_past_midnight_is_in_time(world) {
        let p = Personas::of(world);
        let deadline = start(world, &p.review("A road"), THREE, "2026-11-23");
        world.stop_serving();
        set(world, "2026-11-26T19:00:30Z");
        assert_eq!(sweep(world), 0);
        assert_eq!(meet(world, &deadline, "2026-11-26").map(|met| met.state.as_str()), Some("MET"));
        set(world, "2026-11-27T06:00:00Z");
        assert_eq!(sweep(world), 0);
    }

    fn a_body_elsewhere_has_the_days_of_its_own_time_zone(world) {
        let p = Personas::of(world);
        world.raw("UPDATE state_bodies SET time_zone = 'Etc/GMT+3'").expect("set");
        let deadline = start(world, &p.review("A road"), THREE, "2026-11-23");
        assert_eq!(look(&world.anonymous(), &deadline)["overdueAt"], "2026-11-27T03:00:00Z");
    }

    fn what_fell_due_while_no_server_ran_is_overdue_at_the_next_start(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let (gone, ahead) = (start(world, &review, THREE, "2026-11-23"), start(world, &review, SEVEN, "2026-11-30"));
        world.stop_serving();
        set(world, "2026-12-05T06:00:00Z");
        let anyone = Client::anonymous(&world.second_instance());
        world.eventually("the overdue", || look(&anyone, &gone)["state"] == "OVERDUE");
        assert_eq!(look(&anyone, &ahead)["state"], "RUNNING");
        let auditor = crate::support::cast::sign_in(&anyone, "auditor");
        let events = auditor.ask("{ events: auditLog(filter: { kinds: [DEADLINE_OVERDUE] }) { nodes { subject actor { id } payload } } }", &json!({}));
        let events = events.at("/events/nodes").as_array().cloned().expect("a list");
        assert_eq!(events.len(), 1);
        assert_eq!((&events[0]["subject"], &events[0]["actor"]), (&json!(gone.id.wire()), &json!(null)));
    }

    fn two_instances_that_come_back_days_late_tell_of_it_once(world) {
        let p = Personas::of(world);
        for who in ["citizen", "citizen-2"] {
            follow(&p.get(who), &world.cast.ministry.wire()).done();
        }
        let deadline = start(world, &p.review("A road"), THREE, "2026-11-23");
        world.stop_serving();
        set(world, "2026-12-20T06:00:00Z");
        let (one, other) = (world.second_instance(), world.second_instance());
        for base in [one, other] {
            let citizen = crate::support::cast::sign_in(&Client::anonymous(&base), "citizen");
            world.eventually("the notice", || kinds(&citizen).contains(&"OVERDUE".to_owned()));
            assert_eq!(look(&citizen, &deadline)["state"], "OVERDUE");
        }
        // Whoever looks again, and again at once, finds nothing more to say.
        bulk::at_once(4, |_| (sweep(world), tell(world)));
        assert_eq!(world.count("SELECT count(*) AS n FROM events WHERE kind = 'DeadlineOverdue'"), 1);
        assert_eq!(world.count("SELECT count(*) AS n FROM notices WHERE kind = 'OVERDUE'"), 2, "one for each who follows");
    }

    fn many_instances_that_look_at_once_make_each_overdue_once(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        world.stop_serving();
        write(world, |tx| {
            let first = term(tx, &review, THREE, "2026-11-23")?;
            let new: Vec<_> = (0..40).map(|_| {
                let mut one = first.clone();
                one.subject.id = uuid::Uuid::new_v4();
                one
            }).collect();
            deadlines::start_all(tx, &new)
        });
        set(world, "2026-12-01T06:00:00Z");
        let marked: usize = bulk::at_once(6, |_| sweep(world)).into_iter().sum();
        // Whoever came while others held all the rows passed them by.
        assert_eq!(marked + sweep(world), 40);
        assert_eq!(world.count("SELECT count(*) AS n FROM events WHERE kind = 'DeadlineOverdue'"), 40);
        assert_eq!(world.count("SELECT count(*) AS n FROM deadlines WHERE state = 'OVERDUE'"), 40);
    }

    fn what_is_done_after_the_last_day_is_late_and_was_overdue_once_whoever_noticed(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let (swept, unnoticed) = (start(world, &review, THREE, "2026-11-23"), start(world, &review, SEVEN, "2026-11-16"));
        world.stop_serving();
        set(world, "2026-11-27T06:00:00Z");
        // The second is met after its last day, before anybody has looked.
        assert_eq!(meet(world, &unnoticed, "2026-11-27").map(|met| met.state.as_str()), Some("MET_LATE"));
        assert_eq!(sweep(world), 1);
        assert_eq!(meet(world, &swept, "2026-11-27").map(|met| met.state.as_str()), Some("MET_LATE"));
        assert_eq!(meet(world, &swept, "2026-11-27"), None, "it waits no more");
        assert_eq!(sweep(world), 0);
        for kind in ["DeadlineOverdue", "DeadlineMet"] {
            assert_eq!(world.count(&format!("SELECT count(*) AS n FROM events WHERE kind = '{kind}'")), 2, "{kind}");
        }
    }

    fn what_is_done_on_the_last_day_is_in_time(world) {
        let p = Personas::of(world);
        let deadline = start(world, &p.review("A road"), THREE, "2026-11-23");
        assert_eq!(meet(world, &deadline, "2026-11-26").map(|met| met.state.as_str()), Some("MET"));
        let seen = look(&world.anonymous(), &deadline);
        assert_eq!((&seen["state"], &seen["metOn"]), (&json!("MET"), &json!("2026-11-26")));
        set(world, "2026-12-05T06:00:00Z");
        assert_eq!((sweep(world), cancel(world, &deadline)), (0, None));
    }

    fn what_has_passed_is_not_cancelled_away(world) {
        let p = Personas::of(world);
        let deadline = start(world, &p.review("A road"), THREE, "2026-11-23");
        world.stop_serving();
        set(world, "2026-11-27T06:00:00Z");
        assert_eq!(cancel(world, &deadline), None, "before the clock noticed");
        assert_eq!(sweep(world), 1);
        assert_eq!(cancel(world, &deadline), None, "nor after");
    }

    fn what_was_met_or_missed_stays_whatever_a_console_tries(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let met = start(world, &review, THREE, "2026-11-23");
        meet(world, &met, "2026-11-24").expect("met");
        for sql in [
            "UPDATE deadlines SET state = 'RUNNING', met_on = NULL",
            "UPDATE deadlines SET due_on = '2027-01-01'",
            "UPDATE deadlines SET started_on = '2026-11-30'",
            "DELETE FROM deadlines",
            "DELETE FROM calendar_days",
            "UPDATE calendar_versions SET reason = 'none'",
        ] {
            assert!(world.raw(sql).is_err(), "{sql}");
        }
    }
}
