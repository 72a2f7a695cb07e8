//! Where terms end, against a calendar worked out apart from the program's.

use super::clocks::{NINETY, SEVEN, TEN, THREE, look, start, term, write};
use crate::support::Personas;
use kenes::features::deadlines;
use serde_json::json;

/// Free days of 2024 to 2026 and of the beginning of 2027, by month and day, weekends apart. Typed from the decrees, not
/// read from the file the program is seeded with.
const FREE: &[(u32, &str)] = &[
    (2024, "0101 0102 0107 0308 0321 0322 0323 0325 0501 0507 0508 0509 0616 0706 0708 0830 1025 1216"),
    (
        2025,
        "0101 0102 0103 0107 0308 0310 0321 0322 0323 0324 0325 0501 0507 0509 0606 0706 0707 0830 0901 1025 1027 1216",
    ),
    (2026, "0101 0102 0107 0308 0309 0321 0322 0323 0324 0325 0501 0507 0509 0511 0527 0706 1025 1026 1216"),
    (2027, "0101 0102 0104 0107"),
];
/// A Saturday of 2024 and a Sunday of 2025 that were worked.
const WORKED: &[&str] = &["2024-05-04", "2025-01-05"];

/// Every day from Monday 1 January 2024 to the end of January 2027, and whether it was worked.
fn almanac() -> Vec<(String, bool)> {
    let mut days = Vec::new();
    for year in 2024_u32..=2027 {
        let free = FREE.iter().find(|(of, _)| *of == year).expect("known").1;
        for month in 1_u32..=(if year == 2027 { 1 } else { 12 }) {
            let length = match month {
                2 if year % 4 == 0 => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            for day in 1..=length {
                let date = format!("{year}-{month:02}-{day:02}");
                let weekend = days.len() % 7 >= 5;
                let worked =
                    !free.contains(&format!("{month:02}{day:02}")) && !weekend || WORKED.contains(&date.as_str());
                days.push((date, worked));
            }
        }
    }
    days
}

/// The last of so many working days after a day of the almanac.
fn due(almanac: &[(String, bool)], started: usize, working_days: usize) -> &str {
    let mut worked = almanac.iter().skip(started + 1).filter(|(_, worked)| *worked);
    &worked.nth(working_days - 1).expect("within the almanac").0
}

on_both! {
    fn terms_that_start_on_any_day_of_three_years_end_where_an_independent_calendar_ends_them(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let almanac = almanac();
        assert!(!almanac.iter().find(|(date, _)| date == "2026-11-22").expect("in it").1, "a Sunday");
        for (key, working_days) in [(THREE, 3), (SEVEN, 7), (TEN, 10)] {
            let starts: Vec<usize> = (0..almanac.len()).filter(|day| almanac[*day].0.as_str() < "2027-01-01").collect();
            let counted = write(world, |tx| {
                let first = term(tx, &review, key, "2024-01-01")?;
                let new: Vec<_> = starts.iter().map(|day| {
                    let mut one = first.clone();
                    one.subject.id = uuid::Uuid::new_v4();
                    one.started_on = almanac[*day].0.parse().expect("a day");
                    one
                }).collect();
                deadlines::start_all(tx, &new)
            });
            assert_eq!(counted.len(), 1096);
            for (deadline, day) in counted.iter().zip(starts) {
                assert_eq!(deadline.due_on.to_string(), due(&almanac, day, working_days), "{key} from {}", almanac[day].0);
            }
        }
    }

    fn a_deadline_explains_itself(world) {
        let p = Personas::of(world);
        let deadline = start(world, &p.review("A road"), TEN, "2026-12-14");
        let weekend = |date: &str| json!({ "date": date, "reason": "WEEKEND", "name": null });
        let expected = json!({
            "rule": { "key": "answer.reply", "citation": { "text": "Law No. 30-VIII On Public Control, Art. 13(4)" }, "confirmed": true },
            "length": 10, "unit": "WORKING_DAYS", "startedOn": "2026-12-14", "dueOn": "2026-12-29",
            "overdueAt": "2026-12-29T19:00:00Z", "provisional": false, "state": "RUNNING", "metOn": null, "calendarVersion": 1,
            "skipped": [
                { "date": "2026-12-16", "reason": "HOLIDAY", "name": { "text": "Independence Day" } },
                weekend("2026-12-19"), weekend("2026-12-20"), weekend("2026-12-26"), weekend("2026-12-27"),
            ],
            "moves": [], "owedBy": { "__typename": "StateBody", "id": world.cast.ministry.wire() },
            "subject": deadline.subject.wire(),
        });
        assert_eq!(look(&world.anonymous(), &deadline), expected);
        let event = p.event_about("DEADLINE_STARTED", &deadline.id.wire());
        assert_eq!((&event["payload"]["rule"], &event["payload"]["dueOn"]), (&json!("answer.reply"), &json!("2026-12-29")));
    }

    fn a_term_in_calendar_days_that_would_end_on_a_free_day_ends_on_the_next_working_day(world) {
        let p = Personas::of(world);
        // The ninetieth day is Sunday 21 March 2027, of Nauryz; the holiday on it is observed on Wednesday.
        let deadline = start(world, &p.review("A plot"), NINETY, "2026-12-21");
        let seen = look(&world.anonymous(), &deadline);
        assert_eq!((&seen["dueOn"], &seen["unit"]), (&json!("2027-03-25"), &json!("CALENDAR_DAYS")));
        let skipped: Vec<_> = seen["skipped"].as_array().expect("days").iter().map(|day| day["reason"].clone()).collect();
        assert_eq!(skipped, ["HOLIDAY", "HOLIDAY", "HOLIDAY", "OBSERVED"]);
    }

    fn before_the_law_there_was_no_term_and_a_review_is_concluded_all_the_same(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        // The Law on Public Control is of 2 October 2023.
        let tried = |day: &str| write(world, |tx| {
            let new = term(tx, &review, TEN, day)?;
            deadlines::start(tx, &new)
        });
        assert_eq!(tried("2023-10-01"), None);
        assert_eq!(tried("2023-10-02").map(|deadline| deadline.due_on.to_string()), Some("2023-10-16".into()));
        // A country that has the law only from next year on.
        world.raw("UPDATE legal_rules SET valid_from = '2027-01-01' WHERE key IN ('document.send', 'answer.reply')").expect("set");
        let before = world.count("SELECT count(*) AS n FROM deadlines");
        let dialogue = crate::support::dialogue::Dialogue::begin(&p);
        assert_eq!(world.count("SELECT count(*) AS n FROM deadlines"), before);
        let answer = dialogue.answer(&p.get("officer"), dialogue.addressee(), &crate::support::dialogue::refused());
        assert_eq!(answer.done()["answer"]["deadline"], json!(null));
        assert_eq!(dialogue.state(), json!("ANSWERED"));
    }

    fn a_rule_that_was_never_entered_is_our_fault(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let act = kenes::access::act::Act::new(std::sync::Arc::clone(&world.instance.core), crate::support::bulk::viewer(world, "chair"));
        let failed = act.write_now(|tx| {
            let new = term(tx, &review, "no.such.rule", "2026-11-23")?;
            deadlines::start(tx, &new)
        });
        assert!(matches!(failed, Err(kenes::kernel::failure::Failure::Fault(_))), "{failed:?}");
    }

    fn a_deadline_keeps_the_rule_it_was_started_under(world) {
        let p = Personas::of(world);
        let review = p.review("A road");
        let before = start(world, &review, TEN, "2026-11-23");
        let amended = json!({
            "key": "answer.reply", "numerator": 15, "denominator": 1, "citation": crate::support::builders::text("A new law"),
            "startsOn": "2026-12-01", "confirmed": true,
        });
        p.get("admin").mutate("amendLegalRule", &amended, "rule { id }").done();
        let still = start(world, &review, TEN, "2026-11-30");
        let after = start(world, &review, TEN, "2026-12-01");
        let anyone = world.anonymous();
        let seen = |deadline| { let seen = look(&anyone, deadline); (seen["length"].clone(), seen["rule"]["citation"]["text"].clone()) };
        let law = json!("Law No. 30-VIII On Public Control, Art. 13(4)");
        assert_eq!(seen(&before), (json!(10), law.clone()));
        assert_eq!(seen(&still), (json!(10), law));
        assert_eq!(seen(&after), (json!(15), json!("A new law")));
    }
}
