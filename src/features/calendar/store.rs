//! The rows of `calendar_versions` and `calendar_days`.
//!
//! The first version is also the lock: whoever counts a term holds it shared, whoever changes the calendar holds it
//! alone. So no term is counted by a calendar that is just being replaced, and escapes the recount.

use super::model::{Difference, Known, Version};
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::{calendar_days as days, calendar_versions as versions};
use crate::kernel::calendar::{Calendar, Day, DayKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CalendarVersionId, PersonId};
use crate::kernel::localized::Localized;
use crate::kernel::page::{Page, Total, Window};
use crate::{keyset, on_each};
use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

/// The version that is the lock.
const FIRST: i64 = 1;
/// Rows per statement: PostgreSQL takes 65,535 values in one, SQLite 32,766, and a file may hold every day of a century.
const ROWS: usize = 1_000;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = versions, treat_none_as_default_value = false)]
struct VersionRow {
    id: CalendarVersionId,
    number: i64,
    reason: String,
    author_id: Option<PersonId>,
    author_name: Option<String>,
    created_at: Timestamp,
}

#[derive(Insertable)]
#[diesel(table_name = days, treat_none_as_default_value = false)]
struct DayRow {
    date_on: NaiveDate,
    since_version: i64,
    until_version: Option<i64>,
    kind: DayKind,
    name: Localized,
}

impl From<VersionRow> for Version {
    fn from(row: VersionRow) -> Self {
        let VersionRow { id, number, reason, author_id, author_name, created_at } = row;
        Self { id, number, reason, author: author_id.zip(author_name), created_at }
    }
}

/// The newest version; none before the calendar was seeded.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn latest(conn: &mut AnyConn) -> Outcome<Option<Version>> {
    let selection = <VersionRow as Selectable<MultiBackend>>::construct_selection();
    let row: Option<VersionRow> =
        versions::table.order(versions::number.desc()).select(selection).first(conn).optional()?;
    Ok(row.map(Version::from))
}

/// One page of the changes of the calendar, newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn versions(conn: &mut AnyConn, window: &Window) -> Outcome<Page<Version>> {
    let query = versions::table.into_boxed::<MultiBackend>();
    let query = keyset!(query, window, Direction::Descending, versions::created_at, versions::id);
    let selection = <VersionRow as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<VersionRow> = query.select(selection).load(conn)?;
    Ok(window.page(rows.into_iter().map(Version::from).collect()))
}

/// How many changes there are, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_versions(conn: &mut AnyConn, cap: i64) -> Outcome<Total> {
    let query = versions::table.select(versions::id).limit(cap.saturating_add(1));
    Ok(count_limited(conn, query, cap)?)
}

/// Changes of the calendar by their ids, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn versions_by_ids(conn: &mut AnyConn, ids: &[CalendarVersionId]) -> Outcome<Vec<Version>> {
    let selection = <VersionRow as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<VersionRow> = versions::table.filter(any(versions::id, ids)).select(selection).load(conn)?;
    Ok(rows.into_iter().map(Version::from).collect())
}

/// The calendar in force.
///
/// # Errors
/// A fault when the database cannot be read or was not seeded.
pub fn current(conn: &mut AnyConn) -> Outcome<Known> {
    let version: Option<i64> = versions::table.select(max(versions::number)).first(conn)?;
    let version = version.ok_or_else(|| Failure::fault("no calendar: the database was not seeded"))?;
    let rows = days::table.filter(days::until_version.is_null()).select((days::date_on, days::kind, days::name));
    let rows: Vec<(NaiveDate, DayKind, Localized)> = rows.load(conn)?;
    let calendar = Calendar::new(rows.into_iter().map(|(date, kind, name)| Day { date, kind, name }));
    Ok(Known { version, calendar })
}

/// The calendar in force, which nobody changes until the transaction ends, while others may count by it too.
///
/// # Errors
/// A fault when the database cannot be read or was not seeded.
pub fn hold(conn: &mut AnyConn) -> Outcome<Known> {
    hold_version(conn)?;
    current(conn)
}

/// The same without reading it: for what touches deadlines without counting, so that locks are always taken in the
/// same order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn hold_version(conn: &mut AnyConn) -> Outcome<()> {
    take(conn, LockMode::Share)
}

/// The calendar in force, held alone until the transaction ends.
///
/// # Errors
/// A fault when the database cannot be read or was not seeded.
pub fn lock(conn: &mut AnyConn) -> Outcome<Known> {
    take(conn, LockMode::Update)?;
    current(conn)
}

/// A statement of its own: what is read after it sees what the last holder has committed.
fn take(conn: &mut AnyConn, mode: LockMode) -> Outcome<()> {
    let query = versions::table.filter(versions::number.eq(FIRST)).select(versions::number);
    let _held: Vec<i64> = Lock(query, mode).get_results(conn)?;
    Ok(())
}

/// Enters a version: the rows of `ended` hold until it, those set hold from it. Called by `change` and by the seed.
///
/// # Errors
/// A fault when the database refuses.
pub(super) fn enter(
    conn: &mut AnyConn,
    version: &Version,
    difference: &Difference,
    ended: &[NaiveDate],
) -> Outcome<()> {
    let (author_id, author_name) = version.author.clone().unzip();
    let Version { id, number, reason, created_at, .. } = version.clone();
    let row = VersionRow { id, number, reason, author_id, author_name, created_at };
    diesel::insert_into(versions::table).values(row).execute(conn)?;
    for some in ended.chunks(ROWS) {
        let current = days::table.filter(days::until_version.is_null()).filter(days::date_on.eq_any(some.to_vec()));
        diesel::update(current).set(days::until_version.eq(number)).execute(conn)?;
    }
    for some in difference.set.chunks(ROWS) {
        let rows: Vec<DayRow> = some.iter().map(|day| begun(day, number)).collect();
        on_each!(&mut *conn, c => diesel::insert_into(days::table).values(&rows).execute(c))?;
    }
    Ok(())
}

fn begun(day: &Day, since_version: i64) -> DayRow {
    let Day { date: date_on, kind, name } = day.clone();
    DayRow { date_on, since_version, until_version: None, kind, name }
}
