//! Lists of meetings, and of who is in them.

use super::enums::MeetingOrder;
use super::filter::{MeetingFilter, list};
use super::loader::{CountOfCouncil, MeetingsOfCouncil, StayCountOfMeeting, StaysOfMeeting};
use super::object::Meeting;
use super::stay::Stay;
use crate::db::page::position;
use crate::features::meetings;
use crate::features::meetings::store::{self, Filter, Order};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::reviews::Review;
use crate::kernel::failure::Outcome;
use crate::kernel::id::CouncilId;
use crate::kernel::page::{Page, PageArgs, Position, Total, Window, fingerprint};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// Queries of meetings.
#[derive(Default)]
pub struct MeetingQuery;

#[Object]
impl MeetingQuery {
    /// Meetings and hearings. That they are held everybody may know.
    #[expect(clippy::too_many_arguments, reason = "a connection's arguments cannot be grouped")]
    async fn meetings(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which meetings are wanted; all when omitted.")] filter: Option<MeetingFilter>,
        #[graphql(desc = "The order; what lies farthest ahead first when omitted.")] order_by: Option<MeetingOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Meeting>> {
        let (filter, order) = (Filter::from(filter.unwrap_or_default()), order_by.unwrap_or_default());
        let window = Window::new(&args(first, last, after, before), list("meetings", &filter, order))?;
        if let Some(review) = filter.review.filter(|_| looks::are_logged(context)) {
            // That a review under embargo is on an agenda, or is not, is a look at it.
            Review::find(context, review).await?;
        }
        let (act, wanted) = (context.act().clone(), filter.clone());
        let page = act.read(move |r| store::page(r.conn, &r.sight, &wanted, order.into(), &window)).await?;
        Ok(Connection::new(page.map(Arc::new), place, Meeting, move || {
            let (act, filter) = (act.clone(), filter.clone());
            Box::pin(
                async move { act.read(move |r| store::count(r.conn, &r.sight, &filter, r.core.rules.count_cap)).await },
            )
        }))
    }
}

fn place(meeting: &Arc<meetings::Meeting>) -> Position {
    position(meeting.starts_at, meeting.id)
}

/// The meetings of a council, what lies farthest ahead first: a batched load where it is the start of the list.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub async fn of_council(context: &Context<'_>, id: CouncilId, args: &PageArgs) -> Outcome<Connection<Meeting>> {
    let filter = Filter { council: Some(id), ..Filter::default() };
    let window = Window::new(args, list("meetings of council", &filter, MeetingOrder::Latest))?;
    let page: Page<Arc<meetings::Meeting>> = if window.is_head() {
        let rows = context.load::<MeetingsOfCouncil>((id, window.fetch())).await?.unwrap_or_default();
        window.page(rows.to_vec())
    } else {
        let read = context.act().read(move |r| store::page(r.conn, &r.sight, &filter, Order::Latest, &window));
        read.await?.map(Arc::new)
    };
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<CountOfCouncil>(id).await.map(exactly) }) as _
    };
    Ok(Connection::new(page, place, Meeting, count))
}

/// Who is or was in a meeting, in the order of coming; nobody where the viewer does not see into it.
///
/// # Errors
/// BAD_INPUT for wrong paging arguments; a fault when the database cannot be read.
pub(super) async fn stays_of(
    context: &Context<'_>,
    meeting: &meetings::Meeting,
    shown: bool,
    args: &PageArgs,
) -> Outcome<Connection<Stay>> {
    let id = meeting.id;
    let window = Window::new(args, fingerprint(&("stays of meeting", id.wire())))?;
    if !shown {
        return Ok(Connection::in_memory(&[], &window, came, Stay));
    }
    let page: Page<Arc<meetings::Stay>> = if window.is_head() {
        let rows = context.load::<StaysOfMeeting>((id, window.fetch())).await?.unwrap_or_default();
        window.page(rows.to_vec())
    } else {
        context.act().read(move |r| store::stays_page(r.conn, id, &window)).await?.map(Arc::new)
    };
    let later = context.later();
    let count = move || {
        let later = later.clone();
        Box::pin(async move { later.load::<StayCountOfMeeting>(id).await.map(exactly) }) as _
    };
    Ok(Connection::new(page, came, Stay, count))
}

fn came(stay: &Arc<meetings::Stay>) -> Position {
    position(stay.came_at, stay.id)
}

/// A parent that has no entry has no rows.
fn exactly(count: Option<i64>) -> Total {
    Total::Exact(count.unwrap_or(0))
}
