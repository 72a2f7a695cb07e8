use super::*;
use crate::kernel::localized::Localized;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn row(date: &str, kind: DayKind) -> Day {
    Day { date: day(date), kind, name: Localized { kk: date.into(), ru: None, en: None } }
}

/// Spring of 2024 as it was: two long weekends, and Saturday 4 May worked for Wednesday 8 May.
fn spring() -> Calendar {
    let holidays = ["2024-03-08", "2024-03-21", "2024-03-22", "2024-03-23", "2024-05-01", "2024-05-07", "2024-05-09"];
    let holidays = holidays.map(|date| row(date, DayKind::Holiday));
    let moved = [
        row("2024-03-25", DayKind::Observed),
        row("2024-05-04", DayKind::WorkingDayByDecree),
        row("2024-05-08", DayKind::DayOffByDecree),
    ];
    Calendar::new(holidays.into_iter().chain(moved))
}

fn working(amount: u32) -> Length {
    Length { amount, unit: LengthUnit::WorkingDays }
}

fn reasons(count: &Count) -> Vec<(String, SkipReason)> {
    count.skipped.iter().map(|skipped| (skipped.date.to_string(), skipped.reason)).collect()
}

#[test]
fn working_days_step_over_what_is_free_and_onto_a_worked_saturday() {
    // Tuesday 30 April. Thursday 2, Friday 3, Saturday 4 (by decree), Monday 6 May, Friday 10 May.
    let count = spring().count(day("2024-04-30"), working(5));
    assert_eq!(count.due_on, day("2024-05-10"));
    let expected = [
        ("2024-05-01", SkipReason::Holiday),
        ("2024-05-05", SkipReason::Weekend),
        ("2024-05-07", SkipReason::Holiday),
        ("2024-05-08", SkipReason::DayOffByDecree),
        ("2024-05-09", SkipReason::Holiday),
    ];
    assert_eq!(reasons(&count), expected.map(|(date, reason)| (date.to_owned(), reason)));
    assert_eq!(
        count.skipped.first().and_then(|skipped| skipped.name.clone()).map(|name| name.kk),
        Some("2024-05-01".into())
    );
    assert!(!count.provisional);
}

#[test]
fn the_day_of_the_start_is_not_counted_whether_it_is_worked_or_not() {
    let calendar = spring();
    assert_eq!(calendar.count(day("2024-04-02"), working(1)).due_on, day("2024-04-03"));
    assert_eq!(calendar.count(day("2024-04-06"), working(1)).due_on, day("2024-04-08"));
    assert_eq!(calendar.count(day("2024-04-05"), working(1)).due_on, day("2024-04-08"));
    assert_eq!(calendar.count(day("2024-04-05"), working(0)).due_on, day("2024-04-05"));
}

#[test]
fn a_term_in_calendar_days_or_months_ends_on_a_working_day() {
    let calendar = spring();
    let days = |amount| Length { amount, unit: LengthUnit::CalendarDays };
    let months = |amount| Length { amount, unit: LengthUnit::Months };
    assert_eq!(calendar.count(day("2024-04-01"), days(2)).due_on, day("2024-04-03"));
    let over = calendar.count(day("2024-03-11"), days(10));
    assert_eq!(over.due_on, day("2024-03-26"));
    assert_eq!(over.skipped.len(), 5, "Thursday 21 to Monday 25");
    assert_eq!(calendar.count(day("2024-01-31"), months(1)).due_on, day("2024-02-29"));
    assert_eq!(calendar.count(day("2024-02-23"), months(1)).due_on, day("2024-03-26"));
}

#[test]
fn a_year_without_rows_knows_the_fixed_holidays_and_says_that_it_is_provisional() {
    let calendar = spring();
    // 2030 has no rows: 1 and 2 January are fixed, and 5 January is an ordinary Saturday.
    let count = calendar.count(day("2029-12-31"), working(3));
    assert_eq!(
        reasons(&count).iter().map(|(date, _)| date.as_str()).collect::<Vec<_>>(),
        ["2030-01-01", "2030-01-02", "2030-01-05", "2030-01-06", "2030-01-07"]
    );
    assert_eq!((count.due_on, count.provisional), (day("2030-01-08"), true));
    // A term that crosses into an unknown year rests on it too.
    assert!(calendar.count(day("2024-12-30"), working(3)).provisional);
    assert!(!calendar.count(day("2024-12-26"), working(3)).provisional);
    // In a known year only its rows are holidays.
    assert!(calendar.is_working_day(day("2024-07-08")) && calendar.is_working_day(day("2024-10-25")));
    assert!(!calendar.is_working_day(day("2030-10-25")));
}

