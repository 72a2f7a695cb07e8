//! The clock counts the months in which something changed, so that who asks need not.

use super::count::{self, Month};
use super::count_councils;
use super::model::{month_after, month_of};
use super::store::{self, CouncilMonth, Kept, Spans, Stretches, Whose};
use crate::access::act::{Act, Writing};
use crate::features::{bodies, calendar, councils};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, StateBodyId};
use crate::kernel::zone::Zone;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// Counts up to `limit` months of each cause anew, and says how many; 0 when everything kept is right, or another instance
/// is at it. Called by the worker, off the async threads, until it says 0.
///
/// # Errors
/// A fault when the database refuses: then nothing is kept, and who asks counts until the next call has tried again.
pub fn keep(act: &Act, limit: i64) -> Outcome<usize> {
    let now = act.core.clock.now();
    // Most looks find nothing: they need no write transaction.
    if !act.read_now(|reading| store::is_any_stale(reading.conn, now))? {
        return Ok(0);
    }
    act.write_now(|tx| keep_in(tx, limit))
}

/// The same within a transaction of its caller.
fn keep_in(tx: &mut Writing<'_>, limit: i64) -> Outcome<usize> {
    if !store::take_turn(tx.conn)? {
        return Ok(0);
    }
    let now = tx.core.clock.now();
    Ok(keep_bodies(tx, now, limit)? + keep_councils(tx, now, limit)?)
}

fn keep_bodies(tx: &mut Writing<'_>, now: Timestamp, limit: i64) -> Outcome<usize> {
    // The order decides: a change of the calendar, or of a row, after its look makes the month stale once more.
    let version = calendar::store::latest(tx.conn)?.map(|version| version.number);
    let stale: BTreeSet<Month> = store::stale(tx.conn, now, Whose::Body, limit)?.into_iter().collect();
    if stale.is_empty() {
        return Ok(0);
    }
    let spans = Spans::of(stale.iter().map(|(body, on)| (*body, *on, month_after(*on))));
    store::unmark(tx.conn, &spans)?;
    let mut counted = count::months(tx.conn, now, &spans)?;
    let public_from = soonest(store::embargoed(tx.conn, now, &spans)?);
    let kept = stale.into_iter().map(|month| {
        let count::Counted { card, good_until } = counted.remove(&month).unwrap_or_default();
        let good_until = good_until.into_iter().chain(public_from.get(&month).copied()).min();
        Kept { month, card, calendar_version: version, good_until }
    });
    let kept: Vec<_> = kept.collect();
    store::replace(tx.conn, Whose::Body, &kept, now)?;
    Ok(kept.len())
}

fn keep_councils(tx: &mut Writing<'_>, now: Timestamp, limit: i64) -> Outcome<usize> {
    let stale: BTreeSet<CouncilMonth> = store::stale(tx.conn, now, Whose::Council, limit)?.into_iter().collect();
    if stale.is_empty() {
        return Ok(0);
    }
    let councils: BTreeSet<CouncilId> = stale.iter().map(|(council, _)| *council).collect();
    let councils: Vec<CouncilId> = councils.into_iter().collect();
    let zones = zones_of(tx, &councils)?;
    store::unmark(tx.conn, &Spans::of(stale.iter().map(|(council, on)| (*council, *on, month_after(*on)))))?;
    let zone = |council: &CouncilId| zones.get(council).copied().unwrap_or_default();
    let over = Stretches::of(stale.iter().map(|(council, on)| (*council, *on, month_after(*on), zone(council))));
    let mut counted = count_councils::months(tx.conn, now, &over)?;
    let public_from = store::embargoed_of(tx.conn, now, &councils)?;
    let kept = stale.into_iter().map(|month| {
        let card = counted.remove(&month).unwrap_or_default();
        Kept { month, card, calendar_version: None, good_until: public_from.get(&month.0).copied() }
    });
    let kept: Vec<_> = kept.collect();
    store::replace(tx.conn, Whose::Council, &kept, now)?;
    Ok(kept.len())
}

/// Where the days of councils begin: where their bodies are.
fn zones_of(tx: &mut Writing<'_>, ids: &[CouncilId]) -> Outcome<HashMap<CouncilId, Zone>> {
    let bodies_of = councils::store::bodies_of(tx.conn, ids)?;
    let bodies: BTreeSet<StateBodyId> = bodies_of.values().copied().collect();
    let zones = bodies::store::zones(tx.conn, &bodies.into_iter().collect::<Vec<_>>())?;
    Ok(bodies_of.into_iter().filter_map(|(council, body)| Some((council, *zones.get(&body)?))).collect())
}

/// For each month the first instant at which something of it becomes public.
fn soonest(embargoed: Vec<(StateBodyId, NaiveDate, Timestamp)>) -> HashMap<Month, Timestamp> {
    let mut soonest: HashMap<Month, Timestamp> = HashMap::new();
    for (body, on, public_from) in embargoed {
        let first = soonest.entry((body, month_of(on))).or_insert(public_from);
        *first = public_from.min(*first);
    }
    soonest
}
