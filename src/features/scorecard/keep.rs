//! The clock counts the months in which something changed, so that who asks need not.

use super::count::{self, Month};
use super::model::{month_after, month_of};
use super::store::{self, Kept, Spans};
use crate::access::act::{Act, Writing};
use crate::features::calendar;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
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
    // The order decides: a change of the calendar, or of a row, after its look makes the month stale once more.
    let version = calendar::store::latest(tx.conn)?.map_or(0, |version| version.number);
    let stale: BTreeSet<Month> = store::stale(tx.conn, now, limit)?.into_iter().collect();
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
        Kept { month, card, good_until }
    });
    let kept: Vec<Kept> = kept.collect();
    store::replace(tx.conn, &kept, version, now)?;
    Ok(kept.len())
}

/// For each month the first instant at which something of it becomes public.
fn soonest(
    embargoed: Vec<(crate::kernel::id::StateBodyId, chrono::NaiveDate, Timestamp)>,
) -> HashMap<Month, Timestamp> {
    let mut soonest: HashMap<Month, Timestamp> = HashMap::new();
    for (body, on, public_from) in embargoed {
        let first = soonest.entry((body, month_of(on))).or_insert(public_from);
        *first = public_from.min(*first);
    }
    soonest
}
