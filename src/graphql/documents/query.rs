//! Lists of final documents.

use super::filter::{FinalDocumentFilter, FinalDocumentOrder};
use super::loader::{CountOfCouncil, DocumentsOfCouncil};
use super::object::FinalDocument;
use crate::db::page::position;
use crate::features::documents::model;
use crate::features::documents::store::{self, Filter, Order};
use crate::graphql::connection::{Connection, args, counting};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::kernel::failure::Outcome;
use crate::kernel::id::CouncilId;
use crate::kernel::page::{Page, PageArgs, Position, Total, Window, fingerprint};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// Queries of final documents.
#[derive(Default)]
pub struct DocumentQuery;

#[Object]
impl DocumentQuery {
    /// The final documents the viewer may see, newest first unless ordered otherwise.
    #[expect(clippy::too_many_arguments, reason = "GraphQL has no argument groups")]
    async fn final_documents(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which documents; all when omitted.")] filter: Option<FinalDocumentFilter>,
        #[graphql(desc = "In which order; newest first when omitted.")] order_by: Option<FinalDocumentOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<FinalDocument>> {
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("final documents", order, &filter));
        let window = Window::new(&args(first, last, after, before), list)?;
        let filter = Arc::new(Filter::from(filter));
        let page = list_of(context, &filter, order.into(), window).await?;
        looks::log(context, page.rows.iter().map(|document| document.decision_id)).await?;
        let count = counting(context.act(), move |r| store::count(r.conn, &r.sight, &filter, r.core.rules.count_cap));
        Ok(Connection::new(page, place, FinalDocument, count))
    }
}

/// The final documents of a council that the viewer may see, newest first: a batched load where it is the start of the
/// list.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_council(context: &Context<'_>, id: CouncilId, args: &PageArgs) -> Outcome<Connection<FinalDocument>> {
    let window = Window::new(args, fingerprint(&("final documents of council", id.wire())))?;
    let page = if window.is_head() {
        let rows = context.load::<DocumentsOfCouncil>((id, window.fetch())).await?.unwrap_or_default();
        window.page(Arc::unwrap_or_clone(rows))
    } else {
        let filter = Arc::new(Filter { council: Some(id), ..Filter::default() });
        list_of(context, &filter, Order::Newest, window).await?
    };
    looks::log(context, page.rows.iter().map(|document| document.decision_id)).await?;
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<CountOfCouncil>(id).await.map(exactly) }) as _
    };
    Ok(Connection::new(page, place, FinalDocument, count))
}

async fn list_of(
    context: &Context<'_>,
    filter: &Arc<Filter>,
    order: Order,
    window: Window,
) -> Outcome<Page<Arc<model::FinalDocument>>> {
    let filter = Arc::clone(filter);
    let page = context.act().read(move |r| store::page(r.conn, &r.sight, &filter, order, &window)).await?;
    Ok(page.map(Arc::new))
}

fn place(document: &Arc<model::FinalDocument>) -> Position {
    position(document.adopted_at, document.id)
}

/// A parent that has no entry has no rows.
fn exactly(count: Option<i64>) -> Total {
    Total::Exact(count.unwrap_or(0))
}
