//! Scorecards are what the events say: a plain recount, with a calendar of its own.

use super::kept::settled;
use super::{all, card};
use crate::support::dialogue::{Dialogue, accepted, refused};
use crate::support::{Personas, World};
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted, without any of the program's own counting.
#[derive(Clone, Debug, Default)]
pub struct Count {
    on_time: u32,
    late: u32,
    overdue: u32,
    running: u32,
    accepted: u32,
    partly: u32,
    refused: u32,
    days: Vec<usize>,
    kept: u32,
    milestones_late: u32,
    pending: u32,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.on_time += other.on_time;
        self.late += other.late;
        self.overdue += other.overdue;
        self.running += other.running;
        self.accepted += other.accepted;
        self.partly += other.partly;
        self.refused += other.refused;
        self.days.extend(&other.days);
        self.kept += other.kept;
        self.milestones_late += other.milestones_late;
        self.pending += other.pending;
    }

    /// As the API tells it.
    pub fn card(&self) -> Value {
        let mut days = self.days.clone();
        days.sort_unstable();
        let rank = |percent: usize| days.get(((percent * days.len()).div_ceil(100)).wrapping_sub(1));
        let share = |part: u32, whole: u32| {
            if whole == 0 { Value::Null } else { json!({ "numerator": part, "denominator": whole }) }
        };
        let answered = self.on_time + self.late;
        json!({
            "sent": answered + self.overdue + self.running, "answeredOnTime": self.on_time, "answeredLate": self.late,
            "overdue": self.overdue, "running": self.running, "accepted": self.accepted, "partlyAccepted": self.partly,
            "refused": self.refused, "medianWorkingDays": rank(50), "p90WorkingDays": rank(90),
            "milestonesKept": self.kept, "milestonesLate": self.milestones_late, "milestonesPending": self.pending,
            "onTimeShare": share(self.on_time, answered + self.overdue), "refusedShare": share(self.refused, answered),
            "milestonesKeptShare": share(self.kept, self.kept + self.milestones_late),
        })
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn day(value: &Value) -> NaiveDate {
    value.as_str().expect("a day").parse().expect("a day")
}

/// Working days after one day up to and with another; of the days of these tests only Independence Day is a holiday.
fn working_days(from: NaiveDate, to: NaiveDate) -> usize {
    let holiday: NaiveDate = "2026-12-16".parse().expect("a day");
    let free = |day: NaiveDate| matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || day == holiday;
    from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| !free(*day)).count()
}