#[test]
fn constitution_day_is_where_its_year_has_it() {
    let empty = Calendar::default();
    assert!(!empty.is_working_day(day("2021-08-30")) && empty.is_working_day(day("2028-08-30")));
    assert!(!empty.is_working_day(day("2028-03-15")) && empty.is_working_day(day("2021-03-15")));
    assert!(empty.is_working_day(day("2021-10-25")) && !empty.is_working_day(day("2023-10-25")));
}

#[test]
fn notice_leaves_whole_working_days_between_itself_and_the_day_it_is_of() {
    let calendar = spring();
    // Friday 12 April: Thursday, Wednesday and Tuesday lie between.
    assert_eq!(calendar.before(day("2024-04-12"), 3), day("2024-04-08"));
    assert_eq!(calendar.earliest(day("2024-04-08"), 3), day("2024-04-12"));
    // Friday 10 May: Monday 6, Saturday 4 (worked), Friday 3; the holidays and the day off between count for nothing.
    assert_eq!(calendar.before(day("2024-05-10"), 3), day("2024-05-02"));
    assert_eq!(calendar.earliest(day("2024-05-02"), 3), day("2024-05-07"), "free days may be days of hearings");
    assert_eq!(calendar.before(day("2024-04-15"), 1), day("2024-04-11"), "what is free before the first of them too");
    assert_eq!(
        (calendar.before(day("2024-04-12"), 0), calendar.earliest(day("2024-04-12"), 0)),
        (day("2024-04-12"), day("2024-04-12"))
    );
}

#[test]
fn what_a_term_has_used_up_is_counted_like_the_term() {
    let calendar = spring();
    assert_eq!(calendar.working_days_between(day("2024-04-30"), day("2024-05-10")), 5);
    assert_eq!(calendar.working_days_between(day("2024-04-30"), day("2024-04-30")), 0);
    assert_eq!(calendar.working_days_between(day("2024-05-10"), day("2024-04-30")), 0);
}

#[test]
fn a_calendar_without_working_days_ends_the_walk() {
    let all =
        day("2020-01-01").iter_days().take(20_000).map(|date| Day { date, ..row("2020-01-01", DayKind::Holiday) });
    let calendar = Calendar::new(all);
    assert!(calendar.count(day("2024-01-01"), working(3)).due_on > day("2040-01-01"));
    assert!(calendar.before(day("2045-01-01"), 3) < day("2040-01-01"), "no notice is ever early enough");
}

/// Any rows in two years.
fn any_calendar() -> impl Strategy<Value = Calendar> {
    let kind = prop::sample::select(DayKind::ALL.to_vec());
    prop::collection::vec((0_u64..730, kind), 0..60).prop_map(|rows| {
        let date = |offset| day("2024-01-01") + Days::new(offset);
        Calendar::new(rows.into_iter().map(|(offset, kind)| Day { date: date(offset), ..row("2024-01-01", kind) }))
    })
}

proptest! {
    #[test]
    fn counting_agrees_with_walking_day_by_day(calendar in any_calendar(), offset in 0_u64..700, amount in 0_u32..40) {
        let start = day("2024-01-01") + Days::new(offset);
        let count = calendar.count(start, working(amount));
        // As many working days as the term is long, every other day of it is explained, and it ends on a working day.
        prop_assert_eq!(calendar.working_days_between(start, count.due_on), amount);
        let length = (count.due_on - start).num_days();
        prop_assert_eq!(length, i64::from(amount) + i64::try_from(count.skipped.len()).expect("few"));
        prop_assert!(amount == 0 || calendar.is_working_day(count.due_on));
        prop_assert!(count.skipped.iter().all(|skipped| !calendar.is_working_day(skipped.date)));
    }

    #[test]
    fn notice_given_on_the_latest_day_is_in_time_and_a_day_later_is_not(calendar in any_calendar(), offset in 60_u64..700, amount in 1_u32..20) {
        let on = day("2024-01-01") + Days::new(offset);
        let latest = calendar.before(on, amount);
        let between = |given: NaiveDate| {
            let days = given.iter_days().skip(1).take_while(|day| *day < on);
            days.filter(|day| calendar.is_working_day(*day)).count()
        };
        let (late, amount_days) = (latest + Days::new(1), usize::try_from(amount).expect("few"));
        prop_assert_eq!((between(latest), between(late)), (amount_days, amount_days - 1));
        prop_assert!(calendar.earliest(latest, amount) <= on);
        prop_assert!(calendar.earliest(late, amount) > on);
    }
}
