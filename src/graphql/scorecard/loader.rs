//! Batched loads of scorecards: two to five statements per period, however many bodies, regions or councils a page holds.

use crate::access::act::Reading;
use crate::features::scorecard::{CouncilScorecard, Period, Scope, Scorecard, read};
use crate::graphql::batch::Loader;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, RegionId, StateBodyId};
use crate::kernel::zone::Zone;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The scorecards of bodies; bodies of which there is nothing to tell are missing.
pub(super) struct ScorecardOfBody;

impl Loader for ScorecardOfBody {
    type Key = (StateBodyId, Period);
    type Value = Arc<Scorecard>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for (period, bodies) in grouped(keys.iter().map(|(body, period)| (*period, *body))) {
            let cards = read::of_bodies(r.conn, r.viewer.now, period, &Scope::Among(bodies))?;
            found.extend(cards.into_iter().map(|(body, card)| ((body, period), Arc::new(card))));
        }
        Ok(found)
    }
}

/// A region with the bodies in it and below it, which the resolver knows from memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Territory {
    pub region: RegionId,
    pub bodies: Arc<[StateBodyId]>,
    pub period: Period,
}

/// The scorecards of regions, each body counted once in a statement however many of the regions hold it.
pub(super) struct ScorecardOfRegion;

impl Loader for ScorecardOfRegion {
    type Key = Territory;
    type Value = Arc<Scorecard>;

    fn load(r: &mut Reading<'_>, keys: &[Territory]) -> Outcome<HashMap<Territory, Self::Value>> {
        let mut found = HashMap::new();
        for (period, territories) in grouped(keys.iter().map(|territory| (territory.period, territory))) {
            let bodies: BTreeSet<StateBodyId> = territories.iter().flat_map(|one| one.bodies.iter().copied()).collect();
            let scope = Scope::Among(bodies.into_iter().collect());
            let cards = read::of_bodies(r.conn, r.viewer.now, period, &scope)?;
            for territory in territories {
                let sum = Scorecard::sum(territory.bodies.iter().filter_map(|body| cards.get(body)));
                found.insert(territory.clone(), Arc::new(sum));
            }
        }
        Ok(found)
    }
}

/// The scorecards of councils, with the zone in which their days begin; councils of which there is nothing to tell are missing.
pub(super) struct ScorecardOfCouncil;

impl Loader for ScorecardOfCouncil {
    type Key = (CouncilId, Period, Zone);
    type Value = Arc<CouncilScorecard>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for ((period, zone), councils) in
            grouped(keys.iter().map(|(council, period, zone)| ((*period, *zone), *council)))
        {
            let cards = read::of_councils(r.conn, r.viewer.now, period, zone, &councils)?;
            found.extend(cards.into_iter().map(|(council, card)| ((council, period, zone), Arc::new(card))));
        }
        Ok(found)
    }
}

fn grouped<G: Eq + std::hash::Hash, T>(keys: impl Iterator<Item = (G, T)>) -> HashMap<G, Vec<T>> {
    let mut groups: HashMap<G, Vec<T>> = HashMap::new();
    for (group, one) in keys {
        groups.entry(group).or_default().push(one);
    }
    groups
}
