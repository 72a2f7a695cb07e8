//! Months of bodies are kept as they were counted, and what is kept is used for as long as it is right.

use super::{all, card};
use crate::support::dialogue::{Dialogue, accepted, answer, refused};
use crate::support::{Personas, World};
use chrono::Duration;
use kenes::access::act::Act;
use kenes::access::viewer::Viewer;
use kenes::features::scorecard::keep;
use kenes::kernel::clock::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Waits until the worker has counted what there is to count.
pub fn settled(world: &World) {
    world.eventually("scorecards to be kept", || world.count("SELECT count(*) AS n FROM scorecard_marks") == 0);
}

/// Writes nonsense over a number of all that is kept, where it is small: 1 becomes 71.
pub fn put_nonsense(world: &World, name: &str) {
    let name: String =
        name.chars().map(|c| if c.is_uppercase() { format!("_{}", c.to_lowercase()) } else { c.to_string() }).collect();
    for number in 0..=2 {
        for end in [",", "}"] {
            let (right, wrong) = (format!("\"{name}\":{number}{end}"), format!("\"{name}\":7{number}{end}"));
            world
                .raw(&format!("UPDATE scorecard_months SET card = replace(card, '{right}', '{wrong}')"))
                .expect("written");
        }
    }
}

/// Writes nonsense over all that is kept: a scorecard that tells of it was taken from there.
fn tamper(world: &World) {
    settled(world);
    assert!(world.count("SELECT count(*) AS n FROM scorecard_months") > 0, "nothing is kept");
    put_nonsense(world, "running");
}

/// How many terms run, of the ministry.
fn running(world: &World) -> Value {
    all(&world.anonymous(), Some(&world.cast.ministry.wire()))["running"].clone()
}

fn ministry(world: &World, from: &str, until: &str) -> Value {
    card(&world.anonymous(), Some(&world.cast.ministry.wire()), Some(from), Some(until))["running"].clone()
}

/// What is written over a card that said one.
const NONSENSE: u32 = 71;

