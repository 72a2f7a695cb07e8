//! What can be waited for of the feed.

use super::Live;
use super::flow::{Happened, flow};
use super::fresh::Fresh;
use super::told::{CommentAdded, DeadlineChanged, DecisionPublished, PollChanged, Telling};
use crate::graphql::events::filter;
use crate::kernel::event::EventKind;
use crate::kernel::failure::{Failure, Fault};
use async_graphql::{Context, ID, Result, Subscription};
use futures_util::stream::{BoxStream, StreamExt};

/// Subscriptions to the feed.
#[derive(Default)]
pub struct FeedSubscription;

#[Subscription]
impl FeedSubscription {
    /// Decisions that are published from now on, and those whose embargo ends.
    async fn decision_published(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of this state body, or this decision only: an id.")] subject: Option<ID>,
        #[graphql(desc = "The cursor after which to begin; from now on when omitted.")] after: Option<String>,
    ) -> Result<BoxStream<'static, Result<Fresh<DecisionPublished>>>> {
        told(context, &[EventKind::DecisionPublished], subject, after, DecisionPublished).await
    }

    /// Comments from now on.
    async fn comment_added(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "On this decision, at this council or of this state body only: an id.")] subject: Option<ID>,
        #[graphql(desc = "The cursor after which to begin; from now on when omitted.")] after: Option<String>,
    ) -> Result<BoxStream<'static, Result<Fresh<CommentAdded>>>> {
        told(context, &[EventKind::CommentAdded], subject, after, CommentAdded).await
    }

    /// Polls that are opened, closed or annulled from now on.
    async fn poll_changed(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "This poll, or those about this decision, at this council or of this state body only: an id."
        )]
        subject: Option<ID>,
        #[graphql(desc = "The cursor after which to begin; from now on when omitted.")] after: Option<String>,
    ) -> Result<BoxStream<'static, Result<Fresh<PollChanged>>>> {
        let kinds = [EventKind::PollAnnulled, EventKind::PollClosed, EventKind::PollOpened];
        told(context, &kinds, subject, after, PollChanged).await
    }

    /// Terms of the law that are started, moved, met, missed or cancelled from now on.
    async fn deadline_changed(
        &self,
        context: &Context<'_>,
        #[graphql(
            desc = "This deadline, or those about this decision, at this council or that this state body owes only: an id."
        )]
        subject: Option<ID>,
        #[graphql(desc = "The cursor after which to begin; from now on when omitted.")] after: Option<String>,
    ) -> Result<BoxStream<'static, Result<Fresh<DeadlineChanged>>>> {
        let kinds = [
            EventKind::DeadlineCancelled,
            EventKind::DeadlineMet,
            EventKind::DeadlineMoved,
            EventKind::DeadlineOverdue,
            EventKind::DeadlineStarted,
        ];
        told(context, &kinds, subject, after, DeadlineChanged).await
    }
}

async fn told<T: Send + 'static>(
    context: &Context<'_>,
    kinds: &[EventKind],
    subject: Option<ID>,
    after: Option<String>,
    make: impl Fn(Telling) -> T + Send + 'static,
) -> Result<BoxStream<'static, Result<Fresh<T>>>> {
    let live = context.data_opt::<Live>().ok_or_else(|| Failure::Fault(Fault::new("a subscription without a hub")))?;
    let happening = flow(live.clone(), filter(kinds.iter().copied(), subject)?, after).await?;
    let live = live.clone();
    let fresh = move |happened: Happened| {
        let telling = Telling::from(&happened);
        Fresh::new(make(telling), happened.act, &live)
    };
    Ok(happening.map(move |happened| Ok(fresh(happened?))).boxed())
}
