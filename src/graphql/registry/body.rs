//! A state body in the graph.

use super::council::Council;
use super::head::Head;
use super::list::{Sorting, connection, exactly, page};
use super::loader::{HeadOnDay, HeadsOfBody};
use super::order::days;
use super::region::{Region, SHELVED, by_key, named_bodies};
use super::words::{CouncilEligibility, Level, StateBodyKind};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::bodies;
use crate::graphql::connection::{Connection, Direction, args};
use crate::graphql::context::Ask;
use crate::graphql::decisions::{self, Decision};
use crate::graphql::error::nullable;
use crate::graphql::notices::{self, Follow};
use crate::graphql::scalars::{Date, LocalizedText};
use crate::graphql::scorecard::{self, Scorecard, ScorecardPeriodInput};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::StateBodyId;
use crate::kernel::page::{Position, Window, fingerprint};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// A body of the state.
#[derive(Clone)]
pub struct StateBody(pub Arc<bodies::StateBody>);

impl StateBody {
    /// The body of an id; none when there is none.
    ///
    /// # Errors
    /// A fault when the registry cannot be read.
    pub async fn find(context: &Context<'_>, id: StateBodyId) -> Outcome<Option<Self>> {
        if let Some(found) = context.reference().await?.bodies.get(id) {
            return Ok(Some(Self(Arc::clone(found))));
        }
        let found = context.act().read(move |r| bodies::store::find(r.conn, id)).await?;
        Ok(found.map(|body| Self(Arc::new(body))))
    }

    /// The body another thing belongs to.
    ///
    /// # Errors
    /// A fault when it is not there.
    pub async fn of(context: &Context<'_>, id: StateBodyId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Failure::fault("a reference to no state body"))
    }

    fn may(&self, context: &Context<'_>, action: Action) -> bool {
        allowed(&context.act().viewer, action, &Place::body(self.0.id))
    }
}

/// A body of the state: its decisions are reviewed by its public council. Bodies form a tree.
#[Object]
impl StateBody {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The viewer's following of it; null when the viewer does not follow it.
    async fn viewer_follow(&self, context: &Context<'_>) -> Option<Result<Follow>> {
        notices::following(context, self.0.id.uuid()).await.map_err(Into::into).transpose()
    }

    /// What the body is.
    async fn kind(&self) -> StateBodyKind {
        self.0.kind.into()
    }

    /// How high the body stands: the level of its region.
    async fn level(&self) -> Level {
        self.0.level.into()
    }

    /// The region it acts for.
    async fn region(&self, context: &Context<'_>) -> Result<Region> {
        Ok(Region::of(context, self.0.region_id).await?)
    }

    /// The body directly above; null when there is none.
    async fn parent(&self, context: &Context<'_>) -> Option<Result<Self>> {
        nullable(Self::of(context, self.0.parent_id?).await.map(Some))
    }

    /// The bodies directly below, by name.
    async fn children(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Self>> {
        let list = fingerprint(&("stateBody.children", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let below = named_bodies(&reference, reference.bodies_under(self.0.id));
        Ok(connection(below, &window, SHELVED, |e| by_key(e, e.item.id.uuid()), Self))
    }

    /// The body it took over from; null when it is the first.
    async fn predecessor(&self, context: &Context<'_>) -> Option<Result<Self>> {
        nullable(Self::of(context, self.0.predecessor_id?).await.map(Some))
    }

    /// The bodies that took over from it.
    async fn successors(&self, context: &Context<'_>) -> Result<Vec<Self>> {
        let reference = context.reference().await?;
        let heirs = named_bodies(&reference, reference.successors(self.0.id));
        Ok(heirs.map(|entry| Self(Arc::clone(&entry.item))).collect())
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.name.clone())
    }

    /// Whether the law lets it have a public council.
    async fn council_eligibility(&self) -> CouncilEligibility {
        self.0.council_eligibility.into()
    }

    /// The first day on which it exists.
    async fn established_on(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// The first day on which it no longer exists; null while no end is known.
    async fn ended_on(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }

    /// Who leads it on a day; null when nobody is known to.
    async fn head_on(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The day; today when nothing is said.")] date: Option<Date>,
    ) -> Option<Result<Head>> {
        let day = date.map_or_else(|| context.act().viewer.now.day(), |date| date.0);
        nullable(context.load::<HeadOnDay>((self.0.id, day)).await.map(|found| found.map(Head)))
    }

    /// Who has led it, the latest first.
    async fn heads(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Head>> {
        let list = fingerprint(&("stateBody.heads", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let heads = context.load::<HeadsOfBody>(self.0.id).await?.unwrap_or_default();
        let position = |head: &Arc<bodies::Head>| Position { key: days(head.since_on), id: head.id.uuid() };
        let total = exactly(heads.len());
        let page = page(heads.to_vec(), &window, (Sorting::Shelved, Direction::Desc), position);
        Ok(Connection::new(page, position, Head, move || Box::pin(async move { Ok(total) })))
    }

    /// Its public councils, the latest term first.
    async fn councils(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Council>> {
        let list = fingerprint(&("stateBody.councils", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let terms = reference.councils_of(self.0.id).iter().filter_map(|id| reference.councils.entry(*id));
        let order = (Sorting::ByPosition, Direction::Desc);
        let position = |e: &crate::features::reference::Entry<crate::features::councils::Council>| Position {
            key: days(e.item.term_starts_on),
            id: e.item.id.uuid(),
        };
        Ok(connection(terms, &window, order, position, Council))
    }

    /// Its decisions that the viewer may see, the newest first.
    async fn decisions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Decision>> {
        Ok(decisions::of_body(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// How it answers recommendations and keeps its promises; the same for every viewer.
    async fn scorecard(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The days on which recommendations were sent; all time when omitted.")] period: Option<
            ScorecardPeriodInput,
        >,
    ) -> Result<Scorecard> {
        Ok(scorecard::of_body(context, self.0.id, period).await?)
    }

    /// The time zone in which its days begin and end, by its name in the IANA database.
    async fn time_zone(&self) -> &str {
        self.0.time_zone.as_str()
    }

    /// When it was entered.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Whether the viewer may enter that it ceases to exist.
    async fn viewer_can_end(&self, context: &Context<'_>) -> bool {
        self.may(context, Action::EndStateBody)
    }

    /// Whether the viewer may appoint its head.
    async fn viewer_can_appoint_head(&self, context: &Context<'_>) -> bool {
        self.may(context, Action::AppointHead)
    }

    /// Whether the viewer may create a council for it.
    async fn viewer_can_create_council(&self, context: &Context<'_>) -> bool {
        self.may(context, Action::CreateCouncil)
    }

    /// Whether the viewer may draft decisions in its name.
    async fn viewer_can_draft_decision(&self, context: &Context<'_>) -> bool {
        self.may(context, Action::DraftDecision)
    }
}
