//! The log of deliveries: what became of each, try by try.

use super::deliveries::Row;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::webhook_attempts;
use crate::db::schema::webhook_deliveries::{self, dsl};
use crate::features::webhooks::model::{Attempt, Delivery, DeliveryState};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{WebhookDeliveryId, WebhookId};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook_attempts, treat_none_as_default_value = false)]
struct AttemptRow {
    delivery_id: WebhookDeliveryId,
    number: i64,
    at: Timestamp,
    millis: i64,
    status: Option<i64>,
    error: Option<String>,
    response: Option<String>,
}

impl From<AttemptRow> for Attempt {
    fn from(row: AttemptRow) -> Self {
        let AttemptRow { delivery_id, number, at, millis, status, error, response } = row;
        Self { delivery_id, number, at, millis, status, error, response }
    }
}

fn of(webhook: WebhookId, states: &[DeliveryState]) -> webhook_deliveries::BoxedQuery<'static, MultiBackend> {
    let query = dsl::webhook_deliveries.filter(dsl::webhook_id.eq(webhook)).into_boxed::<MultiBackend>();
    if states.is_empty() { query } else { query.filter(dsl::state.eq_any(states.to_vec())) }
}

/// One page of a webhook's deliveries in these states, or all, the latest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn deliveries(
    conn: &mut AnyConn,
    webhook: WebhookId,
    states: &[DeliveryState],
    window: &Window,
) -> Outcome<Page<Delivery>> {
    let query = keyset!(of(webhook, states), window, Direction::Descending, dsl::created_at, dsl::id);
    let rows: Vec<Row> = query.select(<Row as Selectable<MultiBackend>>::construct_selection()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Delivery::from).collect()))
}

/// How many those are, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_deliveries(conn: &mut AnyConn, webhook: WebhookId, states: &[DeliveryState], cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, of(webhook, states).select(dsl::id).limit(cap.saturating_add(1)), cap)?)
}

/// Those of the deliveries asked for that exist, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_deliveries(conn: &mut AnyConn, ids: &[WebhookDeliveryId]) -> Outcome<Vec<Delivery>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = dsl::webhook_deliveries.filter(any(dsl::id, ids)).select(selection).load(conn)?;
    Ok(rows.into_iter().map(Delivery::from).collect())
}

/// Writes a try into the log, as the next of its delivery.
///
/// # Errors
/// A fault when the database refuses.
pub fn note(conn: &mut AnyConn, attempt: &Attempt) -> Outcome<()> {
    use webhook_attempts::dsl as log;
    let last: Option<i64> = log::webhook_attempts
        .filter(log::delivery_id.eq(attempt.delivery_id))
        .order(log::number.desc())
        .select(log::number)
        .first(conn)
        .optional()?;
    let values = (
        log::delivery_id.eq(attempt.delivery_id),
        log::number.eq(last.unwrap_or(0).saturating_add(1)),
        log::at.eq(attempt.at),
        log::millis.eq(attempt.millis),
        log::status.eq(attempt.status),
        log::error.eq(attempt.error.as_deref()),
        log::response.eq(attempt.response.as_deref()),
    );
    diesel::insert_into(log::webhook_attempts).values(values).execute(conn)?;
    Ok(())
}

/// The tries of some deliveries, in their order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn attempts_of(conn: &mut AnyConn, deliveries: &[WebhookDeliveryId]) -> Outcome<Vec<Attempt>> {
    use webhook_attempts::dsl as log;
    let rows: Vec<AttemptRow> = log::webhook_attempts
        .filter(any(log::delivery_id, deliveries))
        .order((log::delivery_id, log::number))
        .select(<AttemptRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Attempt::from).collect())
}

/// Forgets up to `limit` deliveries that were settled before then, with their tries, and returns how many went.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget(conn: &mut AnyConn, before: Timestamp, limit: i64) -> Outcome<usize> {
    // Held, because one that was given up may be replayed at this moment.
    let settled = dsl::webhook_deliveries
        .filter(dsl::settled_at.is_not_null())
        .filter(dsl::settled_at.lt(before))
        .limit(limit)
        .select(dsl::id);
    let old: Vec<WebhookDeliveryId> = Lock(settled, LockMode::UpdateUnheld).load(conn)?;
    if old.is_empty() {
        return Ok(0);
    }
    diesel::delete(webhook_attempts::table.filter(any(webhook_attempts::delivery_id, &old))).execute(conn)?;
    Ok(diesel::delete(webhook_deliveries::table.filter(any(dsl::id, &old))).execute(conn)?)
}
