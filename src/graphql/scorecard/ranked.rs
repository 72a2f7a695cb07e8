//! Ranked lists of regions and of councils, and what every ranked list is made of.

use super::council::CouncilScorecard;
use super::input::{CouncilScorecardOrder, ScorecardOrder, ScorecardPeriodInput, period as period_of};
use super::object::Scorecard;
use crate::access::act::Reading;
use crate::features::reference::Reference;
use crate::features::scorecard::{Period, Scope, council, model, read};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::registry::filter::{CouncilFilter, RegionFilter};
use crate::graphql::registry::{Council, Region};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, Id, RegionId, kind};
use crate::kernel::page::{Position, SortKey, Window, fingerprint};
use crate::kernel::zone::Zone;
use async_graphql::{Context, Object, Result};
use std::collections::HashMap;
use std::sync::Arc;

/// A line of a ranked list: whose it is, and where it stands.
pub(super) struct Ranked<K, C> {
    rank: i64,
    pub id: Id<K>,
    pub card: Arc<C>,
}

// Not derived: a card is shared, not copied.
impl<K: Copy, C> Clone for Ranked<K, C> {
    fn clone(&self) -> Self {
        Self { rank: self.rank, id: self.id, card: Arc::clone(&self.card) }
    }
}

impl<K: Copy, C> Ranked<K, C> {
    pub fn new(rank: i64, id: Id<K>, card: C) -> Self {
        Self { rank, id, card: Arc::new(card) }
    }

    /// Of those that are equal the one with the lower id comes first.
    pub fn position(&self) -> Position {
        Position { key: SortKey::At(self.rank), id: self.id.uuid() }
    }
}

/// A ranked list, in its order.
pub(super) fn in_order<K: Copy, C>(lines: impl Iterator<Item = Ranked<K, C>>) -> Vec<Ranked<K, C>> {
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_cached_key(Ranked::position);
    lines
}

/// A region with its place in a ranked list.
pub struct RegionScorecard {
    region_id: RegionId,
    card: Arc<model::Scorecard>,
}

/// A region in a ranked list, with its scorecard.
#[Object]
impl RegionScorecard {
    /// The region.
    async fn region(&self, context: &Context<'_>) -> Result<Region> {
        Ok(Region::of(context, self.region_id).await?)
    }

    /// Its scorecard over the period of the list: of the bodies in it and below it.
    async fn scorecard(&self) -> Scorecard {
        Scorecard(Arc::clone(&self.card))
    }
}

/// A council with its place in a ranked list.
pub struct RankedCouncil {
    council_id: CouncilId,
    card: Arc<council::CouncilScorecard>,
}

/// A council in a ranked list, with its scorecard.
#[Object]
impl RankedCouncil {
    /// The council.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.council_id).await?)
    }

    /// Its scorecard over the period of the list.
    async fn scorecard(&self) -> CouncilScorecard {
        CouncilScorecard(Arc::clone(&self.card))
    }
}

/// Queries of ranked lists of regions and councils.
#[derive(Default)]
pub struct RankingQuery;

#[Object]
impl RankingQuery {
    /// The scorecards of regions, ranked; those with most overdue first unless ordered otherwise. Each counts the bodies in it
    /// and below it. A page is cut from the ranking as it is when it is asked for.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn region_scorecards(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The days on which recommendations were sent; all time when omitted.")] period: Option<
            ScorecardPeriodInput,
        >,
        #[graphql(desc = "Which regions; all when omitted.")] filter: Option<RegionFilter>,
        #[graphql(desc = "In which order; most overdue first when omitted.")] order_by: Option<ScorecardOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<RegionScorecard>> {
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("region scorecards", order, &filter, period));
        let window = Window::new(&args(first, last, after, before), list)?;
        let ranked = regions(context, period_of(period)?, &filter, order).await?;
        let node = |row: RankedRegion| RegionScorecard { region_id: row.id, card: row.card };
        Ok(Connection::in_memory(&ranked, &window, Ranked::position, node))
    }

    /// The scorecards of councils, ranked; those with most meetings first unless ordered otherwise. The days are those of the
    /// time zones of their bodies. A page is cut from the ranking as it is when it is asked for.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn council_scorecards(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The days of what is counted; all time when omitted.")] period: Option<ScorecardPeriodInput>,
        #[graphql(desc = "Which councils; all when omitted.")] filter: Option<CouncilFilter>,
        #[graphql(desc = "In which order; most meetings first when omitted.")] order_by: Option<CouncilScorecardOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<RankedCouncil>> {
        let (filter, order) = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let list = fingerprint(&("council scorecards", order, &filter, period));
        let window = Window::new(&args(first, last, after, before), list)?;
        let ranked = councils(context, period_of(period)?, &filter, order).await?;
        let node = |row: RankedByCouncil| RankedCouncil { council_id: row.id, card: row.card };
        Ok(Connection::in_memory(&ranked, &window, Ranked::position, node))
    }
}

type RankedRegion = Ranked<kind::Region, model::Scorecard>;
type RankedByCouncil = Ranked<kind::Council, council::CouncilScorecard>;

/// All regions in question, in order: every body is counted once, and added to each region it lies in.
async fn regions(
    context: &Context<'_>,
    period: Period,
    filter: &RegionFilter,
    order: ScorecardOrder,
) -> Outcome<Vec<RankedRegion>> {
    let reference = context.reference().await?;
    let (measure, first) = order.measure();
    let cards = context.act().read(move |r| read::of_bodies(r.conn, r.viewer.now, period, &Scope::Everybody)).await?;
    let line = |region: RegionId| {
        let sum = model::Scorecard::sum(reference.subtree(region).iter().filter_map(|body| cards.get(body)));
        Ranked::new(measure.rank(first, &sum), region, sum)
    };
    Ok(in_order(filter.entries(&reference).into_iter().map(|entry| line(entry.item.id))))
}

/// All councils in question, in order.
async fn councils(
    context: &Context<'_>,
    period: Period,
    filter: &CouncilFilter,
    order: CouncilScorecardOrder,
) -> Outcome<Vec<RankedByCouncil>> {
    let reference = context.reference().await?;
    let (measure, first) = order.measure();
    let zones = by_zone(&reference, filter);
    let all: Vec<CouncilId> = zones.values().flatten().copied().collect();
    let read = move |r: &mut Reading<'_>| -> Outcome<HashMap<CouncilId, council::CouncilScorecard>> {
        let mut cards = HashMap::new();
        for (zone, councils) in &zones {
            cards.extend(read::of_councils(r.conn, r.viewer.now, period, *zone, councils)?);
        }
        Ok(cards)
    };
    let mut cards = context.act().read(read).await?;
    let line = |id: CouncilId| {
        let card = cards.remove(&id).unwrap_or_default();
        Ranked::new(measure.rank(first, &card), id, card)
    };
    Ok(in_order(all.into_iter().map(line)))
}

/// The councils in question by the time zone of their bodies: a country has few.
fn by_zone(reference: &Reference, filter: &CouncilFilter) -> HashMap<Zone, Vec<CouncilId>> {
    let mut zones: HashMap<Zone, Vec<CouncilId>> = HashMap::new();
    for entry in filter.entries(reference) {
        let zone = reference.bodies.get(entry.item.body_id).map(|body| body.time_zone).unwrap_or_default();
        zones.entry(zone).or_default().push(entry.item.id);
    }
    zones
}