/// Counts the public decisions by body, from the events alone, for what was sent and promised in a period.
fn recount(p: &Personas<'_>, today: &str, within: impl Fn(NaiveDate) -> bool) -> BTreeMap<String, Count> {
    let today: NaiveDate = today.parse().expect("a day");
    let of = |kind: &str| p.events(kind).into_iter();
    let public: BTreeSet<String> =
        of("DECISION_PUBLISHED").filter(|e| e["payload"]["access"] == "PUBLIC").map(|e| text(&e["subject"])).collect();
    let overdue: BTreeSet<String> = of("DEADLINE_OVERDUE")
        .filter(|e| e["payload"]["rule"] == "answer.reply")
        .map(|e| text(&e["payload"]["of"]))
        .collect();
    let first: BTreeMap<String, Value> =
        of("RECOMMENDATION_ANSWERED").map(|e| (text(&e["payload"]["addressee"]), e["payload"].clone())).collect();
    // Oldest first, so that the last correction is what remains.
    let mut corrections: Vec<Value> = of("ANSWER_CORRECTED").map(|e| e["payload"].clone()).collect();
    corrections.reverse();
    let latest: BTreeMap<String, Value> =
        corrections.iter().map(|payload| (text(&payload["addressee"]), payload.clone())).collect();
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for sent in of("FINAL_DOCUMENT_SENT").filter(|e| public.contains(&text(&e["payload"]["decision"]))) {
        // Almaty is five hours ahead.
        let at = chrono::DateTime::parse_from_rfc3339(&text(&sent["occurredAt"])).expect("an instant");
        let on = (at + Duration::hours(5)).date_naive();
        for owed in sent["payload"]["addressees"].as_array().expect("a list").iter().filter(|_| within(on)) {
            let count = counts.entry(text(&owed["body"])).or_default();
            let addressee = text(&owed["addressee"]);
            let Some(answer) = first.get(&addressee) else {
                *(if overdue.contains(&addressee) { &mut count.overdue } else { &mut count.running }) += 1;
                continue;
            };
            *(if answer["clock"] == "MET" { &mut count.on_time } else { &mut count.late }) += 1;
            count.days.push(working_days(on, day(&answer["answeredOn"])));
            match latest.get(&addressee).unwrap_or(answer)["verdict"].as_str() {
                Some("ACCEPTED") => count.accepted += 1,
                Some("PARTLY") => count.partly += 1,
                _ => count.refused += 1,
            }
        }
    }
    let superseded: BTreeSet<String> = corrections
        .iter()
        .flat_map(|c| c["superseded"].as_array().cloned().unwrap_or_default())
        .map(|id| text(&id))
        .collect();
    let confirmed: BTreeMap<String, Value> =
        of("MILESTONE_CONFIRMED").map(|e| (text(&e["subject"]), e["payload"].clone())).collect();
    let mut reported: Vec<(String, NaiveDate)> =
        of("MILESTONE_REPORTED").map(|e| (text(&e["subject"]), day(&e["payload"]["reportedOn"]))).collect();
    reported.reverse();
    let disputed: BTreeSet<String> = of("MILESTONE_DISPUTED").map(|e| text(&e["subject"])).collect();
    let reported: BTreeMap<String, NaiveDate> = reported.into_iter().collect();
    for answer in first.values().chain(&corrections).filter(|answer| public.contains(&text(&answer["decision"]))) {
        for promised in answer["milestones"].as_array().expect("a list") {
            let (id, due) = (text(&promised["id"]), day(&promised["dueOn"]));
            if superseded.contains(&id) || !within(due) {
                continue;
            }
            let count = counts.entry(text(&answer["body"])).or_default();
            match (confirmed.get(&id), reported.get(&id)) {
                (Some(kept), _) if day(&kept["reportedOn"]) <= due => count.kept += 1,
                (None, Some(on)) if *on <= due && !disputed.contains(&id) => count.pending += 1,
                (None, None) if today <= due => count.pending += 1,
                (None, Some(_)) if today <= due && disputed.contains(&id) => count.pending += 1,
                _ => count.milestones_late += 1,
            }
        }
    }
    counts
}

/// Every number of every scorecard against the recount: as it is now, and when all of it is kept.
fn agree(world: &World, p: &Personas<'_>, today: &str, period: (Option<&str>, Option<&str>)) {
    agree_now(world, p, today, period);
    settled(world);
    agree_now(world, p, today, period);
}

fn agree_now(world: &World, p: &Personas<'_>, today: &str, (from, until): (Option<&str>, Option<&str>)) {
    let bound = |end: Option<&str>| end.map(|end| end.parse::<NaiveDate>().expect("a day"));
    let within =
        |day: NaiveDate| bound(from).is_none_or(|from| from <= day) && bound(until).is_none_or(|until| day < until);
    let counts = recount(p, today, within);
    let client = world.anonymous();
    let of = |bodies: &[&str]| {
        let mut sum = Count::default();
        bodies.iter().filter_map(|body| counts.get(*body)).for_each(|count| sum.add(count));
        sum.card()
    };
    let (ministry, akimat) = (world.cast.ministry.wire(), world.cast.akimat.wire());
    assert_eq!(card(&client, Some(&ministry), from, until), of(&[&ministry]), "the ministry {from:?} {until:?}");
    assert_eq!(card(&client, Some(&akimat), from, until), of(&[&akimat]), "the akimat {from:?} {until:?}");
    assert_eq!(
        card(&client, Some(&world.cast.city.wire()), from, until),
        of(&[&akimat]),
        "the city {from:?} {until:?}"
    );
    for republic in [Some(world.cast.republic.wire()), None] {
        assert_eq!(
            card(&client, republic.as_deref(), from, until),
            of(&[&ministry, &akimat]),
            "the republic {from:?} {until:?}"
        );
    }
}

fn plan(answer: &crate::support::Reply, place: usize) -> String {
    answer.text(&format!("/answer/plan/{place}/id"))
}

