//! The calendar a new database begins with, from `seed.csv`.

use super::model::{Difference, Version};
use super::{csv, store};
use crate::db::AnyConn;
use crate::kernel::calendar::Day;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::Id;
use uuid::Uuid;

const SEED: &str = include_str!("seed.csv");

/// The id of the first version, the same in every installation.
const FIRST: Uuid = Uuid::from_u128(1);

/// Enters the first version, where there is none yet; returns how many rows.
///
/// # Errors
/// A fault when the database refuses.
pub fn seed(conn: &mut AnyConn, now: Timestamp) -> Outcome<usize> {
    if store::latest(conn)?.is_some() {
        return Ok(0);
    }
    let version = Version {
        id: Id::from_uuid(FIRST),
        number: 1,
        reason: "Kenes: 2022–2027".to_owned(),
        author: None,
        created_at: now,
    };
    let set = rows()?;
    let count = set.len();
    store::enter(conn, &version, &Difference { set, cleared: Vec::new() }, &[])?;
    Ok(count)
}

/// The rows of the seed.
pub(crate) fn rows() -> Outcome<Vec<Day>> {
    csv::read(SEED).map_err(|refusal| Failure::fault(format!("seed.csv: {refusal:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::calendar::{Calendar, DayKind};
    use chrono::Datelike;

    #[test]
    fn six_years_are_known_and_none_of_their_weekend_holidays_is_worked() {
        let rows = rows().expect("reads");
        assert_eq!(rows.len(), 125);
        let calendar = Calendar::new(rows.clone());
        assert!((2022..=2027).all(|year| calendar.knows(year)) && !calendar.knows(2028));
        assert!(rows.iter().all(|day| calendar.is_working_day(day.date) == (day.kind == DayKind::WorkingDayByDecree)));
        assert!(rows.iter().all(|day| day.name.ru.is_some() && day.name.en.is_some()));
    }

    #[test]
    fn every_day_off_by_decree_is_worked_on_another_day_of_the_same_year() {
        let rows = rows().expect("reads");
        for year in 2022..=2027 {
            let count = |kind| rows.iter().filter(|day| day.date.year() == year && day.kind == kind).count();
            assert_eq!(count(DayKind::DayOffByDecree), count(DayKind::WorkingDayByDecree), "{year}");
        }
    }
}
