//! What is written about deadlines.

use super::rows::Row;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::schema::deadlines::dsl;
use crate::db::schema::{deadline_moves, deadlines};
use crate::features::deadlines::model::{Deadline, DeadlineState, Move, SkippedDays};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DeadlineId;
use crate::on_each;
use chrono::NaiveDate;
use diesel::prelude::*;

/// Rows per statement: PostgreSQL takes 65,535 values in one, SQLite 32,766.
const ROWS: usize = 1_000;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = deadline_moves, treat_none_as_default_value = false)]
pub(super) struct MoveRow {
    deadline_id: DeadlineId,
    calendar_version: i64,
    from_on: NaiveDate,
    to_on: NaiveDate,
    reason: String,
    moved_at: Timestamp,
}

impl From<MoveRow> for Move {
    fn from(row: MoveRow) -> Self {
        let MoveRow { deadline_id, calendar_version, from_on, to_on, reason, moved_at } = row;
        Self { deadline_id, from_on, to_on, calendar_version, reason, moved_at }
    }
}

impl From<&Move> for MoveRow {
    fn from(change: &Move) -> Self {
        let Move { deadline_id, from_on, to_on, calendar_version, reason, moved_at } = change.clone();
        Self { deadline_id, calendar_version, from_on, to_on, reason, moved_at }
    }
}

/// Enters deadlines.
///
/// # Errors
/// A fault when the database refuses: also when a subject has a deadline of the rule already.
pub fn insert(conn: &mut AnyConn, started: &[Deadline]) -> Outcome<()> {
    for some in started.chunks(ROWS) {
        let rows: Vec<Row> = some.iter().map(Row::from).collect();
        on_each!(&mut *conn, c => diesel::insert_into(deadlines::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Writes the state of a deadline, and the day on which it was met.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_state(conn: &mut AnyConn, deadline: &Deadline) -> Outcome<()> {
    diesel::update(dsl::deadlines.find(deadline.id))
        .set((dsl::state.eq(deadline.state), dsl::met_on.eq(deadline.met_on)))
        .execute(conn)?;
    Ok(())
}

/// Makes deadlines overdue.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_overdue(conn: &mut AnyConn, ids: &[DeadlineId]) -> Outcome<()> {
    if !ids.is_empty() {
        let past = dsl::deadlines.filter(any(dsl::id, ids));
        diesel::update(past).set(dsl::state.eq(DeadlineState::Overdue)).execute(conn)?;
    }
    Ok(())
}

/// Writes a recount of deadlines that are counted alike.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_due(conn: &mut AnyConn, ids: &[DeadlineId], counted: &Deadline) -> Outcome<()> {
    diesel::update(dsl::deadlines.filter(any(dsl::id, ids)))
        .set((
            dsl::due_on.eq(counted.due_on),
            dsl::overdue_at.eq(counted.overdue_at),
            dsl::skipped.eq(SkippedDays(counted.skipped.clone())),
            dsl::provisional.eq(counted.provisional),
        ))
        .execute(conn)?;
    Ok(())
}

/// Says of running deadlines by which calendar they are counted now.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_calendar(conn: &mut AnyConn, ids: &[DeadlineId], version: i64) -> Outcome<()> {
    diesel::update(dsl::deadlines.filter(any(dsl::id, ids))).set(dsl::calendar_version.eq(version)).execute(conn)?;
    Ok(())
}

/// Enters moves.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert_moves(conn: &mut AnyConn, moves: &[Move]) -> Outcome<()> {
    for some in moves.chunks(ROWS) {
        let rows: Vec<MoveRow> = some.iter().map(MoveRow::from).collect();
        on_each!(&mut *conn, c => diesel::insert_into(deadline_moves::table).values(&rows).execute(c))?;
    }
    Ok(())
}
