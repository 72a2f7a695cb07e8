//! Working days between many pairs of days: the calendar is walked once, and each pair is a subtraction.

use crate::kernel::calendar::Calendar;
use chrono::NaiveDate;

/// The longest stretch that is walked, in days: all years a calendar may speak of.
const HORIZON_DAYS: usize = 40_000;

/// For each day of a stretch, how many working days lie after its first day up to and with it.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    first: NaiveDate,
    passed: Vec<u32>,
}

impl WorkingDays {
    /// Walks a calendar over the stretch that holds all these days.
    pub fn over(calendar: &Calendar, days: impl IntoIterator<Item = NaiveDate>) -> Self {
        let ends = days.into_iter().fold(None, |ends: Option<(NaiveDate, NaiveDate)>, day| {
            Some(ends.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
        });
        let Some((first, last)) = ends else { return Self { first: NaiveDate::MIN, passed: Vec::new() } };
        let mut count = 0;
        let walk = first.iter_days().take_while(|day| *day <= last).take(HORIZON_DAYS);
        let passed = walk.map(|day| {
            count += u32::from(day > first && calendar.is_working_day(day));
            count
        });
        Self { first, passed: passed.collect() }
    }

    /// How many working days lie after one day up to and with another, as `Calendar::working_days_between` counts them;
    /// nothing for days outside the stretch.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> Option<u32> {
        Some(self.passed_on(to)?.saturating_sub(self.passed_on(from)?))
    }

    fn passed_on(&self, day: NaiveDate) -> Option<u32> {
        let place = usize::try_from(day.signed_duration_since(self.first).num_days()).ok()?;
        self.passed.get(place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::calendar::{Day, DayKind};
    use crate::kernel::localized::Localized;
    use chrono::Days;
    use proptest::prelude::*;

    fn nth(n: u64) -> NaiveDate {
        let start: NaiveDate = "2025-11-01".parse().expect("a day");
        start + Days::new(n)
    }

    proptest! {
        #[test]
        fn it_counts_as_the_calendar_does(rows in proptest::collection::vec((0_u64..400, 0_usize..4), 0..30), pairs in proptest::collection::vec((0_u64..400, 0_u64..60), 1..20)) {
            let kinds = [DayKind::Holiday, DayKind::Observed, DayKind::DayOffByDecree, DayKind::WorkingDayByDecree];
            let name = Localized { kk: "күн".into(), ru: None, en: None };
            let calendar = Calendar::new(rows.iter().map(|(n, kind)| Day { date: nth(*n), kind: kinds[*kind], name: name.clone() }));
            let pairs: Vec<_> = pairs.iter().map(|(from, more)| (nth(*from), nth(from + more))).collect();
            let days = WorkingDays::over(&calendar, pairs.iter().flat_map(|(from, to)| [*from, *to]));
            for (from, to) in pairs {
                prop_assert_eq!(days.between(from, to), Some(calendar.working_days_between(from, to)));
            }
        }
    }

    #[test]
    fn days_outside_the_stretch_are_not_guessed() {
        let days = WorkingDays::over(&Calendar::default(), [nth(0), nth(3)]);
        assert_eq!(days.between(nth(0), nth(4)), None);
        assert_eq!(WorkingDays::over(&Calendar::default(), []).between(nth(0), nth(0)), None);
    }
}
