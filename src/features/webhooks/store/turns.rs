//! Whose turn it is: a webhook that is told at all, for which something may be posted now, and to which not much is on its way already.
//!
//! The webhook is chosen first, and held, and then what it is told. So everybody who claims and everybody who settles holds the webhook
//! before its deliveries, and a receiver for which much waits comes no sooner than one for which little does.

use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::webhooks::{self, dsl};
use crate::db::types::Instant;
use crate::features::webhooks::model::Webhook;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::WebhookId;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};

/// Posts to one webhook that may be on their way at once.
const AT_ONCE: &str = "2";

/// The condition over `webhooks` that it is a webhook's turn.
#[derive(Clone, Copy, Debug)]
struct Turn {
    now: Timestamp,
}

impl<DB> QueryFragment<DB> for Turn
where
    DB: Backend + HasSqlType<Instant>,
    Timestamp: ToSql<Instant, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(webhooks.state = 'ACTIVE' AND (webhooks.open_until IS NULL OR webhooks.open_until <= ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(
            ") AND (SELECT count(*) FROM webhook_deliveries AS beside WHERE beside.webhook_id = webhooks.id \
             AND beside.state = 'SENDING' AND beside.due_at > ",
        );
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(") < ");
        out.push_sql(AT_ONCE);
        out.push_sql(
            " AND EXISTS (SELECT 1 FROM webhook_deliveries AS head WHERE head.webhook_id = webhooks.id \
             AND head.state IN ('WAITING', 'SENDING') AND head.due_at <= ",
        );
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(
            " AND NOT EXISTS (SELECT 1 FROM webhook_deliveries AS before WHERE before.webhook_id = head.webhook_id \
             AND before.order_id = head.order_id AND before.state IN ('WAITING', 'SENDING') \
             AND before.position < head.position)))",
        );
        Ok(())
    }
}
impl QueryId for Turn {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Turn {
    type SqlType = Bool;
}
impl AppearsOnTable<webhooks::table> for Turn {}
impl SelectableExpression<webhooks::table> for Turn {}
impl ValidGrouping<()> for Turn {
    type IsAggregate = is_aggregate::No;
}

/// Whether it is any webhook's turn: most looks find none, and need no write transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn any_turn(conn: &mut AnyConn, now: Timestamp) -> Outcome<bool> {
    let found: Option<WebhookId> = dsl::webhooks.filter(Turn { now }).select(dsl::id).first(conn).optional()?;
    Ok(found.is_some())
}

/// The webhook whose turn it is, of those the one that has waited longest, held until the transaction ends; those that others hold are
/// passed by.
///
/// # Errors
/// A fault when the database refuses.
pub fn take_turn(conn: &mut AnyConn, now: Timestamp) -> Outcome<Option<Webhook>> {
    let next = dsl::webhooks
        .filter(Turn { now })
        .order((dsl::claimed_at, dsl::id))
        .limit(1)
        .select(<super::hooks::Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<super::hooks::Row> = Lock(next, LockMode::UpdateUnheld).load(conn)?;
    let Some(webhook) = rows.into_iter().next().map(Webhook::from) else { return Ok(None) };
    diesel::update(dsl::webhooks.find(webhook.id)).set(dsl::claimed_at.eq(now)).execute(conn)?;
    Ok(Some(webhook))
}
