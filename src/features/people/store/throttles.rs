//! The rows of `sign_in_throttles`. Nobody needs leave to be counted, so nothing here takes a permit.

use super::super::throttle::{FAMILIAR, FAMILIAR_DAYS, MEMORY_HOURS, Meter};
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode, Native};
use crate::db::schema::sign_in_throttles::{self, dsl};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use chrono::Duration;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_in_throttles)]
struct Row {
    key: String,
    failures: i64,
    last_failed_at: Timestamp,
    blocked_until: Timestamp,
}

fn row((key, meter): (String, Meter)) -> Row {
    let Meter { failures, last_failed_at, blocked_until } = meter;
    Row { key, failures, last_failed_at, blocked_until }
}

/// The meters of these keys, made where there are none, locked until the transaction ends.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, keys: &[&str], now: Timestamp) -> Outcome<Vec<(String, Meter)>> {
    // A row that does not exist cannot be locked: two first attempts at once must meet in the same row.
    for key in keys {
        let fresh = row(((*key).to_owned(), Meter::fresh(now)));
        Native(diesel::insert_into(dsl::sign_in_throttles).values(fresh).on_conflict_do_nothing()).execute(conn)?;
    }
    let query = dsl::sign_in_throttles
        .filter(dsl::key.eq_any(keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>()))
        .order(dsl::key)
        .select(<Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<Row> = Lock(query, LockMode::Update).load(conn)?;
    Ok(keys.iter().map(|key| ((*key).to_owned(), found(&rows, key).unwrap_or(Meter::fresh(now)))).collect())
}

/// Missing only when a sweep forgot the row between the two statements; then it is as good as new.
fn found(rows: &[Row], key: &str) -> Option<Meter> {
    let row = rows.iter().find(|row| row.key == key)?;
    Some(Meter { failures: row.failures, last_failed_at: row.last_failed_at, blocked_until: row.blocked_until })
}

/// Writes meters. SQLite takes no upsert of several rows from diesel; there are three or four.
///
/// # Errors
/// A fault when the database refuses.
pub fn save(conn: &mut AnyConn, meters: &[(String, Meter)]) -> Outcome<()> {
    for (key, meter) in meters {
        let upsert = diesel::insert_into(dsl::sign_in_throttles)
            .values(row((key.clone(), *meter)))
            .on_conflict(dsl::key)
            .do_update()
            .set((
                dsl::failures.eq(meter.failures),
                dsl::last_failed_at.eq(meter.last_failed_at),
                dsl::blocked_until.eq(meter.blocked_until),
            ));
        Native(upsert).execute(conn)?;
    }
    Ok(())
}

/// Whether an account has signed in from an address, recently enough to count.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_familiar(conn: &mut AnyConn, key: &str, now: Timestamp) -> Outcome<bool> {
    let since = now.plus(-Duration::days(FAMILIAR_DAYS));
    let found = dsl::sign_in_throttles.find(key).filter(dsl::last_failed_at.gt(since)).count();
    let count: i64 = found.get_result(conn)?;
    Ok(count > 0)
}

/// Forgets what no longer counts; returns how many rows.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget(conn: &mut AnyConn, now: Timestamp) -> Outcome<usize> {
    let familiar = format!("{FAMILIAR}:%");
    let meters = diesel::delete(dsl::sign_in_throttles)
        .filter(dsl::key.not_like(familiar.clone()))
        .filter(dsl::blocked_until.lt(now))
        .filter(dsl::last_failed_at.lt(now.plus(-Duration::hours(MEMORY_HOURS))))
        .execute(conn)?;
    let addresses = diesel::delete(dsl::sign_in_throttles)
        .filter(dsl::key.like(familiar))
        .filter(dsl::last_failed_at.lt(now.plus(-Duration::days(FAMILIAR_DAYS))))
        .execute(conn)?;
    Ok(meters + addresses)
}
