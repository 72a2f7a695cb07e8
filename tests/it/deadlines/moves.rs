//! A change of the calendar moves running deadlines, and nothing else.

use super::clocks::{self, TEN, THREE, cancel, look, meet, start, term, write};
use crate::support::bulk::at_once;
use crate::support::{Personas, World, bulk};
use kenes::access::act::Act;
use kenes::access::viewer::{Role, Standing, Viewer};
use kenes::features::calendar::set_day;
use kenes::features::deadlines::{self, Deadline};
use kenes::kernel::calendar::DayKind;
use kenes::kernel::localized::Localized;
use serde_json::{Value, json};
use std::sync::Arc;

/// The administrator as use cases see them, where no server runs.
fn administrator(world: &World) -> Viewer {
    let mut viewer = bulk::viewer(world, "registrar");
    let mut standing: Standing = viewer.standing.as_deref().expect("signed in").clone();
    standing.grants.iter_mut().for_each(|grant| grant.role = Role::Administrator);
    viewer.standing = Some(Arc::new(standing));
    viewer
}

/// One deadline in every state, all of three working days, of which the first two run.
fn one_of_each(world: &World) -> Vec<Deadline> {
    let p = Personas::of(world);
    let review = p.review("A road");
    let started = ["2026-12-07", "2026-11-23", "2026-12-07", "2026-12-07", "2026-11-02"]
        .map(|day| start(world, &review, THREE, day));
    assert_eq!(meet(world, &started[2], "2026-12-08").map(|met| met.state.as_str()), Some("MET"));
    assert_eq!(cancel(world, &started[3]).map(|gone| gone.state.as_str()), Some("CANCELLED"));
    let anyone = world.anonymous();
    world.eventually("the last one overdue", || look(&anyone, &started[4])["state"] == "OVERDUE");
    started.to_vec()
}

fn states(world: &World, all: &[Deadline]) -> Vec<Value> {
    let anyone = world.anonymous();
    all.iter().map(|deadline| look(&anyone, deadline)).collect()
}

