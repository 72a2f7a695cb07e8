//! The rows of `webhooks`.

use super::deliveries::drop_waiting;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::webhooks::{self, dsl};
use crate::db::schema::{feed_end, webhook_secrets};
use crate::features::feed::Filter;
use crate::features::webhooks::model::{DisabledBecause, Webhook, WebhookState};
use crate::kernel::clock::Timestamp;
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{Id, PersonId, WebhookId, kind};
use crate::kernel::page::{Page, Total, Window};
use crate::{keyset, sql_expression};
use diesel::prelude::*;
use diesel::sql_types::Bool;

// The words of the index `webhooks_reading`.
sql_expression! { Active over webhooks::table: Bool = "webhooks.state = 'ACTIVE'" }

/// Whose webhooks somebody may read.
#[derive(Clone, Copy, Debug)]
pub enum Readable {
    All,
    Of(PersonId),
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = webhooks)]
pub(super) struct Row {
    id: WebhookId,
    owner_id: PersonId,
    url: String,
    description: Option<String>,
    kinds: String,
    subject_kind: Option<String>,
    subject_id: Option<Id<kind::Event>>,
    state: WebhookState,
    disabled_because: Option<DisabledBecause>,
    position: i64,
    failures: i64,
    failing_since: Option<Timestamp>,
    open_until: Option<Timestamp>,
    created_at: Timestamp,
    ended_at: Option<Timestamp>,
}

impl From<Row> for Webhook {
    fn from(row: Row) -> Self {
        let named: Vec<Option<EventKind>> = row.kinds.split_whitespace().map(EventKind::parse).collect();
        let is_understood = named.iter().all(Option::is_some);
        let kinds = named.into_iter().flatten().map(EventKind::name).collect();
        let subject = row.subject_kind.zip(row.subject_id.map(Id::uuid));
        Self {
            id: row.id,
            owner_id: row.owner_id,
            url: row.url,
            description: row.description,
            filter: Filter { kinds, subject },
            is_understood,
            state: row.state,
            disabled_because: row.disabled_because,
            position: row.position,
            failures: row.failures,
            failing_since: row.failing_since,
            open_until: row.open_until,
            created_at: row.created_at,
            ended_at: row.ended_at,
        }
    }
}

/// Those of the webhooks asked for that exist, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, ids: &[WebhookId]) -> Outcome<Vec<Webhook>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = dsl::webhooks.filter(any(dsl::id, ids)).select(selection).load(conn)?;
    Ok(rows.into_iter().map(Webhook::from).collect())
}

/// A webhook, held until the transaction ends.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, id: WebhookId) -> Outcome<Option<Webhook>> {
    let query = dsl::webhooks.find(id).select(<Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<Row> = Lock(query, LockMode::Update).load(conn)?;
    Ok(rows.into_iter().next().map(Webhook::from))
}

/// How many of an owner's webhooks were not ended.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_running(conn: &mut AnyConn, owner: PersonId) -> Outcome<i64> {
    let running = dsl::webhooks.filter(dsl::owner_id.eq(owner)).filter(dsl::state.ne(WebhookState::Ended));
    Ok(running.count().get_result(conn)?)
}

fn narrowed(readable: Readable) -> webhooks::BoxedQuery<'static, MultiBackend> {
    let query = dsl::webhooks.into_boxed::<MultiBackend>();
    match readable {
        Readable::All => query,
        Readable::Of(owner) => query.filter(dsl::owner_id.eq(owner)),
    }
}

/// One page of those somebody may read, the oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, readable: Readable, window: &Window) -> Outcome<Page<Webhook>> {
    let query = keyset!(narrowed(readable), window, Direction::Ascending, dsl::created_at, dsl::id);
    let rows: Vec<Row> = query.select(<Row as Selectable<MultiBackend>>::construct_selection()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Webhook::from).collect()))
}

/// How many those are, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, readable: Readable, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, narrowed(readable).select(dsl::id).limit(cap.saturating_add(1)), cap)?)
}