on_both! {
    fn every_scorecard_is_what_a_recount_of_the_events_gives(world) {
        let p = Personas::of(world);
        let d = Dialogue::with(&p, &p.decision("Public"), &[&["ministry", "akimat"], &["ministry"], &["akimat"], &["akimat"]]);
        let secret = p.draft("Restricted");
        p.publish(&secret, &json!({ "access": "RESTRICTED" }));
        let hidden = Dialogue::with(&p, &secret, &[&["ministry"], &["ministry"]]);
        agree(world, &p, "2026-11-22", (None, None));

        // Monday: in one working day.
        world.advance(Duration::days(1));
        let p = Personas::of(world);
        let (officer, d, hidden) = (p.get("officer"), d.with_people(&p), hidden.with_people(&p));
        let first = d.answer(&officer, &d.addressees[0][0], &accepted(&["2026-12-01", "2026-12-20", "2026-12-03", "2026-11-25"]));
        let second = d.answer(&officer, &d.addressees[1][0], &accepted(&["2026-12-02"])).text("/answer/id");
        hidden.answer(&officer, &hidden.addressees[0][0], &refused()).done();
        agree(world, &p, "2026-11-23", (None, None));

        // Wednesday: in three. A correction changes the verdict and its plan, and not the days.
        world.advance(Duration::days(2));
        let p = Personas::of(world);
        let d = d.with_people(&p);
        d.answer(&p.get("local-officer"), &d.addressees[0][1], &refused()).done();
        d.correct(&p.get("officer"), &second, &refused()).done();
        let (kept, judged_late, disputed) = (plan(&first, 0), plan(&first, 3), plan(&first, 2));
        for milestone in [&kept, &judged_late, &disputed] {
            d.report(milestone);
        }
        d.confirm(&kept);
        p.get("chair").mutate("disputeMilestone", &json!({ "milestoneId": disputed, "reason": "It is not there" }), "").done();
        agree(world, &p, "2026-11-25", (None, None));

        // The second Monday after: one more is answered late, another is overdue, and a new one begins.
        world.advance(Duration::days(12));
        let p = Personas::of(world);
        let d = d.with_people(&p);
        d.confirm(&judged_late);
        world.eventually("the overdue", || all(&world.anonymous(), Some(&world.cast.akimat.wire()))["overdue"] == json!(2)
            && world.count("SELECT count(*) AS n FROM deadlines WHERE state = 'RUNNING' AND rule_key = 'answer.reply'") == 0);
        d.answer(&p.get("local-officer"), &d.addressees[3][0], &accepted(&["2026-12-10"])).done();
        Dialogue::with(&p, &p.decision("Another"), &[&["ministry"], &["akimat"]]);
        agree(world, &p, "2026-12-07", (None, None));
        for period in [
            (Some("2026-11-22"), Some("2026-11-23")), (Some("2026-11-23"), None), (None, Some("2026-12-07")), (Some("2026-12-07"), Some("2026-12-08")),
            (Some("2026-12-01"), Some("2026-12-02")), (Some("2026-12-02"), Some("2026-12-21")), (Some("2025-01-01"), Some("2026-01-01")),
        ] {
            agree(world, &p, "2026-12-07", period);
        }
        // The recount itself is not empty: these are the numbers of the story.
        let akimat = all(&world.anonymous(), Some(&world.cast.akimat.wire()));
        assert_eq!((&akimat["sent"], &akimat["answeredLate"], &akimat["overdue"], &akimat["running"]), (&json!(4), &json!(1), &json!(1), &json!(1)));
        assert_eq!((&akimat["medianWorkingDays"], &akimat["p90WorkingDays"]), (&json!(3), &json!(11)));
        let ministry = all(&world.anonymous(), Some(&world.cast.ministry.wire()));
        assert_eq!((&ministry["sent"], &ministry["refusedShare"]), (&json!(3), &json!({ "numerator": 1, "denominator": 2 })));
        assert_eq!((&ministry["milestonesKept"], &ministry["milestonesLate"], &ministry["milestonesPending"]), (&json!(2), &json!(1), &json!(1)));
    }

    fn working_days_follow_the_calendar_as_it_stands(world) {
        let p = Personas::of(world);
        let d = Dialogue::begin(&p);
        world.advance(Duration::days(3));
        let p = Personas::of(world);
        d.with_people(&p).answered(&refused());
        let median = || all(&world.anonymous(), Some(&world.cast.ministry.wire()))["medianWorkingDays"].clone();
        assert_eq!(median(), json!(3));
        let input = json!({ "date": "2026-11-24", "kind": "DAY_OFF_BY_DECREE", "name": { "kk": "Демалыс" }, "reason": "Decree 7" });
        p.get("admin").mutate("setCalendarDay", &input, "version { number }").done();
        assert_eq!(median(), json!(2));
    }
}