on_both! {
    fn a_moved_holiday_moves_the_running_deadlines_it_concerns_and_nothing_else(world) {
        let p = Personas::of(world);
        let all = one_of_each(world);
        let before = states(world, &all);
        assert_eq!(before.iter().map(|d| &d["dueOn"]).collect::<Vec<_>>(), ["2026-12-10", "2026-11-26", "2026-12-10", "2026-12-10", "2026-11-05"]);
        let reply = clocks::set_day(&p.get("admin"), "2026-12-09", "DAY_OFF_BY_DECREE");
        let done = reply.done();
        assert_eq!((&done["movedDeadlines"], &done["version"]["number"], &done["calendar"][0]["workingDays"]), (&json!(1), &json!(2), &json!(246)));
        let after = states(world, &all);
        let moved = json!({ "movedFromOn": "2026-12-10", "movedToOn": "2026-12-11", "calendarVersion": 2, "reason": "Decree 7" });
        assert_eq!((&after[0]["dueOn"], &after[0]["moves"], &after[0]["overdueAt"]), (&json!("2026-12-11"), &json!([moved]), &json!("2026-12-11T19:00:00Z")));
        assert_eq!(after[0]["skipped"], json!([{ "date": "2026-12-09", "reason": "DAY_OFF_BY_DECREE", "name": { "text": "A day" } }]));
        assert_eq!((&after[1]["dueOn"], &after[1]["moves"], &after[1]["calendarVersion"]), (&json!("2026-11-26"), &json!([]), &json!(2)));
        assert_eq!(after[2..], before[2..], "what was met, cancelled or missed stays");
        let event = p.event_about("DEADLINE_MOVED", &all[0].id.wire());
        let told = ["from", "to", "why"].map(|name| event["payload"][name].clone());
        assert_eq!(told, ["2026-12-10", "2026-12-11", "Decree 7"].map(|word| json!(word)));
        assert_eq!((p.events("DEADLINE_MOVED").len(), p.events("CALENDAR_DAY_SET").len()), (1, 1));
    }

    fn what_has_passed_is_not_moved_although_nobody_has_noticed_yet(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let (passed, running) = (start(world, &review, THREE, "2026-11-23"), start(world, &review, TEN, "2026-11-23"));
        world.stop_serving();
        // The first second after Thursday 26, and no clock has looked. The decree frees the Wednesday before.
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2026-11-26T19:00:00Z").expect("a time"));
        let setting = set_day::Setting {
            date: "2026-11-25".parse().expect("a day"), kind: DayKind::DayOffByDecree, reason: "Decree 7".into(),
            name: Localized { kk: "Демалыс".into(), ru: None, en: None },
        };
        let act = Act::new(Arc::clone(&world.instance.core), administrator(world));
        assert_eq!(act.write_now(|tx| set_day::set_day(tx, &setting)).expect("done").moved, 1);
        let later = crate::support::Client::anonymous(&world.second_instance());
        let (passed, running) = (look(&later, &passed), look(&later, &running));
        assert_eq!((&passed["dueOn"], &passed["moves"], &passed["calendarVersion"]), (&json!("2026-11-26"), &json!([]), &json!(1)));
        // The clock gives whoever acts at midnight a minute.
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2026-11-26T19:01:00Z").expect("a time"));
        world.eventually("the overdue", || world.count("SELECT count(*) AS n FROM deadlines WHERE state = 'OVERDUE'") == 1);
        assert_eq!((&running["dueOn"], &running["calendarVersion"]), (&json!("2026-12-08"), &json!(2)));
    }

    fn a_worked_saturday_and_a_cleared_day_move_deadlines_back(world) {
        let p = Personas::of(world);
        let deadline = start(world, &p.review("A road"), TEN, "2026-12-14");
        let admin = p.get("admin");
        assert_eq!(clocks::set_day(&admin, "2026-12-19", "WORKING_DAY_BY_DECREE").done()["movedDeadlines"], 1);
        assert_eq!(look(&admin, &deadline)["dueOn"], "2026-12-28");
        let clear = |date: &str| admin.mutate("clearCalendarDay", &json!({ "date": date, "reason": "A mistake" }), "movedDeadlines");
        assert_eq!(clear("2026-12-16").done()["movedDeadlines"], 1);
        assert_eq!(look(&admin, &deadline)["dueOn"], "2026-12-25");
        assert_eq!(clear("2026-12-19").done()["movedDeadlines"], 1);
        let seen = look(&admin, &deadline);
        assert_eq!((&seen["dueOn"], seen["moves"].as_array().map(Vec::len)), (&json!("2026-12-28"), Some(3)));
        // A change that concerns no day of it leaves no trace in it.
        assert_eq!(clear("2027-12-16").done()["movedDeadlines"], 0);
        assert_eq!(look(&admin, &deadline)["moves"].as_array().map(Vec::len), Some(3));
        assert_eq!(p.events("DEADLINE_MOVED").len(), 3);
    }

    fn a_provisional_deadline_becomes_firm_when_its_year_is_imported(world) {
        let p = Personas::of(world);
        let deadline = start(world, &p.review("A road"), TEN, "2027-12-27");
        let anyone = world.anonymous();
        let before = look(&anyone, &deadline);
        assert_eq!((&before["provisional"], &before["dueOn"]), (&json!(true), &json!("2028-01-11")));
        let csv = "date,kind,name_kk\n2028-01-01,HOLIDAY,Жаңа жыл\n2028-01-02,HOLIDAY,Жаңа жыл\n2028-01-03,OBSERVED,Жаңа жыл\n\
                   2028-01-04,OBSERVED,Жаңа жыл\n2028-01-07,HOLIDAY,Рождество\n";
        let import = json!({ "csv": csv, "reason": "The decree for 2028" });
        let reply = p.get("admin").mutate("importCalendar", &import, "movedDeadlines calendar { year provisional }");
        assert_eq!(reply.done()["calendar"], json!([{ "year": 2028, "provisional": false }]));
        assert_eq!(reply.done()["movedDeadlines"], 1);
        let after = look(&anyone, &deadline);
        assert_eq!((&after["provisional"], &after["dueOn"]), (&json!(false), &json!("2028-01-13")));
    }

    fn a_running_deadline_is_never_moved_into_the_past(world) {
        let p = Personas::of(world);
        let (review, admin) = (p.review("A road"), p.get("admin"));
        assert_eq!(clocks::set_day(&admin, "2026-11-20", "DAY_OFF_BY_DECREE").done()["movedDeadlines"], 0);
        // Thursday 19 (Friday is free), Monday 23, Tuesday 24. On Tuesday the Friday is worked again.
        let deadline = start(world, &review, THREE, "2026-11-18");
        assert_eq!(look(&admin, &deadline)["dueOn"], "2026-11-24");
        world.clock.set(kenes::kernel::clock::Timestamp::parse("2026-11-24T06:00:00Z").expect("a time"));
        let admin = world.sign_in("admin");
        let clear = json!({ "date": "2026-11-20", "reason": "A mistake" });
        assert_eq!(admin.mutate("clearCalendarDay", &clear, "movedDeadlines").done()["movedDeadlines"], 0);
        let seen = look(&admin, &deadline);
        assert_eq!((&seen["dueOn"], &seen["state"]), (&json!("2026-11-24"), &json!("RUNNING")));
    }

    fn a_term_started_while_the_calendar_changes_is_counted_by_the_new_one(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let admin = p.get("admin");
        at_once(7, |number| {
            if number == 3 {
                clocks::set_day(&admin, "2026-12-09", "DAY_OFF_BY_DECREE").done();
                return;
            }
            for _ in 0..5 {
                write(world, |tx| {
                    let new = term(tx, &review, THREE, "2026-12-07")?;
                    deadlines::start(tx, &new)
                });
            }
        });
        assert_eq!(world.count("SELECT count(*) AS n FROM deadlines WHERE due_on = '2026-12-11' AND calendar_version = 2"), 30);
    }
}
