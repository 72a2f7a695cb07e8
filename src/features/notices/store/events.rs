//! How far the events were read. Events are written by many transactions at once and become visible in the order of their
//! commits, which is not that of their times: so the reader looks back over a margin that no transaction outlives, and keeps
//! a mark for each event in it of which people were told.
//!
//! Events are told of in rounds. A round whose people are too many for one transaction is under way until all are told: its
//! marks hold a time in `as_of`, the cursor holds who was told last.

use super::follows::first_follow;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::log::EventRow;
use crate::db::schema::{events, notice_cursor, noticed_events};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{EventId, PersonId};
use crate::{on_each, sql_expression};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::{BTreeMap, HashMap};

/// Rows per statement.
const ROWS: usize = 1_000;
const CURSOR: &str = "events";

// The words of the index `events_told`, so that the databases see that it serves.
sql_expression! { Told over events::table: Bool = "events.kind IN ('DecisionPublished', 'PollOpened', 'PollClosed', 'RecommendationAnswered', 'AnswerCorrected', 'DeadlineOverdue', 'DeadlineMoved')" }
sql_expression! { Unmarked over events::table: Bool = "NOT EXISTS (SELECT 1 FROM noticed_events WHERE noticed_events.event_id = events.id)" }

/// Where the telling stands.
#[derive(Clone, Copy, Debug, Queryable)]
pub struct Cursor {
    /// How far the events were read.
    pub read_until: Timestamp,
    /// Of a round that is under way, the last person who was told.
    pub told_through: Option<PersonId>,
    /// The latest time at which somebody was told something.
    pub told_at: Option<Timestamp>,
}

/// Where the telling stands; held until the transaction ends. `None` when somebody else holds it: then it is their turn.
///
/// # Errors
/// A fault when the database refuses.
pub fn hold_cursor(conn: &mut AnyConn) -> Outcome<Option<Cursor>> {
    let query = notice_cursor::table.find(CURSOR).select((
        notice_cursor::read_until,
        notice_cursor::told_through,
        notice_cursor::told_at,
    ));
    Ok(Lock(query, LockMode::UpdateUnheld).get_result(conn).optional()?)
}

/// # Errors
/// A fault when the database refuses.
pub fn move_cursor(conn: &mut AnyConn, to: Cursor) -> Outcome<()> {
    let values = (
        notice_cursor::read_until.eq(to.read_until),
        notice_cursor::told_through.eq(to.told_through),
        notice_cursor::told_at.eq(to.told_at),
    );
    diesel::update(notice_cursor::table.find(CURSOR)).set(values).execute(conn)?;
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
    timed(conn, due)
}

/// The events of the round that is under way, with the time by which whoever is told followed.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn under_way(conn: &mut AnyConn) -> Outcome<Vec<(EventRow, Timestamp)>> {
    let begun: Vec<(EventId, Option<Timestamp>)> = noticed_events::table
        .filter(noticed_events::as_of.is_not_null())
        .select((noticed_events::event_id, noticed_events::as_of))
        .load(conn)?;
    timed(conn, begun)
}

/// The events, in the order in which they happened, each with its time.
fn timed(conn: &mut AnyConn, times: Vec<(EventId, Option<Timestamp>)>) -> Outcome<Vec<(EventRow, Timestamp)>> {
    if times.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<EventId> = times.iter().map(|(id, _)| *id).collect();
    let times: HashMap<EventId, Timestamp> = times.into_iter().filter_map(|(id, at)| Some((id, at?))).collect();
    let rows: Vec<EventRow> = events::table
        .filter(any(events::id, &ids))
        .order((events::occurred_at, events::id))
        .select(<EventRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    let with_time = |row: EventRow| times.get(&row.id).copied().map(|at| (row, at));
    Ok(rows.into_iter().filter_map(with_time).collect())
}

/// Whether there is anything to tell, and anybody who wants to be told: most looks find nothing, and need no write transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn waits(conn: &mut AnyConn, now: Timestamp, margin: chrono::Duration) -> Outcome<bool> {
    let begun = noticed_events::table.filter(noticed_events::as_of.is_not_null()).select(noticed_events::event_id);
    if begun.first::<EventId>(conn).optional()?.is_some() {
        return Ok(true);
    }
    let read_until: Option<Timestamp> =
        notice_cursor::table.find(CURSOR).select(notice_cursor::read_until).first(conn).optional()?;
    let (Some(read_until), Some(first)) = (read_until, first_follow(conn)?) else { return Ok(false) };
    Ok(!untold(conn, read_until.plus(-margin).max(first), 1)?.is_empty() || !again(conn, now, 1)?.is_empty())
}

/// That people are told of an event.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub event: EventId,
    pub occurred_at: Timestamp,
    /// When to come back to it, because not everybody can be told yet.
    pub again_at: Option<Timestamp>,
    /// While its round is under way: who followed by then is told.
    pub as_of: Option<Timestamp>,
}

/// Marks events that are told of for the first time.
///
/// # Errors
/// A fault when the database refuses, also when another marked one meanwhile.
pub fn mark(conn: &mut AnyConn, fresh: &[Mark]) -> Outcome<()> {
    for some in fresh.chunks(ROWS) {
        let row = |mark: &Mark| {
            (
                noticed_events::event_id.eq(mark.event),
                noticed_events::occurred_at.eq(mark.occurred_at),
                noticed_events::again_at.eq(mark.again_at),
                noticed_events::as_of.eq(mark.as_of),
            )
        };
        let rows: Vec<_> = some.iter().map(row).collect();
        on_each!(&mut *conn, c => diesel::insert_into(noticed_events::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Renews the marks of events that are come back to; a statement for each time at which to come back once more.
///
/// # Errors
/// A fault when the database refuses.
pub fn renew(conn: &mut AnyConn, marks: &[Mark]) -> Outcome<()> {
    let mut alike: BTreeMap<(Option<Timestamp>, Option<Timestamp>), Vec<EventId>> = BTreeMap::new();
    for mark in marks {
        alike.entry((mark.again_at, mark.as_of)).or_default().push(mark.event);
    }
    for ((again_at, as_of), ids) in alike {
        diesel::update(noticed_events::table.filter(any(noticed_events::event_id, &ids)))
            .set((noticed_events::again_at.eq(again_at), noticed_events::as_of.eq(as_of)))
            .execute(conn)?;
    }
    Ok(())
}

/// Ends the round that is under way.
///
/// # Errors
/// A fault when the database refuses.
pub fn end_round(conn: &mut AnyConn) -> Outcome<()> {
    diesel::update(noticed_events::table.filter(noticed_events::as_of.is_not_null()))
        .set(noticed_events::as_of.eq(None::<Timestamp>))
        .execute(conn)?;
    Ok(())
}

/// Forgets marks that no look back reaches any more.
///
/// # Errors
/// A fault when the database refuses.
pub fn prune(conn: &mut AnyConn, before: Timestamp) -> Outcome<()> {
    let told = noticed_events::table.filter(noticed_events::again_at.is_null()).filter(noticed_events::as_of.is_null());
    diesel::delete(told.filter(noticed_events::occurred_at.lt(before))).execute(conn)?;
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
