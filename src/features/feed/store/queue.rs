//! What waits for a position: events that were committed, and early entries whose decision became public.

use super::entries::Row;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::log::EventRow;
use crate::db::schema::{events, feed, feed_end, feed_held, feed_queue};
use crate::features::feed::model::Entry;
use crate::kernel::clock::Timestamp;
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, EventId};
use crate::on_each;
use diesel::prelude::*;

/// An early entry that everybody will see.
#[derive(Clone, Copy, Debug, Insertable)]
#[diesel(table_name = feed_held)]
pub struct Held {
    pub position: i64,
    pub decision_id: DecisionId,
    /// When its decision becomes public, as far as that is known.
    pub release_at: Option<Timestamp>,
}

/// Whether anything waits.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn waits(conn: &mut AnyConn, now: Timestamp) -> Outcome<bool> {
    Ok(!queued(conn, 1)?.is_empty() || !due(conn, now, 1)?.is_empty())
}

/// The last position, held until the transaction ends; `None` while another instance holds it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn hold_end(conn: &mut AnyConn) -> Outcome<Option<i64>> {
    let query = Lock(feed_end::table.select(feed_end::position), LockMode::UpdateUnheld);
    Ok(query.get_results(conn)?.pop())
}

/// Moves the end.
///
/// # Errors
/// A fault when the database refuses.
pub fn move_end(conn: &mut AnyConn, position: i64) -> Outcome<()> {
    diesel::update(feed_end::table).set(feed_end::position.eq(position)).execute(conn)?;
    Ok(())
}

/// The next events without a position, oldest first. Kinds that only a newer version knows wait for it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn queued(conn: &mut AnyConn, limit: i64) -> Outcome<Vec<EventRow>> {
    let query = feed_queue::table
        .inner_join(events::table.on(events::id.eq(feed_queue::event_id)))
        .filter(events::kind.eq_any(EventKind::ALL.iter().map(|kind| kind.name())))
        .order((feed_queue::occurred_at, feed_queue::event_id))
        .limit(limit);
    Ok(query.select(<EventRow as Selectable<MultiBackend>>::construct_selection()).load(conn)?)
}

/// Takes events out of the queue.
///
/// # Errors
/// A fault when the database refuses.
pub fn dequeue(conn: &mut AnyConn, ids: &[EventId]) -> Outcome<()> {
    diesel::delete(feed_queue::table.filter(any(feed_queue::event_id, ids))).execute(conn)?;
    Ok(())
}

/// Early entries whose decision is public by now, in the order in which they became so.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn due(conn: &mut AnyConn, now: Timestamp, limit: i64) -> Outcome<Vec<Entry>> {
    let query = feed_held::table
        .inner_join(feed::table.on(feed::position.eq(feed_held::position)))
        .filter(feed_held::release_at.le(now))
        .order((feed_held::release_at, feed_held::position))
        .limit(limit);
    let rows: Vec<Row> = query.select(<Row as Selectable<MultiBackend>>::construct_selection()).load(conn)?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// Remembers what is to be released.
///
/// # Errors
/// A fault when the database refuses.
pub fn hold_back(conn: &mut AnyConn, held: &[Held]) -> Outcome<()> {
    if !held.is_empty() {
        on_each!(conn, c => diesel::insert_into(feed_held::table).values(held).execute(c))?;
    }
    Ok(())
}

/// Forgets what was released.
///
/// # Errors
/// A fault when the database refuses.
pub fn let_go(conn: &mut AnyConn, positions: &[i64]) -> Outcome<()> {
    for position in positions {
        diesel::delete(feed_held::table.find(position)).execute(conn)?;
    }
    Ok(())
}
