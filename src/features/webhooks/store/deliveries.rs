//! What is to be posted: entered, claimed, settled. Whoever holds a claim is told by the number of the try.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::webhook_deliveries::{self, dsl};
use crate::features::webhooks::model::{Delivery, DeliveryState};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{EventId, Id, WebhookDeliveryId, WebhookId, kind};
use crate::{on_each, sql_expression};
use diesel::prelude::*;
use diesel::sql_types::Bool;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook_deliveries, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: WebhookDeliveryId,
    webhook_id: WebhookId,
    event_id: Option<EventId>,
    position: i64,
    kind: String,
    order_id: Id<kind::Event>,
    state: DeliveryState,
    attempts: i64,
    due_at: Timestamp,
    created_at: Timestamp,
    settled_at: Option<Timestamp>,
}

impl From<Row> for Delivery {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            webhook_id: row.webhook_id,
            event_id: row.event_id,
            position: row.position,
            kind: row.kind,
            order_id: row.order_id.uuid(),
            state: row.state,
            attempts: row.attempts,
            due_at: row.due_at,
            created_at: row.created_at,
            settled_at: row.settled_at,
        }
    }
}

impl From<&Delivery> for Row {
    fn from(delivery: &Delivery) -> Self {
        Self {
            id: delivery.id,
            webhook_id: delivery.webhook_id,
            event_id: delivery.event_id,
            position: delivery.position,
            kind: delivery.kind.clone(),
            order_id: Id::from_uuid(delivery.order_id),
            state: delivery.state,
            attempts: delivery.attempts,
            due_at: delivery.due_at,
            created_at: delivery.created_at,
            settled_at: delivery.settled_at,
        }
    }
}

// The words of the indexes `webhook_deliveries_due` and `…_order`.
sql_expression! { Unsettled over webhook_deliveries::table: Bool = "webhook_deliveries.state IN ('WAITING', 'SENDING')" }

sql_expression! {
    /// Nothing of the same order that comes before it waits.
    NothingBefore over webhook_deliveries::table: Bool = "NOT EXISTS (SELECT 1 FROM webhook_deliveries AS before \
        WHERE before.webhook_id = webhook_deliveries.webhook_id AND before.order_id = webhook_deliveries.order_id \
        AND before.state IN ('WAITING', 'SENDING') AND before.position < webhook_deliveries.position)"
}

