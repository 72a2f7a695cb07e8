//! A region in the graph.

use super::body::StateBody;
use super::list::{Sorting, connection};
use super::words::Level;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::reference::{Entry, Reference};
use crate::features::{bodies, regions};
use crate::graphql::connection::{Connection, Direction, args};
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::scalars::LocalizedText;
use crate::graphql::scorecard::{self, Scorecard, ScorecardPeriodInput};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::RegionId;
use crate::kernel::page::{Position, SortKey, Window, fingerprint};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// A territory of Kazakhstan.
#[derive(Clone)]
pub struct Region(pub Arc<regions::Region>);

impl Region {
    /// The region of an id; none when there is none.
    ///
    /// # Errors
    /// A fault when the registry cannot be read.
    pub async fn find(context: &Context<'_>, id: RegionId) -> Outcome<Option<Self>> {
        if let Some(found) = context.reference().await?.regions.get(id) {
            return Ok(Some(Self(Arc::clone(found))));
        }
        // A moment after another instance has entered it, we may not have heard yet.
        let found = context.act().read(move |r| regions::store::find(r.conn, id)).await?;
        Ok(found.map(|region| Self(Arc::new(region))))
    }

    /// The region another thing belongs to.
    ///
    /// # Errors
    /// A fault when it is not there.
    pub async fn of(context: &Context<'_>, id: RegionId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Failure::fault("a reference to no region"))
    }
}

/// A territory of Kazakhstan: the republic, a region, a district or a rural district. Regions form a tree.
#[Object]
impl Region {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The code in the classifier of administrative units (KATO), nine digits.
    async fn kato(&self) -> &str {
        &self.0.kato
    }

    /// How high the region stands.
    async fn level(&self) -> Level {
        self.0.level.into()
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.name.clone())
    }

    /// The region directly above; null for the republic.
    async fn parent(&self, context: &Context<'_>) -> Option<Result<Self>> {
        nullable(Self::of(context, self.0.parent_id?).await.map(Some))
    }

    /// The regions directly below, by their KATO codes.
    async fn children(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Self>> {
        let list = fingerprint(&("region.children", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let below = reference.regions_under(self.0.id).iter().filter_map(|id| reference.regions.entry(*id));
        Ok(connection(below, &window, SHELVED, |e| by_key(e, e.item.id.uuid()), Self))
    }

    /// The state bodies of exactly this region, by name. For those of the regions below too, use `stateBodies` with
    /// the filter `regionId`.
    async fn state_bodies(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Returns so many from the start, 1 to 100; 20 when nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Returns so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Starts after this cursor.")] after: Option<String>,
        #[graphql(desc = "Ends before this cursor.")] before: Option<String>,
    ) -> Result<Connection<StateBody>> {
        let list = fingerprint(&("region.stateBodies", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let reference = context.reference().await?;
        let here = named_bodies(&reference, reference.bodies_in(self.0.id));
        Ok(connection(here, &window, SHELVED, |e| by_key(e, e.item.id.uuid()), StateBody))
    }

    /// How the bodies in it and below it answer recommendations and keep their promises; the same for every viewer.
    async fn scorecard(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The days on which recommendations were sent; all time when omitted.")] period: Option<
            ScorecardPeriodInput,
        >,
    ) -> Result<Scorecard> {
        Ok(scorecard::of_region(context, self.0.id, period).await?)
    }

    /// When the region was entered.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Whether the viewer may enter a region below this one.
    async fn viewer_can_create_region(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::CreateRegion, &Place::EVERYWHERE)
    }

    /// Whether the viewer may enter a state body of this region.
    async fn viewer_can_create_state_body(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::CreateStateBody, &Place::EVERYWHERE)
    }
}

/// In the order of the shelf.
pub(super) const SHELVED: (Sorting, Direction) = (Sorting::Shelved, Direction::Asc);

/// The place of an entry on its shelf.
pub(super) fn by_key<T>(entry: &Entry<T>, id: uuid::Uuid) -> Position {
    Position { key: SortKey::Text(entry.key.clone()), id }
}

/// The entries of bodies.
pub(super) fn named_bodies<'a>(
    reference: &'a Reference,
    ids: &'a [crate::kernel::id::StateBodyId],
) -> impl Iterator<Item = &'a Entry<bodies::StateBody>> {
    ids.iter().filter_map(|id| reference.bodies.entry(*id))
}
