//! Lists of deadlines, and the deadline at what it waits for.

use super::filter::{DeadlineFilter, DeadlineOrder};
use super::loader::DeadlineOfSubject;
use super::object::Deadline;
use crate::db::page::position;
use crate::features::deadlines::model;
use crate::features::deadlines::store::{self, Filter};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::kernel::failure::Outcome;
use crate::kernel::page::{Position, Window, fingerprint};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;
use uuid::Uuid;

/// Queries of deadlines.
#[derive(Default)]
pub struct DeadlineQuery;

#[Object]
impl DeadlineQuery {
    /// The deadlines on decisions the viewer may see, in the order in which they fall due unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "GraphQL has no argument groups")]
    async fn deadlines(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which deadlines; all when omitted.")] filter: Option<DeadlineFilter>,
        #[graphql(desc = "In which order; soonest last day first when omitted.")] order_by: Option<DeadlineOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Deadline>> {
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let window = Window::new(&args(first, last, after, before), fingerprint(&("deadlines", order, &filter)))?;
        let filter = Arc::new(Filter::from(filter));
        let wanted = Arc::clone(&filter);
        let direction = order.into();
        let page = context.act().read(move |r| store::page(r.conn, &r.sight, &wanted, direction, &window)).await?;
        looks::log(context, page.rows.iter().map(|deadline| deadline.decision_id)).await?;
        let count = counting(context.act(), move |r| store::count(r.conn, &r.sight, &filter, r.core.rules.count_cap));
        Ok(Connection::new(page, place, |deadline| Deadline(Arc::new(deadline)), count))
    }
}

/// The deadline of something the viewer sees, under a rule (one of `rules::key`): the one that was not cancelled, else
/// the last that was. Siblings that ask in the same breath share one statement.
///
/// # Errors
/// A fault when the database cannot be read.
pub async fn of(context: &Context<'_>, subject: Uuid, key: &'static str) -> Outcome<Option<Deadline>> {
    Ok(context.load::<DeadlineOfSubject>((subject, key)).await?.map(Deadline))
}

fn place(deadline: &model::Deadline) -> Position {
    position(deadline.overdue_at, deadline.id)
}
