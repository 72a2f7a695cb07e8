//! The keys in SQL. They are nobody's data but their account's own, and take no permit: whose they are is in the key.

use super::model::{KEPT_HOURS, Once};
use crate::db::AnyConn;
use crate::db::dialect::Native;
use crate::db::schema::idempotency_keys::{self, dsl};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Fault, Outcome};
use crate::kernel::id::{Id, PersonId, kind};
use chrono::Duration;
use diesel::prelude::*;
use uuid::Uuid;

/// What a key was used for.
pub struct Known {
    pub input: Vec<u8>,
    pub made: Uuid,
}

/// Enters a key; false when it is known. Waits for whoever is entering the same one.
///
/// # Errors
/// A fault when the database refuses.
pub fn enter(conn: &mut AnyConn, account: PersonId, once: &Once, now: Timestamp) -> Outcome<bool> {
    let insert = diesel::insert_into(idempotency_keys::table).values((
        dsl::account_id.eq(account),
        dsl::mutation.eq(once.mutation),
        dsl::key.eq(&once.key),
        dsl::input.eq(&once.input),
        dsl::entered_at.eq(now),
    ));
    Ok(Native(insert.on_conflict_do_nothing()).execute(conn)? > 0)
}

/// Notes what was made.
///
/// # Errors
/// A fault when the database refuses.
pub fn settle(conn: &mut AnyConn, account: PersonId, once: &Once, made: Uuid) -> Outcome<()> {
    let row = idempotency_keys::table.find((account, once.mutation, &once.key));
    diesel::update(row).set(dsl::made_id.eq(Some(Id::<kind::Event>::from_uuid(made)))).execute(conn)?;
    Ok(())
}

/// What a key was used for; `None` when it has just been forgotten.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, account: PersonId, once: &Once) -> Outcome<Option<Known>> {
    let row = idempotency_keys::table.find((account, once.mutation, &once.key));
    let found: Option<(Vec<u8>, Option<Id<kind::Event>>)> =
        row.select((dsl::input, dsl::made_id)).first(conn).optional()?;
    let Some((input, made)) = found else { return Ok(None) };
    let made = made.ok_or_else(|| Fault::new("a key was committed without what it made"))?;
    Ok(Some(Known { input, made: made.uuid() }))
}

/// Forgets the keys of the day before; how many.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget(conn: &mut AnyConn, now: Timestamp) -> Outcome<usize> {
    let old = now.plus(-Duration::hours(KEPT_HOURS));
    Ok(diesel::delete(idempotency_keys::table.filter(dsl::entered_at.lt(old))).execute(conn)?)
}
