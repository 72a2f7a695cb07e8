//! Lists of answers, and the list of recommendations by what became of them.

use super::answer::Answer;
use super::filter::{RecommendationFilter, RecommendationOrder};
use super::loader::{CountBelow, FirstBelow, LatestOfAddressee};
use crate::db::page::position;
use crate::features::answers::model;
use crate::features::answers::store::{self, Filter, Parents};
use crate::features::documents;
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::documents::Recommendation;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, Id, Kind, RecommendationId};
use crate::kernel::page::{PageArgs, Position, Total, Window, fingerprint};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// Queries of recommendations and their answers.
#[derive(Default)]
pub struct AnswerQuery;

#[Object]
impl AnswerQuery {
    /// The recommendations of final documents that were sent, on decisions the viewer may see; newest first unless
    /// ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "GraphQL has no argument groups")]
    async fn recommendations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which recommendations; all when omitted.")] filter: Option<RecommendationFilter>,
        #[graphql(desc = "In which order; newest first when omitted.")] order_by: Option<RecommendationOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Recommendation>> {
        let filter = Arc::new(filter.map(Filter::from).unwrap_or_default());
        let order = order_by.unwrap_or_default();
        let list = ("recommendations", order, format!("{filter:?}"));
        let window = Window::new(&args(first, last, after, before), fingerprint(&list))?;
        Ok(recommendations(context, filter, order, window).await?)
    }
}

async fn recommendations(
    context: &Context<'_>,
    filter: Arc<Filter>,
    order: RecommendationOrder,
    window: Window,
) -> Outcome<Connection<Recommendation>> {
    let narrowed = Arc::clone(&filter);
    let page = context
        .act()
        .read(move |r| store::page_of_recommendations(r.conn, &r.sight, &narrowed, order.into(), &window))
        .await?;
    looks::log(context, page.rows.iter().map(|recommendation| recommendation.decision_id)).await?;
    let count = counting(context.act(), move |r| {
        store::count_recommendations(r.conn, &r.sight, &filter, r.core.rules.count_cap)
    });
    let place = |row: &documents::Recommendation| position(row.sent_at, row.id);
    Ok(Connection::new(page, place, |row| Recommendation(Arc::new(row)), count))
}

/// The answers to a recommendation that the viewer sees, of all its addressees and with corrections, oldest first.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_recommendation(
    context: &Context<'_>,
    id: RecommendationId,
    args: &PageArgs,
) -> Outcome<Connection<Answer>> {
    below(context, Parents::Recommendations, id, args).await
}

/// The answers of one addressee that the viewer sees: the first and its corrections, oldest first.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_addressee(context: &Context<'_>, id: AddresseeId, args: &PageArgs) -> Outcome<Connection<Answer>> {
    below(context, Parents::Addressees, id, args).await
}

/// The answer that holds of an addressee that the viewer sees; nothing while there is none.
///
/// # Errors
/// A fault when the database cannot be read.
pub async fn latest_of(context: &Context<'_>, id: AddresseeId) -> Outcome<Option<Answer>> {
    Ok(context.load::<LatestOfAddressee>(id).await?.map(Answer))
}

async fn below<K: Kind>(context: &Context<'_>, by: Parents, id: Id<K>, args: &PageArgs) -> Outcome<Connection<Answer>> {
    let window = Window::new(args, fingerprint(&("answers", by.name(), id.wire())))?;
    let parent = id.uuid();
    let page = if window.is_head() {
        let rows = context.load::<FirstBelow>(((by, parent), window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        context.act().read(move |r| store::page(r.conn, by, parent, &window)).await?
    };
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<CountBelow>((by, parent)).await.map(exactly) }) as _
    };
    Ok(Connection::new(page, place, Answer::from, count))
}

fn place(answer: &model::Answer) -> Position {
    position(answer.answered_at, answer.id)
}

/// A parent that has no entry has no rows.
fn exactly(count: Option<i64>) -> Total {
    Total::Exact(count.unwrap_or(0))
}
