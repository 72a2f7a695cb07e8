//! Lists of decisions.

use super::filter::{DecisionFilter, DecisionOrder};
use super::loader::{CountOfBody, DecisionsOfBody};
use super::object::Decision;
use crate::db::page::position;
use crate::features::decisions::model;
use crate::features::decisions::store::{self, Filter, Order};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::kernel::failure::Outcome;
use crate::kernel::id::StateBodyId;
use crate::kernel::page::{Page, PageArgs, Position, Total, Window, fingerprint};
use async_graphql::{Context, Object, Result};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Queries of decisions.
#[derive(Default)]
pub struct DecisionQuery;

#[Object]
impl DecisionQuery {
    /// The decisions the viewer may see, newest first unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "GraphQL has no argument groups")]
    async fn decisions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which decisions; all when omitted.")] filter: Option<DecisionFilter>,
        #[graphql(desc = "In which order; newest first when omitted.")] order_by: Option<DecisionOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Decision>> {
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let window = Window::new(&args(first, last, after, before), fingerprint(&("decisions", order, &filter)))?;
        let filter = narrowed(context, filter).await?;
        Ok(list(context, filter, order.into(), window).await?)
    }
}

/// The filter in the words of the store. The registry is asked only where a region must be resolved.
async fn narrowed(context: &Context<'_>, filter: DecisionFilter) -> Outcome<Filter> {
    let within = match filter.region_id {
        Some(region) => Some(context.reference().await?.subtree(region)),
        None => None,
    };
    Ok(filter.narrow(within))
}

/// The decisions of one body, newest first: a batched load where it is the start of the list.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_body(context: &Context<'_>, body: StateBodyId, args: &PageArgs) -> Outcome<Connection<Decision>> {
    let window = Window::new(args, fingerprint(&("decisions of body", body.wire())))?;
    let page = if window.is_head() {
        let rows = context.load::<DecisionsOfBody>((body, window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        let filter = Arc::new(Filter { bodies: Some(vec![body]), ..Filter::default() });
        read(context, &filter, Order::Newest, window).await?
    };
    let later = context.later();
    let count = move || {
        let later = later.clone();
        // A body that has no entry has no decisions.
        Box::pin(async move { later.load::<CountOfBody>(body).await.map(|n| Total::Exact(n.unwrap_or(0))) }) as _
    };
    shown(context, page, count).await
}

async fn list(context: &Context<'_>, filter: Filter, order: Order, window: Window) -> Outcome<Connection<Decision>> {
    let filter = Arc::new(filter);
    if filter.searches() && asks_for_total(context) {
        return list_and_count(context, filter, order, window).await;
    }
    let page = read(context, &filter, order, window).await?;
    let count = counting(context.act(), move |r| store::count(r.conn, &r.sight, &filter, r.core.rules.count_cap));
    shown(context, page, count).await
}

fn asks_for_total(context: &Context<'_>) -> bool {
    let fields = context.look_ahead();
    fields.field("totalCount").exists() || fields.field("totalCountPrecision").exists()
}

/// Where the search is the cost, it is done once for the page and the total.
async fn list_and_count(
    context: &Context<'_>,
    filter: Arc<Filter>,
    order: Order,
    window: Window,
) -> Outcome<Connection<Decision>> {
    let cap = context.act().core.rules.count_cap;
    let read = context.act().read(move |r| store::page_and_total(r.conn, &r.sight, &filter, order, &window, cap)).await;
    let (page, total) = read?;
    shown(context, page, move || Box::pin(async move { Ok(total) })).await
}

async fn read(
    context: &Context<'_>,
    filter: &Arc<Filter>,
    order: Order,
    window: Window,
) -> Outcome<Page<model::Decision>> {
    let filter = Arc::clone(filter);
    context.act().read(move |r| store::page(r.conn, &r.sight, &filter, order, &window)).await
}

/// The page, once the looks at it are logged.
async fn shown(
    context: &Context<'_>,
    page: Page<model::Decision>,
    count: impl Fn() -> BoxFuture<'static, Outcome<Total>> + Send + Sync + 'static,
) -> Outcome<Connection<Decision>> {
    Decision::log_page(context, &page.rows).await?;
    Ok(Connection::new(page, place, Decision::logged, count))
}

fn place(decision: &model::Decision) -> Position {
    position(decision.listed_at, decision.id)
}
