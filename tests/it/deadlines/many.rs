//! A country's deadlines at once: a change of the calendar moves them all, in statements that do not grow with them.

use super::clocks::{TEN, set_day, term, write};
use crate::support::Personas;
use kenes::features::deadlines;
use serde_json::json;
use uuid::Uuid;

/// More than the values one statement may have on SQLite, at six an event.
const MANY: usize = 6_000;

on_both! {
    fn thousands_of_running_deadlines_are_moved_page_by_page_with_an_event_each(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        write(world, |tx| {
            let first = term(tx, &review, TEN, "2026-11-23")?;
            let new: Vec<_> = (0..MANY).map(|number| {
                let day = format!("2026-11-{}", 23 + number % 5);
                let mut one = first.clone();
                one.subject.id = Uuid::new_v4();
                one.started_on = day.parse().expect("a day");
                one
            }).collect();
            deadlines::start_all(tx, &new)
        });
        let reply = set_day(&p.get("admin"), "2026-12-01", "DAY_OFF_BY_DECREE");
        assert_eq!(reply.done()["movedDeadlines"], json!(MANY));
        // For each page of a thousand: itself, the version, the five days on which they began, the moves, the events.
        assert!(reply.statements <= 80, "{}", reply.statements);
        let all = i64::try_from(MANY).expect("fits");
        assert_eq!(world.count("SELECT count(*) AS n FROM deadline_moves WHERE calendar_version = 2"), all);
        assert_eq!(world.count("SELECT count(DISTINCT subject_id) AS n FROM events WHERE kind = 'DeadlineMoved'"), all);
        assert_eq!(world.count("SELECT count(*) AS n FROM events WHERE kind = 'DeadlineMoved'"), all);
        // Ten working days after each of the five days, and one more.
        for due_on in ["2026-12-08", "2026-12-09", "2026-12-10", "2026-12-11", "2026-12-14"] {
            let sql = format!("SELECT count(*) AS n FROM deadlines WHERE due_on = '{due_on}' AND calendar_version = 2");
            assert_eq!(world.count(&sql), all / 5, "{due_on}");
        }
    }
}
