//! Every clock agrees with an almanac that shares no code with the program: over the six years of the facts, decreed
//! working Saturdays and Sundays among them, and over the API from the poll to the answer.

use super::almanac::{Almanac, Term};
use super::clocks::set_day;
use crate::meetings::room::call_input;
use crate::support::dialogue::{Dialogue, adopted_poll};
use crate::support::{Personas, World};
use kenes::features::calendar;
use kenes::kernel::calendar::{Calendar, Count, Length, LengthUnit};
use kenes::kernel::clock::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

/// The calendar of a new database.
fn seeded(world: &World) -> Calendar {
    let mut conn = world.instance.core.db.get().expect("a connection");
    calendar::store::current(&mut conn).expect("seeded").calendar
}

fn told(count: &Count) -> Term {
    let reason = |skipped: &kenes::kernel::calendar::Skipped| {
        let word = serde_json::to_value(skipped.reason).expect("a word");
        (skipped.date.to_string(), word.as_str().expect("a word").to_owned())
    };
    (count.due_on.to_string(), count.skipped.iter().map(reason).collect())
}

fn counted(calendar: &Calendar, start: &str, amount: u32, unit: LengthUnit) -> Count {
    calendar.count(start.parse().expect("a day"), Length { amount, unit })
}

on_both! {
    fn terms_in_working_days_from_every_day_of_six_years_end_where_the_almanac_ends_them(world) {
        let (almanac, calendar) = (Almanac::new(), seeded(world));
        let after = almanac.number("2027-11-01");
        assert_eq!(almanac.worked_weekends(after), 6, "decreed working Saturdays and a Sunday");
        for start in 0..after {
            for amount in [1_u32, 2, 3, 4, 5, 7, 10, 15, 30] {
                let count = counted(&calendar, &almanac.date(start), amount, LengthUnit::WorkingDays);
                let expected = almanac.working_days(start, amount.try_into().expect("small"));
                assert_eq!(told(&count), expected, "{amount} working days from {}", almanac.date(start));
                assert!(!count.provisional);
            }
        }
    }

    fn terms_of_any_unit_and_length_agree(world) {
        let (almanac, calendar) = (Almanac::new(), seeded(world));
        let after = almanac.number("2026-06-01");
        let mut runner = TestRunner::new(Config { cases: 4000, failure_persistence: None, ..Config::default() });
        let agreed = runner.run(&(0..after, 1..400_u32, 1..18_u32), |(start, days, months)| {
            let (date, amount) = (almanac.date(start), usize::try_from(days).expect("small"));
            let count = |amount, unit| counted(&calendar, &date, amount, unit);
            let working = amount.div_ceil(2);
            let some = count(days.div_ceil(2), LengthUnit::WorkingDays);
            prop_assert_eq!(told(&some), almanac.working_days(start, working), "{} working days from {}", working, date);
            prop_assert_eq!(told(&count(days, LengthUnit::CalendarDays)), almanac.calendar_days(start, amount), "{} days from {}", days, date);
            prop_assert_eq!(told(&count(months, LengthUnit::Months)), almanac.months(start, months), "{} months from {}", months, date);
            Ok(())
        });
        agreed.expect("they agree");
    }

    fn notice_counted_back_and_forth_agrees(world) {
        let (almanac, calendar) = (Almanac::new(), seeded(world));
        for event in 40..almanac.number("2027-11-01") {
            for amount in [1_u32, 3, 5, 10] {
                let least = usize::try_from(amount).expect("small");
                let (date, day) = (almanac.date(event), almanac.date(event).parse().expect("a day"));
                let latest = almanac.number(&calendar.before(day, amount).to_string());
                // Enough worked days lie between the latest day and the event, and one too few from the day after it.
                assert_eq!(almanac.worked_between(latest, event), least, "{amount} working days before {date}");
                assert_eq!(almanac.worked_between(latest + 1, event), least - 1, "{amount} working days before {date}");
                let earliest = calendar.earliest(day, amount).to_string();
                assert_eq!(earliest, almanac.earliest(event, least), "{amount} working days after {date}");
            }
        }
    }

    fn the_clocks_of_a_review_over_http_agree_on_every_day_of_the_story(world) {
        let mut almanac = Almanac::new();
        // The decree for 2027 is not out; this one moves two working days.
        for (date, kind) in [("2027-04-17", "WORKING_DAY_BY_DECREE"), ("2027-04-16", "DAY_OFF_BY_DECREE")] {
            set_day(&world.sign_in("admin"), date, kind).done();
            almanac.decree(date, kind);
        }
        for date in ["2026-11-22", "2026-12-14", "2026-12-28", "2027-03-17", "2027-04-09", "2027-04-30", "2027-10-15"] {
            world.clock.set(Timestamp::parse(&format!("{date}T06:00:00Z")).expect("a time"));
            let (p, start) = (Personas::of(world), almanac.number(date));
            let clock = |amount| {
                let (due_on, skipped) = almanac.working_days(start, amount);
                let skipped: Vec<Value> = skipped.iter().map(|(date, reason)| json!({ "date": date, "reason": reason })).collect();
                json!({ "startedOn": date, "dueOn": due_on, "length": amount, "unit": "WORKING_DAYS", "skipped": skipped, "provisional": false })
            };
            let (sending, answering) = clocks(&p);
            assert_eq!(sending, clock(7));
            assert_eq!(answering, [clock(10), clock(10)]);
            hearing(&p, &almanac, start);
        }
    }
}

const CLOCK: &str = "startedOn dueOn length unit skipped { date reason } provisional";

/// What a review concluded and sent to two bodies today is given: the clock of the council, and those of the bodies.
fn clocks(p: &Personas<'_>) -> (Value, Vec<Value>) {
    let concluded = p.review("Concluded");
    adopted_poll(p, &concluded);
    let deadline = format!("review {{ sendDeadline {{ {CLOCK} }} }}");
    let reply = p.get("chair").mutate("concludeReview", &json!({ "reviewId": concluded }), &deadline);
    let sending = reply.done()["review"]["sendDeadline"].clone();
    let dialogue = Dialogue::with(p, &p.decision("Sent"), &[&["ministry", "akimat"]]);
    let query = format!(
        "query($id: ID!) {{ node(id: $id) {{ ... on Recommendation {{ addressees {{ deadline {{ {CLOCK} }} }} }} }} }}"
    );
    let found = p.world.anonymous().ask(&query, &json!({ "id": dialogue.recommendations[0] }));
    let addressees = found.at("/node/addressees").as_array().expect("a list");
    (sending, addressees.iter().map(|addressee| addressee["deadline"].clone()).collect())
}

/// A hearing is refused until the day the almanac says, and not on it.
fn hearing(p: &Personas<'_>, almanac: &Almanac, given: usize) {
    let review = p.review("Heard");
    let call = |on: &str| {
        let input = call_input(p.world, "HEARING", &format!("{on}T10:00:00Z"), &[&review]);
        p.get("chair").mutate("callMeeting", &input, "meeting { id }")
    };
    let earliest = almanac.earliest(given, 3);
    let too_soon = almanac.date(almanac.number(&earliest) - 1);
    let refused = call(&too_soon);
    assert_eq!(refused.refused(), "HEARING_TOO_SOON", "{too_soon}");
    let message = refused.at("/payload/userErrors/0/message").as_str().expect("a message").to_owned();
    assert!(message.contains(&earliest), "{earliest}: {message}");
    call(&earliest).done();
}
