//! Scorecards of bodies and regions, of the republic, and ranked.

use super::input::{ScorecardFilter, ScorecardOrder, ScorecardPeriodInput};
use super::loader::{ScorecardOfBody, ScorecardOfRegion, Territory};
use super::object::{BodyScorecard, Scorecard};
use super::ranked::{self, Ranked};
use crate::features::scorecard::{Scope, model, read};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{RegionId, StateBodyId, kind};
use crate::kernel::page::{Window, fingerprint};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// Queries of scorecards.
#[derive(Default)]
pub struct ScorecardQuery;

#[Object]
impl ScorecardQuery {
    /// The scorecard of the republic: of all bodies together.
    async fn republic_scorecard(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The days on which recommendations were sent; all time when omitted.")] period: Option<
            ScorecardPeriodInput,
        >,
    ) -> Result<Scorecard> {
        let period = super::input::period(period)?;
        let card = context.act().read(move |r| read::sum(r.conn, r.viewer.now, period, &Scope::Everybody)).await?;
        Ok(Scorecard(Arc::new(card)))
    }

    /// The scorecards of bodies, ranked; those with most overdue first unless ordered otherwise. A page is cut from the
    /// ranking as it is when it is asked for.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection cannot be grouped in GraphQL")]
    async fn scorecards(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The days on which recommendations were sent; all time when omitted.")] period: Option<
            ScorecardPeriodInput,
        >,
        #[graphql(desc = "Which bodies; those that were sent something when omitted.")] filter: Option<ScorecardFilter>,
        #[graphql(desc = "In which order; most overdue first when omitted.")] order_by: Option<ScorecardOrder>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<BodyScorecard>> {
        let (filter, order, wanted) = (filter.unwrap_or_default(), order_by.unwrap_or_default(), period);
        let list = fingerprint(&("scorecards", order, &filter, wanted));
        let window = Window::new(&args(first, last, after, before), list)?;
        let ranked = ranked(context, wanted, &filter, order).await?;
        let node = |row: RankedBody| BodyScorecard { body_id: row.id, card: row.card };
        Ok(Connection::in_memory(&ranked, &window, Ranked::position, node))
    }
}

type RankedBody = Ranked<kind::StateBody, model::Scorecard>;

/// All bodies in question, in order.
async fn ranked(
    context: &Context<'_>,
    period: Option<ScorecardPeriodInput>,
    filter: &ScorecardFilter,
    order: ScorecardOrder,
) -> Outcome<Vec<RankedBody>> {
    let period = super::input::period(period)?;
    let ((measure, first), least) = (order.measure(), filter.sent_at_least.unwrap_or(1));
    let reference = context.reference().await?;
    let bodies = filter.bodies(&reference);
    let scope =
        if bodies.len() == reference.bodies.entries().len() { Scope::Everybody } else { Scope::Among(bodies.clone()) };
    let mut cards = context.act().read(move |r| read::of_bodies(r.conn, r.viewer.now, period, &scope)).await?;
    let place = |body_id: StateBodyId| {
        let card = cards.remove(&body_id).unwrap_or_default();
        (card.sent() >= least).then(|| Ranked::new(measure.rank(first, &card), body_id, card))
    };
    Ok(ranked::in_order(bodies.into_iter().filter_map(place)))
}

/// The scorecard of a body.
///
/// # Errors
/// BAD_INPUT of the period; a fault when the database cannot be read.
pub async fn of_body(
    context: &Context<'_>,
    body: StateBodyId,
    period: Option<ScorecardPeriodInput>,
) -> Outcome<Scorecard> {
    let period = super::input::period(period)?;
    Ok(Scorecard(context.load::<ScorecardOfBody>((body, period)).await?.unwrap_or_default()))
}

/// The scorecard of a region: of the bodies in it and below it.
///
/// # Errors
/// As [`of_body`].
pub async fn of_region(
    context: &Context<'_>,
    region: RegionId,
    period: Option<ScorecardPeriodInput>,
) -> Outcome<Scorecard> {
    let period = super::input::period(period)?;
    let mut bodies: Vec<StateBodyId> = context.reference().await?.subtree(region).into_iter().collect();
    // The same question has the same key.
    bodies.sort_unstable();
    let territory = Territory { region, bodies: bodies.into(), period };
    Ok(Scorecard(context.load::<ScorecardOfRegion>(territory).await?.unwrap_or_default()))
}
