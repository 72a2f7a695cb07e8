//! What every change of the calendar does: a new version, its rows, and the running deadlines recounted by it.

use super::model::{Changed, Difference, Known, Version};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::Can;
use crate::features::deadlines;
use crate::kernel::calendar::Calendar;
use crate::kernel::event::EventKind;
use crate::kernel::failure::{Denied, Outcome};
use chrono::Datelike;

/// Makes the next version. The caller holds the calendar locked, so that no term is counted by the old one meanwhile.
pub(super) fn apply<A: Can>(
    tx: &mut Writing<'_>,
    _permit: &Permit<A>,
    known: &Known,
    difference: &Difference,
    (kind, reason): (EventKind, String),
) -> Outcome<Changed> {
    let author = tx.viewer.standing.as_ref().ok_or(Denied::Unauthenticated)?;
    let version = Version {
        id: tx.id(),
        number: known.version + 1,
        reason,
        author: Some((author.account, author.name.clone())),
        created_at: tx.now,
    };
    let ended = difference.ended(&known.calendar);
    store::enter(tx.conn, &version, difference, &ended)?;
    let kept = known.calendar.rows().filter(|day| !ended.contains(&day.date));
    let calendar = Calendar::new(kept.chain(&difference.set).cloned());
    let moved = deadlines::recount::recount(tx, &Known { version: version.number, calendar }, &version)?;
    let years = difference.set.iter().map(|day| day.date).chain(difference.cleared.iter().copied());
    let changed = Changed {
        years: years.map(|date| date.year()).collect(),
        set: difference.set.len(),
        cleared: difference.cleared.len(),
        version,
        moved,
    };
    tx.record(event::changed(kind, &changed, difference));
    Ok(changed)
}
