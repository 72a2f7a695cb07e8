//! What subscribers are told.

use super::flow::Happened;
use crate::features::feed::Entry;
use crate::graphql::comments::Comment;
use crate::graphql::deadlines::Deadline;
use crate::graphql::decisions::Decision;
use crate::graphql::error::nullable;
use crate::graphql::events::Event;
use crate::graphql::notices::Notification;
use crate::graphql::polls::Poll;
use crate::kernel::id::Id;
use async_graphql::{Context, Object, Result};

/// An entry of the feed as it is told.
pub struct Telling {
    entry: Entry,
    cursor: String,
}

impl From<&Happened> for Telling {
    fn from(happened: &Happened) -> Self {
        Self { entry: happened.entry.clone(), cursor: happened.cursor.clone() }
    }
}

/// That a decision was published, or became public.
pub struct DecisionPublished(pub Telling);

/// That a decision was published, or became public.
#[Object]
impl DecisionPublished {
    /// Where the feed stands after it: subscribe `after` this to be told what comes next.
    async fn cursor(&self) -> &str {
        &self.0.cursor
    }

    /// What happened.
    async fn event(&self) -> Event {
        Event(self.0.entry.clone())
    }

    /// The decision as it is now; null where the viewer cannot see it any more.
    async fn decision(&self, context: &Context<'_>) -> Option<Result<Decision>> {
        nullable(Decision::find(context, Id::from_uuid(self.0.entry.subject.1)).await)
    }
}

/// That somebody has commented on a decision.
pub struct CommentAdded(pub Telling);

/// That somebody has commented on a decision.
#[Object]
impl CommentAdded {
    /// Where the feed stands after it: subscribe `after` this to be told what comes next.
    async fn cursor(&self) -> &str {
        &self.0.cursor
    }

    /// What happened.
    async fn event(&self) -> Event {
        Event(self.0.entry.clone())
    }

    /// The comment as it is now; null where the viewer cannot see it any more.
    async fn comment(&self, context: &Context<'_>) -> Option<Result<Comment>> {
        nullable(Comment::find(context, Id::from_uuid(self.0.entry.subject.1)).await)
    }
}

/// That a poll was opened, closed or annulled.
pub struct PollChanged(pub Telling);

/// That a poll was opened, closed or annulled.
#[Object]
impl PollChanged {
    /// Where the feed stands after it: subscribe `after` this to be told what comes next.
    async fn cursor(&self) -> &str {
        &self.0.cursor
    }

    /// What happened.
    async fn event(&self) -> Event {
        Event(self.0.entry.clone())
    }

    /// The poll as it is now; null where the viewer cannot see it any more.
    async fn poll(&self, context: &Context<'_>) -> Option<Result<Poll>> {
        nullable(Poll::find(context, Id::from_uuid(self.0.entry.subject.1)).await)
    }
}

/// That a term of the law was started, moved, met, missed or cancelled.
pub struct DeadlineChanged(pub Telling);

/// That a term of the law was started, moved, met, missed or cancelled.
#[Object]
impl DeadlineChanged {
    /// Where the feed stands after it: subscribe `after` this to be told what comes next.
    async fn cursor(&self) -> &str {
        &self.0.cursor
    }

    /// What happened.
    async fn event(&self) -> Event {
        Event(self.0.entry.clone())
    }

    /// The deadline as it is now; null where the viewer cannot see it any more.
    async fn deadline(&self, context: &Context<'_>) -> Option<Result<Deadline>> {
        nullable(Deadline::find(context, Id::from_uuid(self.0.entry.subject.1)).await)
    }
}

/// That the viewer is told of something.
pub struct NotificationReceived {
    pub notification: Notification,
    pub cursor: String,
}

/// That the viewer is told of something.
#[Object]
impl NotificationReceived {
    /// Where the inbox stands after it: subscribe `after` this to be told what comes next.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// What the viewer is told.
    async fn notification(&self) -> &Notification {
        &self.notification
    }
}
