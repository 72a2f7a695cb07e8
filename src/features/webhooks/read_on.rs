//! A webhook reads on in the feed: what its owner may see, and it wants to be told, becomes a delivery.

use super::model::{Delivery, DeliveryState, Webhook};
use super::store;
use crate::access::act::{Act, Writing};
use crate::access::grants;
use crate::access::scopes::ServiceScope;
use crate::access::sight::Sight;
use crate::access::viewer::Viewer;
use crate::db::AnyConn;
use crate::features::feed::{self, Entry};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{EventId, PersonId, WebhookId};
use crate::kernel::page::Window;
use chrono::Duration;
use std::sync::Arc;

/// Entries read in one transaction.
const ENTRIES: u32 = 100;
/// So many wait for one webhook; the others wait in the feed, where they take no room.
const WAITING: i64 = 1_000;
/// When a webhook is looked at again whose owner may do nothing, or for whom enough waits.
const LATER: Duration = Duration::minutes(1);

/// Reads on for the webhook that is furthest behind; false when none is. Called by the worker, off the async threads, until it says
/// false. Any number may do this at once, here and on other instances.
///
/// # Errors
/// A fault when the database refuses: then nothing has moved, and the next call tries again.
pub fn read_on(act: &Act) -> Outcome<bool> {
    let now = act.core.clock.now();
    if !act.read_now(|r| store::any_behind(r.conn, now))? {
        return Ok(false);
    }
    let mut at = None;
    let done = act.write_now(|tx| read_on_in(tx, &mut at));
    match (done, at) {
        // What one webhook cannot read keeps no other from reading.
        (Err(failure), Some(id)) if !is_away(&failure) => {
            tracing::warn!(?failure, webhook = %id.wire(), "a webhook cannot read on");
            act.write_now(|tx| store::read_later(tx.conn, id, now.plus(LATER)))?;
            Ok(true)
        }
        (done, _) => done,
    }
}

fn is_away(failure: &Failure) -> bool {
    matches!(failure, Failure::Fault(fault) if fault.unavailable)
}

/// The same within a transaction of its caller, who is told which webhook it is.
fn read_on_in(tx: &mut Writing<'_>, at: &mut Option<WebhookId>) -> Outcome<bool> {
    let now = tx.core.clock.now();
    let Some(webhook) = store::hold_behind(tx.conn, now)? else { return Ok(false) };
    *at = Some(webhook.id);
    let waiting = store::unsettled(tx.conn, webhook.id, WAITING)?;
    let has_room = i64::try_from(waiting).is_ok_and(|waiting| waiting < WAITING);
    let Some(sight) = sight(tx.conn, webhook.owner_id, now)?.filter(|_| has_room && webhook.is_understood) else {
        store::read_later(tx.conn, webhook.id, now.plus(LATER))?;
        return Ok(true);
    };
    let window = Window::head(ENTRIES, 0).following(Entry::at(webhook.position));
    let passage = feed::store::page(tx.conn, &sight, &webhook.filter, &window)?;
    // What was told early, by a right that is lost since, comes once more when it is released: it was told.
    let events: Vec<(EventId, i64)> = passage.page.rows.iter().map(|entry| (entry.event_id, entry.position)).collect();
    let told = store::told_of(tx.conn, webhook.id, &events, now)?;
    let fresh = passage.page.rows.iter().filter(|entry| !told.contains(&entry.event_id));
    let new: Vec<Delivery> = fresh.map(|entry| delivery(tx, &webhook, entry, now)).collect();
    store::enter(tx.conn, &new)?;
    store::move_on(tx.conn, webhook.id, passage.last)?;
    Ok(true)
}

fn delivery(tx: &Writing<'_>, webhook: &Webhook, entry: &Entry, now: Timestamp) -> Delivery {
    Delivery {
        id: tx.id(),
        webhook_id: webhook.id,
        event_id: Some(entry.event_id),
        position: entry.position,
        kind: entry.kind.clone(),
        order_id: entry.decision_id.map_or(entry.subject.1, |decision| decision.uuid()),
        state: DeliveryState::Waiting,
        attempts: 0,
        due_at: now,
        created_at: now,
        settled_at: None,
    }
}

/// What the owner of a webhook sees now; `None` while they may be told nothing: suspended, revoked, or a program without the scope.
///
/// # Errors
/// A fault when the database cannot be read.
pub(super) fn sight(conn: &mut AnyConn, owner: PersonId, now: Timestamp) -> Outcome<Option<Sight>> {
    let standing = match grants::standing_of(conn, owner, now)? {
        Some(standing) => Some(standing),
        None => grants::service_standing_of(conn, owner)?,
    };
    let viewer = Viewer { standing: standing.map(Arc::new), ..Viewer::anonymous(now) };
    let is_told = match viewer.service() {
        Some(service) => service.scopes.contains(ServiceScope::EventsRead) && viewer.is_anybody(),
        None => viewer.standing.is_some(),
    };
    Ok(is_told.then(|| Sight::of(&viewer)))
}
