//! How far the events were read. Events are written by many transactions at once and become visible in the order of their
//! commits, which is not that of their times: so the reader looks back over a margin that no transaction outlives, and keeps
//! a mark for each event in it of which people were told.

use super::follows::first_follow;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::log::EventRow;
use crate::db::schema::{events, notice_cursor, noticed_events};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::EventId;
use crate::{on_each, sql_expression};
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// Rows per statement.
const ROWS: usize = 1_000;
const CURSOR: &str = "events";

// The words of the index `events_told`, so that the databases see that it serves.
sql_expression! { Told over events::table: Bool = "events.kind IN ('DecisionPublished', 'PollOpened', 'PollClosed', 'RecommendationAnswered', 'AnswerCorrected', 'DeadlineOverdue', 'DeadlineMoved')" }
sql_expression! { Unmarked over events::table: Bool = "NOT EXISTS (SELECT 1 FROM noticed_events WHERE noticed_events.event_id = events.id)" }

/// How far the events were read; held until the transaction ends. `None` when somebody else holds it: then it is their turn.
///
/// # Errors
/// A fault when the database refuses.
pub fn hold_cursor(conn: &mut AnyConn) -> Outcome<Option<Timestamp>> {
    let query = notice_cursor::table.find(CURSOR).select(notice_cursor::read_until);
    Ok(Lock(query, LockMode::UpdateUnheld).get_result(conn).optional()?)
}

/// # Errors
/// A fault when the database refuses.
pub fn move_cursor(conn: &mut AnyConn, to: Timestamp) -> Outcome<()> {
    diesel::update(notice_cursor::table.find(CURSOR)).set(notice_cursor::read_until.eq(to)).execute(conn)?;
    Ok(())
}

/// The next events of which nobody was told, from `from` on, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn untold(conn: &mut AnyConn, from: Timestamp, limit: i64) -> Outcome<Vec<EventRow>> {
    Ok(events::table
        .filter(Told)
        .filter(events::occurred_at.ge(from))
        .filter(Unmarked)
        .order((events::occurred_at, events::id))
        .limit(limit)
        .select(<EventRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?)
}

/// Events to come back to by now, with the time that had been set.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn again(conn: &mut AnyConn, now: Timestamp, limit: i64) -> Outcome<Vec<(EventRow, Timestamp)>> {
    let due: Vec<(EventId, Option<Timestamp>)> = noticed_events::table
        .filter(noticed_events::again_at.le(now))
        .order(noticed_events::again_at)
        .limit(limit)
        .select((noticed_events::event_id, noticed_events::again_at))
        .load(conn)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<EventId> = due.iter().map(|(id, _)| *id).collect();
    let rows: Vec<EventRow> = events::table
        .filter(any(events::id, &ids))
        .select(<EventRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    let timed = |row: EventRow| {
        let at = due.iter().find(|(id, _)| *id == row.id).and_then(|(_, at)| *at)?;
        Some((row, at))
    };
    Ok(rows.into_iter().filter_map(timed).collect())
}

/// Whether there is anything to tell, and anybody who wants to be told: most looks find nothing, and need no write transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn waits(conn: &mut AnyConn, now: Timestamp, margin: chrono::Duration) -> Outcome<bool> {
    let read_until: Option<Timestamp> =
        notice_cursor::table.find(CURSOR).select(notice_cursor::read_until).first(conn).optional()?;
    let (Some(read_until), Some(first)) = (read_until, first_follow(conn)?) else { return Ok(false) };
    Ok(!untold(conn, read_until.plus(-margin).max(first), 1)?.is_empty() || !again(conn, now, 1)?.is_empty())
}

/// That people were told of an event.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub event: EventId,
    pub occurred_at: Timestamp,
    /// When to come back to it, because not everybody could be told yet.
    pub again_at: Option<Timestamp>,
}

/// Marks events that were told of for the first time, and renews the marks of those that were come back to.
///
/// # Errors
/// A fault when the database refuses, also when another marked one meanwhile.
pub fn mark(conn: &mut AnyConn, fresh: &[Mark], renewed: &[Mark]) -> Outcome<()> {
    for some in fresh.chunks(ROWS) {
        let row = |mark: &Mark| {
            (
                noticed_events::event_id.eq(mark.event),
                noticed_events::occurred_at.eq(mark.occurred_at),
                noticed_events::again_at.eq(mark.again_at),
            )
        };
        let rows: Vec<_> = some.iter().map(row).collect();
        on_each!(&mut *conn, c => diesel::insert_into(noticed_events::table).values(rows).execute(c))?;
    }
    for mark in renewed {
        diesel::update(noticed_events::table.find(mark.event))
            .set(noticed_events::again_at.eq(mark.again_at))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets marks that no look back reaches any more.
///
/// # Errors
/// A fault when the database refuses.
pub fn prune(conn: &mut AnyConn, before: Timestamp) -> Outcome<()> {
    let old =
        noticed_events::table.filter(noticed_events::again_at.is_null()).filter(noticed_events::occurred_at.lt(before));
    diesel::delete(old).execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::notices::model::NoticeKind;
    use crate::kernel::event::EventKind;
    use diesel::pg::Pg;

    #[test]
    fn the_kinds_that_are_read_are_those_that_people_are_told_of_and_those_of_the_index() {
        let told: Vec<&str> =
            EventKind::ALL.iter().filter(|kind| NoticeKind::of(**kind).is_some()).map(|kind| kind.name()).collect();
        let sql = diesel::debug_query::<Pg, _>(&events::table.filter(Told).select(events::id)).to_string();
        let quoted = |sql: &str| sql.split('\'').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let mut read = quoted(sql.split("IN (").nth(1).and_then(|rest| rest.split(')').next()).expect("a list"));
        let index = include_str!("../../../../migrations/sqlite/00000000000008_notices/up.sql");
        let index = index.split("INDEX events_told").nth(1).and_then(|rest| rest.split(';').next()).expect("the index");
        assert_eq!(read, quoted(index), "word for word, or the index does not serve");
        let mut told: Vec<String> = told.into_iter().map(str::to_owned).collect();
        read.sort();
        told.sort();
        assert_eq!(read, told);
    }
}