on_both! {
    fn whole_months_are_taken_from_what_is_kept_and_parts_of_them_are_counted(world) {
        let p = Personas::of(world);
        Dialogue::begin(&p);
        tamper(world);
        assert_eq!(running(world), json!(NONSENSE));
        assert_eq!(ministry(world, "2026-11-01", "2026-12-01"), json!(NONSENSE));
        assert_eq!(ministry(world, "2026-11-02", "2026-12-01"), json!(1), "the first day is missing");
        assert_eq!(ministry(world, "2026-11-01", "2026-11-30"), json!(1), "the last day is missing");
        assert_eq!(ministry(world, "2026-12-01", "2027-01-01"), json!(0));
        let one = world.anonymous().ask("{ republicScorecard { sent } }", &Value::Null);
        assert_eq!(one.statements, 1, "what is kept is all that is read");
    }

    fn every_change_puts_what_was_kept_out_of_use(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Public"), &[&["ministry"], &["ministry"]]);
        let officer = p.get("officer");
        let told = |field: &str| all(&world.anonymous(), Some(&world.cast.ministry.wire()))[field].clone();
        tamper(world);
        let first = d.answer(&officer, &d.addressees[0][0], &accepted(&["2026-12-20"]));
        assert_eq!((told("running"), told("accepted"), told("milestonesPending")), (json!(1), json!(1), json!(1)), "an answer");
        tamper(world);
        d.report(&first.text("/answer/plan/0/id"));
        d.confirm(&first.text("/answer/plan/0/id"));
        assert_eq!(told("milestonesKept"), json!(1), "a report and its confirmation");
        // The promise is of another month than the sending.
        assert_eq!(running(world), json!(NONSENSE), "what did not change is used on");
        let second = d.answer(&officer, &d.addressees[1][0], &accepted(&["2026-12-21"])).text("/answer/id");
        tamper(world);
        d.correct(&officer, &second, &refused()).done();
        assert_eq!((told("running"), told("refused"), told("milestonesPending")), (json!(0), json!(1), json!(0)), "a correction");
        Dialogue::with(&p, &p.decision("Another"), &[&["ministry"]]);
        assert_eq!(running(world), json!(1), "a sending");
    }

    fn the_calendar_and_time_put_what_was_kept_out_of_use(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Public"), &[&["ministry"], &["ministry"]]);
        world.advance(Duration::days(3));
        let p = Personas::of(world);
        d.with_people(&p).answer(&p.get("officer"), &d.addressees[0][0], &accepted(&["2026-11-27"])).done();
        tamper(world);
        assert_eq!(running(world), json!(NONSENSE));
        let input = json!({ "date": "2026-11-24", "kind": "DAY_OFF_BY_DECREE", "name": { "kk": "Демалыс" }, "reason": "Decree 7" });
        p.get("admin").mutate("setCalendarDay", &input, "version { number }").done();
        assert_eq!(running(world), json!(1), "the calendar");
        world.eventually("the calendar to be counted by", || world.count(
            "SELECT count(*) AS n FROM scorecard_months WHERE calendar_version < (SELECT max(number) FROM calendar_versions)") == 0);
        tamper(world);
        // A promised day passes at midnight in Almaty, with nobody writing anything.
        world.clock.set(Timestamp::parse("2026-11-27T19:00:00Z").expect("an instant"));
        assert_eq!(all(&world.anonymous(), Some(&world.cast.ministry.wire()))["milestonesLate"], json!(1));
        world.eventually("the night to be counted", || { tamper(world); running(world) == json!(NONSENSE) });
        // So does the term of the answer, a minute before the clock may notice.
        let ends = world.count("SELECT count(*) AS n FROM deadlines WHERE state = 'RUNNING' AND rule_key = 'answer.reply'");
        assert_eq!((ends, running(world)), (1, json!(NONSENSE)));
        world.advance(Duration::days(40));
        let card = all(&world.anonymous(), Some(&world.cast.ministry.wire()));
        assert_eq!((&card["running"], &card["overdue"]), (&json!(0), &json!(1)));
    }

    fn a_hidden_decision_that_comes_out_is_counted_from_that_moment(world) {
        let p = Personas::of(world);
        let decision = p.draft("Embargoed");
        p.publish(&decision, &json!({ "embargoedUntil": "2026-11-22T07:00:00Z" }));
        Dialogue::with(&p, &decision, &[&["ministry"]]);
        settled(world);
        assert_eq!((running(world), world.count("SELECT count(*) AS n FROM scorecard_months WHERE subject_kind = 'BODY'")), (json!(0), 1));
        world.clock.set(Timestamp::parse("2026-11-22T07:00:00Z").expect("an instant"));
        assert_eq!(running(world), json!(1));
        world.eventually("the end of the embargo to be counted", || { tamper(world); running(world) == json!(NONSENSE) });
        // Whatever moves that instant leaves a mark.
        world.raw("UPDATE decisions SET public_from = NULL").expect("written");
        assert_eq!(running(world), json!(0));
    }

    fn who_counts_while_others_write_loses_nothing(world) {
        let p = Personas::of(world);
        let many: Vec<&[&str]> = vec![&["ministry"]; 12];
        let d = Dialogue::with(&p, &p.decision("Public"), &many);
        let (officer, addressees) = (p.get("officer"), &d.addressees);
        let anyone = || Act::new(Arc::clone(&world.instance.core), Viewer::anonymous(world.instance.core.clock.now()));
        let done = AtomicBool::new(false);
        std::thread::scope(|threads| {
            // The worker counts too.
            for _ in 0..2 {
                threads.spawn(|| while !done.load(Ordering::SeqCst) { keep::keep(&anyone(), 1).expect("kept"); });
            }
            for addressee in addressees {
                answer(&officer, &addressee[0], &accepted(&["2026-12-20"])).done();
            }
            done.store(true, Ordering::SeqCst);
        });
        while keep::keep(&anyone(), 1).expect("kept") > 0 {}
        settled(world);
        let reply = world.anonymous().ask("{ republicScorecard { sent answeredOnTime milestonesPending } }", &Value::Null);
        assert_eq!(*reply.at("/republicScorecard"), json!({ "sent": 12, "answeredOnTime": 12, "milestonesPending": 12 }));
        assert_eq!(reply.statements, 1, "all of it is kept");
    }
}
