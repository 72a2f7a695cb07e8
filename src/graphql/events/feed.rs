//! The event feed.

use super::object::EventKind;
use crate::features::feed::model::Showing;
use crate::features::feed::{Entry, Filter, store};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::node::{self, Node};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Failure;
use crate::kernel::id::{self, CouncilId, DecisionId, StateBodyId};
use crate::kernel::page::Window;
use async_graphql::{Context, ID, Object, Result};

/// Something that happened, as far as the viewer may know of it.
#[derive(Clone)]
pub struct Event(pub Entry);

impl Event {
    fn subject_id(&self) -> ID {
        let (prefix, uuid) = &self.0.subject;
        id::join(prefix, *uuid).into()
    }
}

/// Something that happened, as far as the viewer may know of it.
#[Object]
impl Event {
    /// The opaque id of the event, the same wherever it is told of.
    async fn id(&self) -> ID {
        self.0.event_id.wire().into()
    }

    /// What happened; null when this server is too old to know.
    async fn kind(&self) -> Option<EventKind> {
        crate::kernel::event::EventKind::parse(&self.0.kind).map(EventKind::from)
    }

    /// The id of what it happened to.
    async fn subject(&self) -> ID {
        self.subject_id()
    }

    /// What it happened to, as it is now; null where the viewer may not see it, or it is no object of its own.
    async fn node(&self, context: &Context<'_>) -> Option<Result<Node>> {
        nullable(node::find(context, &self.subject_id()).await)
    }

    /// When it happened. The feed is not in this order: it is in the order in which things became visible.
    async fn occurred_at(&self) -> Timestamp {
        self.0.occurred_at
    }

    /// The id of the decision it belongs to.
    async fn decision_id(&self) -> Option<DecisionId> {
        self.0.decision_id
    }

    /// The id of the council at which it happened.
    async fn council_id(&self) -> Option<CouncilId> {
        self.0.council_id
    }

    /// The id of the state body it concerns.
    async fn body_id(&self) -> Option<StateBodyId> {
        self.0.body_id
    }

    /// Whether it is told only now, because its decision was not public when it happened.
    async fn is_release(&self) -> bool {
        self.0.showing == Showing::Released
    }
}

/// Queries of the event feed.
#[derive(Default)]
pub struct FeedQuery;

#[Object]
impl FeedQuery {
    /// What happened, as far as the viewer may know of it, in an order that never changes: whoever keeps `endCursor` and asks for
    /// what is after it misses nothing and meets nothing twice. An event is here within about a second. A page looks at 5,000
    /// events at most, the viewer's or not, so it may be empty and have a next one; `endCursor` says how far it looked, and
    /// `last: 1` where the feed ends now. The total is of the newest 20,000.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection are fixed by its specification")]
    async fn events(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of these kinds only; all when omitted.")] kinds: Option<Vec<EventKind>>,
        #[graphql(
            desc = "What happened to this, and of a decision, council or state body also what happened at it: an id."
        )]
        subject: Option<ID>,
        #[graphql(desc = "Rows from the start, 1 to 100; 20 when neither is given.")] first: Option<i32>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only rows after this cursor, made with the same kinds and subject.")] after: Option<String>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Event>> {
        let act = context.act().clone();
        let kinds = kinds.unwrap_or_default().into_iter().map(crate::kernel::event::EventKind::from);
        let filter = filter(kinds, subject)?;
        let window = Window::new(&args(first, last, after, before), filter.identity())?;
        let passage = {
            let (filter, window) = (filter.clone(), window);
            act.read(move |r| store::page(r.conn, &r.sight, &filter, &window)).await?
        };
        let [start, end] = [passage.first, passage.last].map(|position| passage.page.cursor(Entry::at(position)));
        let connection = Connection::new(passage.page, Entry::place, Event, move || {
            let (act, filter) = (act.clone(), filter.clone());
            Box::pin(
                async move { act.read(move |r| store::count(r.conn, &r.sight, &filter, r.core.rules.count_cap)).await },
            )
        });
        Ok(connection.between(start, end))
    }
}

/// Which entries: of these kinds, or of all when there is none, and what happened to or at a thing.
///
/// # Errors
/// BAD_INPUT for a subject that is no id.
pub fn filter(
    kinds: impl IntoIterator<Item = crate::kernel::event::EventKind>,
    subject: Option<ID>,
) -> Result<Filter, Failure> {
    let bad = || Failure::bad_input("subject", "is not an id");
    let subject = subject.map(|id| id::split(&id).ok_or_else(bad)).transpose()?;
    let mut kinds: Vec<_> = kinds.into_iter().map(crate::kernel::event::EventKind::name).collect();
    // The same kinds in another order are the same feed.
    kinds.sort_unstable();
    kinds.dedup();
    Ok(Filter { kinds, subject })
}