/// Enters what is to be posted.
///
/// # Errors
/// A fault when the database refuses.
pub fn enter(conn: &mut AnyConn, new: &[Delivery]) -> Outcome<()> {
    if !new.is_empty() {
        let rows: Vec<Row> = new.iter().map(Row::from).collect();
        on_each!(conn, c => diesel::insert_into(webhook_deliveries::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Of these events, those of which a webhook has a delivery; one that was dropped waits again, at its new place in the feed.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn told_of(
    conn: &mut AnyConn,
    webhook: WebhookId,
    events: &[(EventId, i64)],
    now: Timestamp,
) -> Outcome<Vec<EventId>> {
    let ids: Vec<EventId> = events.iter().map(|(id, _)| *id).collect();
    let known: Vec<(EventId, DeliveryState)> = dsl::webhook_deliveries
        .filter(dsl::webhook_id.eq(webhook))
        .filter(dsl::event_id.is_not_null())
        .filter(any(dsl::event_id.assume_not_null(), &ids))
        .select((dsl::event_id.assume_not_null(), dsl::state))
        .load(conn)?;
    let dropped = |id| known.contains(&(id, DeliveryState::Dropped));
    // Hardly ever any: told early by a right that was lost before it arrived, and released since.
    for (id, position) in events.iter().filter(|(id, _)| dropped(*id)) {
        let values = (
            dsl::state.eq(DeliveryState::Waiting),
            dsl::settled_at.eq(None::<Timestamp>),
            dsl::position.eq(*position),
            dsl::due_at.eq(now),
            dsl::attempts.eq(0_i64),
        );
        let again = dsl::webhook_deliveries.filter(dsl::webhook_id.eq(webhook)).filter(dsl::event_id.eq(id));
        diesel::update(again).set(values).execute(conn)?;
    }
    Ok(known.into_iter().map(|(id, _)| id).collect())
}

/// How many of a webhook's deliveries wait, up to a limit.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn unsettled(conn: &mut AnyConn, webhook: WebhookId, limit: i64) -> Outcome<usize> {
    let waiting = dsl::webhook_deliveries.filter(dsl::webhook_id.eq(webhook)).filter(Unsettled).limit(limit);
    Ok(waiting.select(dsl::id).load::<WebhookDeliveryId>(conn)?.len())
}

/// Claims, for a webhook that the caller holds, what has waited longest until then, of what waits and of what was claimed by somebody who
/// never came back.
///
/// # Errors
/// A fault when the database refuses.
pub fn claim(conn: &mut AnyConn, webhook: WebhookId, now: Timestamp, until: Timestamp) -> Outcome<Option<Delivery>> {
    let head: Option<Row> = dsl::webhook_deliveries
        .filter(dsl::webhook_id.eq(webhook))
        .filter(Unsettled)
        .filter(dsl::due_at.le(now))
        .filter(NothingBefore)
        .order((dsl::due_at, dsl::id))
        .select(<Row as Selectable<MultiBackend>>::construct_selection())
        .first(conn)
        .optional()?;
    let Some(found) = head.map(Delivery::from) else { return Ok(None) };
    let attempts = found.attempts.saturating_add(1);
    diesel::update(dsl::webhook_deliveries.find(found.id))
        .set((dsl::state.eq(DeliveryState::Sending), dsl::attempts.eq(attempts), dsl::due_at.eq(until)))
        .execute(conn)?;
    Ok(Some(Delivery { attempts, state: DeliveryState::Sending, due_at: until, ..found }))
}

/// Lets what waits for a webhook be tried now.
///
/// # Errors
/// A fault when the database refuses.
pub fn hasten(conn: &mut AnyConn, _: &Permit<can::ChangeWebhook>, webhook: WebhookId, now: Timestamp) -> Outcome<()> {
    let waiting = dsl::webhook_deliveries
        .filter(dsl::webhook_id.eq(webhook))
        .filter(dsl::state.eq(DeliveryState::Waiting))
        .filter(dsl::due_at.gt(now));
    diesel::update(waiting).set(dsl::due_at.eq(now)).execute(conn)?;
    Ok(())
}

/// How many tests of a webhook are not settled.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn tests_under_way(conn: &mut AnyConn, webhook: WebhookId) -> Outcome<i64> {
    let tests =
        dsl::webhook_deliveries.filter(dsl::webhook_id.eq(webhook)).filter(Unsettled).filter(dsl::event_id.is_null());
    Ok(tests.count().get_result(conn)?)
}

/// Puts back what was not taken, to be tried then. Nothing when the claim ran out and somebody else has it.
///
/// # Errors
/// A fault when the database refuses.
pub fn postpone(conn: &mut AnyConn, delivery: &Delivery, until: Timestamp, attempts: i64) -> Outcome<()> {
    let mine = dsl::webhook_deliveries
        .find(delivery.id)
        .filter(dsl::state.eq(DeliveryState::Sending))
        .filter(dsl::attempts.eq(delivery.attempts));
    diesel::update(mine)
        .set((dsl::state.eq(DeliveryState::Waiting), dsl::due_at.eq(until), dsl::attempts.eq(attempts)))
        .execute(conn)?;
    Ok(())
}

/// Says what became of a delivery. That it arrived is written whoever has it now, for it is true; the rest only by who holds the claim.
///
/// # Errors
/// A fault when the database refuses.
pub fn settle(conn: &mut AnyConn, delivery: &Delivery, state: DeliveryState, now: Timestamp) -> Outcome<()> {
    let values = (dsl::state.eq(state), dsl::settled_at.eq(Some(now)));
    let found = dsl::webhook_deliveries.find(delivery.id);
    if state == DeliveryState::Delivered {
        diesel::update(found.filter(dsl::state.ne(DeliveryState::Delivered))).set(values).execute(conn)?;
    } else {
        let mine = found.filter(dsl::state.eq(DeliveryState::Sending)).filter(dsl::attempts.eq(delivery.attempts));
        diesel::update(mine).set(values).execute(conn)?;
    }
    Ok(())
}

/// Drops what waits for a webhook.
///
/// # Errors
/// A fault when the database refuses.
pub(super) fn drop_waiting(conn: &mut AnyConn, webhook: WebhookId, now: Timestamp) -> Outcome<()> {
    let waiting = dsl::webhook_deliveries.filter(dsl::webhook_id.eq(webhook)).filter(Unsettled);
    let values = (dsl::state.eq(DeliveryState::Dropped), dsl::settled_at.eq(Some(now)));
    diesel::update(waiting).set(values).execute(conn)?;
    Ok(())
}

/// Lets deliveries of a webhook that were given up be tried again, all of them or these; returns how many. They have their
/// tries before them again.
///
/// # Errors
/// A fault when the database refuses.
pub fn replay(
    conn: &mut AnyConn,
    _: &Permit<can::ChangeWebhook>,
    webhook: WebhookId,
    only: Option<&[WebhookDeliveryId]>,
    now: Timestamp,
) -> Outcome<usize> {
    let values = (
        dsl::state.eq(DeliveryState::Waiting),
        dsl::settled_at.eq(None::<Timestamp>),
        dsl::due_at.eq(now),
        dsl::attempts.eq(0_i64),
    );
    let dead = dsl::webhook_deliveries.filter(dsl::webhook_id.eq(webhook)).filter(dsl::state.eq(DeliveryState::Dead));
    Ok(match only {
        None => diesel::update(dead).set(values).execute(conn)?,
        Some(ids) => diesel::update(dead.filter(any(dsl::id, ids))).set(values).execute(conn)?,
    })
}
