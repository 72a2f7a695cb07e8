//! Lists of reviews.

use super::filter::{ReviewFilter, ReviewOrder};
use super::loader::{CountOfCouncil, CountOfDecision, ReviewsOfCouncil, ReviewsOfDecision};
use super::object::Review;
use crate::db::page::{Direction, position};
use crate::features::reviews::model;
use crate::features::reviews::store::{self, Filter};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId};
use crate::kernel::page::{Page, PageArgs, Position, Total, Window, fingerprint};
use async_graphql::{Context, Object, Result};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Queries of reviews.
#[derive(Default)]
pub struct ReviewQuery;

#[Object]
impl ReviewQuery {
    /// The reviews of decisions the viewer may see, newest first unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "GraphQL has no argument groups")]
    async fn reviews(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which reviews; all when omitted.")] filter: Option<ReviewFilter>,
        #[graphql(desc = "In which order; newest first when omitted.")] order_by: Option<ReviewOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Review>> {
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let window = Window::new(&args(first, last, after, before), fingerprint(&("reviews", order, &filter)))?;
        let filter = Arc::new(Filter::from(filter));
        let page = list(context, &filter, order.into(), window).await?;
        let count = counting(context.act(), move |r| store::count(r.conn, &r.sight, &filter, r.core.rules.count_cap));
        Ok(shown(context, page, count).await?)
    }
}

/// The reviews of a decision that the viewer sees, newest first: a batched load where it is the start of the list.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_decision(context: &Context<'_>, id: DecisionId, args: &PageArgs) -> Outcome<Connection<Review>> {
    let window = Window::new(args, fingerprint(&("reviews of decision", id.wire())))?;
    let page = if window.is_head() {
        let rows = context.load::<ReviewsOfDecision>((id, window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        let filter = Arc::new(Filter { decision: Some(id), ..Filter::default() });
        list(context, &filter, Direction::Descending, window).await?
    };
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<CountOfDecision>(id).await.map(exactly) }) as _
    };
    shown(context, page, count).await
}

/// The reviews of a council whose decisions the viewer may see, newest first: a batched load where it is the start.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_council(context: &Context<'_>, id: CouncilId, args: &PageArgs) -> Outcome<Connection<Review>> {
    let window = Window::new(args, fingerprint(&("reviews of council", id.wire())))?;
    let page = if window.is_head() {
        let rows = context.load::<ReviewsOfCouncil>((id, window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        let filter = Arc::new(Filter { council: Some(id), ..Filter::default() });
        list(context, &filter, Direction::Descending, window).await?
    };
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<CountOfCouncil>(id).await.map(exactly) }) as _
    };
    shown(context, page, count).await
}

async fn list(
    context: &Context<'_>,
    filter: &Arc<Filter>,
    direction: Direction,
    window: Window,
) -> Outcome<Page<model::Review>> {
    let filter = Arc::clone(filter);
    context.act().read(move |r| store::page(r.conn, &r.sight, &filter, direction, &window)).await
}

fn place(review: &model::Review) -> Position {
    position(review.opened_at, review.id)
}

/// The page, once the looks at it are logged.
async fn shown(
    context: &Context<'_>,
    page: Page<model::Review>,
    count: impl Fn() -> BoxFuture<'static, Outcome<Total>> + Send + Sync + 'static,
) -> Outcome<Connection<Review>> {
    looks::log(context, page.rows.iter().map(|review| review.decision_id)).await?;
    Ok(Connection::new(page, place, |review| Review(Arc::new(review)), count))
}

/// A parent that has no entry has no rows.
fn exactly(count: Option<i64>) -> Total {
    Total::Exact(count.unwrap_or(0))
}
