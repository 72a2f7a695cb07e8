//! Queries about polls, and the lists of polls and recusals that hang on reviews and councils.

use super::ballot::Recusal;
use super::loader::{
    PollCountOfCouncil, PollCountOfMeeting, PollCountOfReview, PollsOfCouncil, PollsOfMeeting, PollsOfReview,
    RecusalsOfReview,
};
use super::object::Poll;
use super::words::{PollMode, PollOrder, PollState};
use crate::db::page::position;
use crate::features::polls::{model, store};
use crate::graphql::batch::{Batches, Loader};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, Id, MeetingId, ReviewId};
use crate::kernel::page::{Page, PageArgs, Position, Total, Window, fingerprint};
use async_graphql::{Context, InputObject, Object, Result};
use std::sync::Arc;

/// Which polls are wanted. What is not given does not narrow.
#[derive(InputObject, Clone, Debug, Default)]
pub struct PollFilter {
    /// Only polls of this council.
    pub council_id: Option<CouncilId>,
    /// Only polls of this review.
    pub review_id: Option<ReviewId>,
    /// Only polls on this decision.
    pub decision_id: Option<DecisionId>,
    /// Only polls in one of these states.
    pub states: Option<Vec<PollState>>,
    /// Only polls of this mode.
    pub mode: Option<PollMode>,
    /// Only polls opened in this meeting.
    pub meeting_id: Option<MeetingId>,
}

impl From<PollFilter> for store::Filter {
    fn from(filter: PollFilter) -> Self {
        Self {
            council: filter.council_id,
            review: filter.review_id,
            decision: filter.decision_id,
            states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
            mode: filter.mode.map(Into::into),
            meeting: filter.meeting_id,
        }
    }
}

/// Queries about polls.
#[derive(Default)]
pub struct PollQuery;

#[Object]
impl PollQuery {
    /// The polls the viewer may see.
    #[expect(clippy::too_many_arguments, reason = "a connection's arguments cannot be grouped")]
    async fn polls(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which polls are wanted; all when omitted.")] filter: Option<PollFilter>,
        #[graphql(desc = "The order; newest first when omitted.")] order_by: Option<PollOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Poll>> {
        let (filter, order) = (store::Filter::from(filter.unwrap_or_default()), order_by.unwrap_or_default());
        let window = Window::new(&args(first, last, after, before), list("polls", &filter, order))?;
        let (act, wanted) = (context.act().clone(), filter.clone());
        let page = act.read(move |r| store::page(r.conn, &r.sight, &wanted, order.into(), &window)).await?;
        looks::log(context, page.rows.iter().map(|poll| poll.decision_id)).await?;
        Ok(Connection::new(page.map(Arc::new), place, Poll, move || {
            let (act, filter) = (act.clone(), filter.clone());
            Box::pin(
                async move { act.read(move |r| store::count(r.conn, &r.sight, &filter, r.core.rules.count_cap)).await },
            )
        }))
    }
}

fn place(poll: &Arc<model::Poll>) -> Position {
    position(poll.opened_at, poll.id)
}

/// Which list a cursor belongs to.
fn list(name: &str, filter: &store::Filter, order: PollOrder) -> u64 {
    let states: Option<Vec<&str>> =
        filter.states.as_ref().map(|states| states.iter().map(|state| state.as_str()).collect());
    let ids = (filter.council.map(Id::wire), filter.review.map(Id::wire), filter.decision.map(Id::wire));
    let ids = (ids, filter.meeting.map(Id::wire));
    fingerprint(&(name, ids, states, filter.mode.map(|mode| mode.as_str()), order))
}

/// The polls of a review, newest first.
///
/// # Errors
/// BAD_INPUT of the paging arguments; a fault when the database cannot be read.
pub async fn of_review(context: &Context<'_>, review: ReviewId, page: &PageArgs) -> Result<Connection<Poll>> {
    let filter = store::Filter { review: Some(review), ..store::Filter::default() };
    nested::<PollsOfReview, PollCountOfReview, _>(context, review, filter, page).await
}

/// The polls of a council, newest first.
///
/// # Errors
/// BAD_INPUT of the paging arguments; a fault when the database cannot be read.
pub async fn of_council(context: &Context<'_>, council: CouncilId, page: &PageArgs) -> Result<Connection<Poll>> {
    let filter = store::Filter { council: Some(council), ..store::Filter::default() };
    nested::<PollsOfCouncil, PollCountOfCouncil, _>(context, council, filter, page).await
}

/// The polls opened in a meeting, newest first.
///
/// # Errors
/// BAD_INPUT of the paging arguments; a fault when the database cannot be read.
pub async fn of_meeting(context: &Context<'_>, meeting: MeetingId, page: &PageArgs) -> Result<Connection<Poll>> {
    let filter = store::Filter { meeting: Some(meeting), ..store::Filter::default() };
    nested::<PollsOfMeeting, PollCountOfMeeting, _>(context, meeting, filter, page).await
}

/// The first page of many parents is one statement; a later page is asked for one parent at a time.
async fn nested<L, C, P>(
    context: &Context<'_>,
    parent: P,
    filter: store::Filter,
    page: &PageArgs,
) -> Result<Connection<Poll>>
where
    P: Copy + Send + Sync + 'static,
    L: Loader<Key = (P, i64), Value = Arc<Vec<Arc<model::Poll>>>>,
    C: Loader<Key = P, Value = i64>,
{
    let window = Window::new(page, list("polls of", &filter, PollOrder::Newest))?;
    let act = context.act().clone();
    let page: Page<Arc<model::Poll>> = if window.is_head() {
        let rows = context.load::<L>((parent, window.fetch())).await?.unwrap_or_default();
        window.page(rows.to_vec())
    } else {
        let read = act.read(move |r| store::page(r.conn, &r.sight, &filter, store::Order::Newest, &window));
        read.await?.map(Arc::new)
    };
    looks::log(context, page.rows.iter().map(|poll| poll.decision_id)).await?;
    let batches = Arc::clone(context.data_unchecked::<Arc<Batches>>());
    Ok(Connection::new(page, place, Poll, move || {
        let (act, batches) = (act.clone(), Arc::clone(&batches));
        Box::pin(async move { total(batches.load::<C>(&act, parent).await) })
    }))
}

fn total(count: Outcome<Option<i64>>) -> Outcome<Total> {
    count.map(|count| Total::Exact(count.unwrap_or_default()))
}

/// The recusals of a review, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub async fn recusals_of(context: &Context<'_>, review: ReviewId) -> Result<Vec<Recusal>> {
    let recusals = context.load::<RecusalsOfReview>(review).await?.unwrap_or_default();
    Ok(recusals.iter().map(|recusal| Recusal(Arc::clone(recusal))).collect())
}
