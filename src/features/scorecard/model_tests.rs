use super::*;
use proptest::prelude::*;

fn answered(days: u32) -> Reply {
    Reply { clock: DeadlineState::Met, verdict: Some(Verdict::Accepted), working_days: Some(days) }
}

fn card(replies: &[Reply]) -> Scorecard {
    let mut card = Scorecard::default();
    replies.iter().for_each(|reply| card.count(*reply));
    card
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

proptest! {
    /// Against the definition: sort, and take the one at place ⌈p·n/100⌉.
    #[test]
    fn a_percentile_is_the_number_at_its_nearest_rank(mut days in proptest::collection::vec(0_u32..60, 1..80), percent in 1_u32..=100) {
        let card = card(&days.iter().copied().map(answered).collect::<Vec<_>>());
        days.sort_unstable();
        let place = (usize::try_from(percent).expect("small") * days.len()).div_ceil(100);
        prop_assert_eq!(card.working_days(percent), Some(days[place - 1]));
    }

    #[test]
    fn a_sum_is_what_counting_everything_at_once_gives(left in proptest::collection::vec(0_u32..40, 0..30), right in proptest::collection::vec(0_u32..40, 0..30)) {
        let of = |days: &[u32]| card(&days.iter().copied().map(answered).collect::<Vec<_>>());
        let both: Vec<u32> = left.iter().chain(&right).copied().collect();
        prop_assert_eq!(Scorecard::sum([&of(&left), &of(&right)]), of(&both));
    }
}

#[test]
fn what_was_sent_is_on_time_late_overdue_or_running() {
    let clock = |clock, verdict| Reply { clock, verdict, working_days: None };
    let card = card(&[
        clock(DeadlineState::Met, Some(Verdict::Accepted)),
        clock(DeadlineState::Met, Some(Verdict::Refused)),
        clock(DeadlineState::MetLate, Some(Verdict::Partly)),
        clock(DeadlineState::Overdue, None),
        clock(DeadlineState::Running, None),
        clock(DeadlineState::Cancelled, None),
    ]);
    assert_eq!((card.sent(), card.answered()), (5, 3));
    assert_eq!((card.on_time_share(), card.refused_share()), (Fraction::new(2, 4), Fraction::new(1, 3)));
}

#[test]
fn nothing_has_no_shares_and_no_percentiles() {
    let card = Scorecard::default();
    assert_eq!((card.on_time_share(), card.refused_share(), card.kept_share()), (None, None, None));
    assert_eq!((card.working_days(50), card.working_days(90)), (None, None));
}

#[test]
fn a_period_ends_after_it_begins_and_lies_in_known_years() {
    let (first, second) = (Some(day("2026-01-01")), Some(day("2026-01-02")));
    assert!(Period::new(first, second).is_ok_and(|period| period.last() == first));
    assert!(Period::new(None, None).is_ok() && Period::new(first, None).is_ok());
    for (from, until) in
        [(first, first), (second, first), (Some(day("1999-12-31")), None), (None, Some(day("2101-01-01")))]
    {
        assert!(Period::new(from, until).is_err(), "{from:?} {until:?}");
    }
}

#[test]
fn the_days_of_a_period_begin_at_midnight_of_the_zone() {
    let period = Period::new(Some(day("2026-11-22")), Some(day("2026-11-23"))).expect("good");
    let (from, until) = period.instants(Zone::default());
    assert_eq!((from.rfc3339().as_str(), until.rfc3339().as_str()), ("2026-11-21T19:00:00Z", "2026-11-22T19:00:00Z"));
    let (from, until) = Period::default().instants(Zone::default());
    assert!(from < until);
}
