//! The clock gives events their positions: those that were committed since, and those whose decision became public.

use super::model::{Entry, Showing};
use super::setting::{self, Setting};
use super::store::{self, Held};
use crate::access::act::{Act, Writing};
use crate::db::log::{self, EventRow};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;

/// Places up to `limit` events and as many releases, and says how many were dealt with; 0 when nothing waits, or another
/// instance is at it. Called by the worker, off the async threads, until it says 0.
///
/// # Errors
/// A fault when the database refuses: then nothing has moved, and the next call tries again.
pub fn place(act: &Act, limit: i64) -> Outcome<usize> {
    let now = act.core.clock.now();
    // Most looks find nothing: they need no write transaction.
    if !act.read_now(|reading| store::waits(reading.conn, now))? {
        return Ok(0);
    }
    act.write_now(|tx| place_in(tx, limit))
}

/// The same within a transaction of its caller.
fn place_in(tx: &mut Writing<'_>, limit: i64) -> Outcome<usize> {
    let Some(mut end) = store::hold_end(tx.conn)? else { return Ok(0) };
    let now = tx.core.clock.now();
    let released = store::due(tx.conn, now, limit)?;
    let events = store::queued(tx.conn, limit)?;
    let mut settings = setting::of(tx.conn, now, &events)?;
    let mut entries: Vec<Entry> = Vec::new();
    for early in &released {
        end += 1;
        entries.push(Entry { position: end, showing: Showing::Released, ..early.clone() });
    }
    let mut held = Vec::new();
    for event in &events {
        let Some(setting) = settings.remove(&event.id) else { continue };
        end += 1;
        held.extend(held_back(&setting, end, now));
        entries.push(entry(event, setting, end, now));
    }
    store::insert(tx.conn, &entries)?;
    store::hold_back(tx.conn, &held)?;
    store::let_go(tx.conn, &released.iter().map(|entry| entry.position).collect::<Vec<_>>())?;
    store::dequeue(tx.conn, &events.iter().map(|event| event.id).collect::<Vec<_>>())?;
    store::move_end(tx.conn, end)?;
    if !entries.is_empty() {
        log::announce(tx.conn, log::PLACED)?;
    }
    Ok(released.len() + events.len())
}

fn is_public(setting: &Setting, now: Timestamp) -> bool {
    setting.decision.as_ref().is_none_or(|decision| decision.public_from.is_some_and(|from| from <= now))
}

fn entry(event: &EventRow, setting: Setting, position: i64, now: Timestamp) -> Entry {
    let showing = if is_public(&setting, now) { Showing::Plain } else { Showing::Early };
    Entry {
        position,
        event_id: event.id,
        kind: event.kind.clone(),
        occurred_at: event.occurred_at,
        decision_id: setting.decision.map(|decision| decision.id),
        council_id: setting.council,
        body_id: setting.body,
        subject: setting.subject,
        showing,
    }
}

/// What is to be shown to everybody, should its decision become public.
fn held_back(setting: &Setting, position: i64, now: Timestamp) -> Option<Held> {
    let decision = setting.decision.as_ref().filter(|_| !is_public(setting, now))?;
    Some(Held { position, decision_id: decision.id, release_at: decision.public_from })
}
