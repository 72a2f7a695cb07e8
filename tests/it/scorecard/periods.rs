//! Which days a period holds, and what is said of an empty one.

use super::{all, card, nothing};
use crate::support::Personas;
use crate::support::dialogue::{Dialogue, accepted};
use kenes::kernel::clock::Timestamp;
use serde_json::{Value, json};

on_both! {
    fn where_nothing_was_sent_there_are_no_shares_and_no_percentiles(world) {
        let client = world.anonymous();
        for id in [Some(world.cast.ministry.wire()), Some(world.cast.city.wire()), None] {
            assert_eq!(all(&client, id.as_deref()), nothing());
        }
        assert_eq!(nothing()["medianWorkingDays"], Value::Null);
        assert_eq!(*client.ask("{ scorecards { totalCount nodes { body { id } } } }", &Value::Null).at("/scorecards"), json!({ "totalCount": 0, "nodes": [] }));
    }

    fn what_is_sent_belongs_to_the_day_it_is_where_the_body_is(world) {
        // The last minute of Monday, 23 November in Astana.
        world.clock.set(Timestamp::parse("2026-11-23T18:59:00Z").expect("an instant"));
        let p = Personas::of(world);
        Dialogue::begin(&p);
        let sent = |from, until| card(&world.anonymous(), Some(&world.cast.ministry.wire()), from, until)["sent"].clone();
        assert_eq!(sent(Some("2026-11-23"), Some("2026-11-24")), json!(1));
        assert_eq!(sent(None, Some("2026-11-23")), json!(0));
        assert_eq!(sent(Some("2026-11-24"), None), json!(0));
        world.clock.set(Timestamp::parse("2026-11-23T19:00:00Z").expect("an instant"));
        let p = Personas::of(world);
        Dialogue::with(&p, &p.decision("After midnight"), &[&["ministry"]]);
        assert_eq!(sent(Some("2026-11-24"), Some("2026-11-25")), json!(1));
        assert_eq!(sent(Some("2026-11-23"), Some("2026-11-25")), json!(2));
    }

    fn a_term_is_overdue_from_midnight_on_whoever_has_noticed(world) {
        let p = Personas::of(world);
        Dialogue::begin(&p);
        world.stop_serving();
        // Ten working days after Sunday, 22 November end with Friday, 4 December.
        world.clock.set(Timestamp::parse("2026-12-04T19:00:00Z").expect("an instant"));
        let client = crate::support::Client::anonymous(&world.second_instance());
        let found = all(&client, Some(&world.cast.ministry.wire()));
        assert_eq!((&found["overdue"], &found["running"]), (&json!(1), &json!(0)));
    }

    fn a_milestone_is_late_on_the_day_after_the_promised_one(world) {
        let p = Personas::of(world);
        Dialogue::begin(&p).answered(&accepted(&["2026-11-25"]));
        let milestones = || {
            let found = all(&world.anonymous(), Some(&world.cast.ministry.wire()));
            (found["milestonesPending"].clone(), found["milestonesLate"].clone())
        };
        world.clock.set(Timestamp::parse("2026-11-25T18:59:59Z").expect("an instant"));
        assert_eq!(milestones(), (json!(1), json!(0)));
        world.clock.set(Timestamp::parse("2026-11-25T19:00:00Z").expect("an instant"));
        assert_eq!(milestones(), (json!(0), json!(1)));
        let elsewhere = |zone: &str| world.raw(&format!("UPDATE state_bodies SET time_zone = '{zone}'")).expect("set");
        elsewhere("Etc/GMT+3");
        assert_eq!(milestones(), (json!(1), json!(0)));
    }

    fn a_period_that_cannot_be_is_refused(world) {
        let client = world.anonymous();
        for (from, until) in [("2026-11-23", "2026-11-23"), ("2026-11-24", "2026-11-23"), ("1999-12-31", "2026-01-01"), ("2026-01-01", "2101-01-01")] {
            let period = json!({ "fromOn": from, "untilOn": until });
            let query = "query($period: ScorecardPeriodInput) { republicScorecard(period: $period) { sent } }";
            assert_eq!(client.ask(query, &json!({ "period": period })).denied(), "BAD_INPUT", "{from} {until}");
        }
    }
}