/// Enters a webhook.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(conn: &mut AnyConn, _: &Permit<can::CreateWebhook>, new: &Webhook) -> Outcome<()> {
    let subject = new.filter.subject.as_ref();
    let values = (
        dsl::id.eq(new.id),
        dsl::owner_id.eq(new.owner_id),
        dsl::url.eq(&new.url),
        dsl::description.eq(new.description.as_deref()),
        dsl::kinds.eq(new.filter.kinds.join(" ")),
        dsl::subject_kind.eq(subject.map(|(prefix, _)| prefix.as_str())),
        dsl::subject_id.eq(subject.map(|(_, id)| Id::<kind::Event>::from_uuid(*id))),
        dsl::state.eq(new.state),
        dsl::position.eq(new.position),
        dsl::reads_at.eq(new.created_at),
        dsl::claimed_at.eq(new.created_at),
        dsl::failures.eq(new.failures),
        dsl::created_at.eq(new.created_at),
    );
    diesel::insert_into(dsl::webhooks).values(values).execute(conn)?;
    Ok(())
}

/// Pauses or resumes a webhook, with what follows from that for its health; it reads on at once.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_state(conn: &mut AnyConn, _: &Permit<can::ChangeWebhook>, webhook: &Webhook, now: Timestamp) -> Outcome<()> {
    read_later(conn, webhook.id, now)?;
    keep_health(conn, webhook)
}

/// Ends a webhook: its secrets are forgotten, and what waits is dropped.
///
/// # Errors
/// A fault when the database refuses.
pub fn end(conn: &mut AnyConn, _: &Permit<can::EndWebhook>, webhook: &Webhook, now: Timestamp) -> Outcome<()> {
    let ended =
        (dsl::state.eq(webhook.state), dsl::disabled_because.eq(webhook.disabled_because), dsl::ended_at.eq(now));
    diesel::update(dsl::webhooks.find(webhook.id)).set(ended).execute(conn)?;
    diesel::delete(webhook_secrets::table.filter(webhook_secrets::webhook_id.eq(webhook.id))).execute(conn)?;
    drop_waiting(conn, webhook.id, now)
}

/// Keeps how a webhook's receiver does, and what follows from it for its state.
///
/// # Errors
/// A fault when the database refuses.
pub fn keep_health(conn: &mut AnyConn, webhook: &Webhook) -> Outcome<()> {
    let values = (
        dsl::state.eq(webhook.state),
        dsl::disabled_because.eq(webhook.disabled_because),
        dsl::failures.eq(webhook.failures),
        dsl::failing_since.eq(webhook.failing_since),
        dsl::open_until.eq(webhook.open_until),
    );
    diesel::update(dsl::webhooks.find(webhook.id)).set(values).execute(conn)?;
    Ok(())
}

/// Whether any webhook has something to read: most looks find none, and need no write transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn any_behind(conn: &mut AnyConn, now: Timestamp) -> Outcome<bool> {
    let end: i64 = feed_end::table.select(feed_end::position).first(conn)?;
    let behind = dsl::webhooks.filter(Active).filter(dsl::position.lt(end)).filter(dsl::reads_at.le(now));
    let found: Option<WebhookId> = behind.select(dsl::id).first(conn).optional()?;
    Ok(found.is_some())
}

/// The webhook that is furthest behind, held until the transaction ends; those that others hold are passed by.
///
/// # Errors
/// A fault when the database refuses.
pub fn hold_behind(conn: &mut AnyConn, now: Timestamp) -> Outcome<Option<Webhook>> {
    let end: i64 = feed_end::table.select(feed_end::position).first(conn)?;
    let behind = dsl::webhooks
        .filter(Active)
        .filter(dsl::position.lt(end))
        .filter(dsl::reads_at.le(now))
        .order((dsl::position, dsl::id))
        .limit(1)
        .select(<Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<Row> = Lock(behind, LockMode::UpdateUnheld).load(conn)?;
    Ok(rows.into_iter().next().map(Webhook::from))
}

/// Says how far a webhook has read.
///
/// # Errors
/// A fault when the database refuses.
pub fn move_on(conn: &mut AnyConn, id: WebhookId, position: i64) -> Outcome<()> {
    diesel::update(dsl::webhooks.find(id)).set(dsl::position.eq(position)).execute(conn)?;
    Ok(())
}

/// Lets a webhook not read before then.
///
/// # Errors
/// A fault when the database refuses.
pub fn read_later(conn: &mut AnyConn, id: WebhookId, until: Timestamp) -> Outcome<()> {
    diesel::update(dsl::webhooks.find(id)).set(dsl::reads_at.eq(until)).execute(conn)?;
    Ok(())
}
