//! The whole registry, linked.

use super::shelf::{Entry, Shelf};
use crate::db::AnyConn;
use crate::features::bodies::{self, StateBody};
use crate::features::councils::law::CouncilLaw;
use crate::features::councils::{self, Council};
use crate::features::organizations::{self, Organization};
use crate::features::regions::{self, Region};
use crate::features::rules::{self, LegalRule};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, LegalRuleId, OrganizationId, RegionId, StateBodyId};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The registry as it was when it was read. Never changes: a change makes a new one.
#[derive(Debug)]
pub struct Reference {
    /// By KATO code.
    pub regions: Shelf<RegionId, Region>,
    /// By Kazakh name, like organisations and councils.
    pub bodies: Shelf<StateBodyId, StateBody>,
    pub organizations: Shelf<OrganizationId, Organization>,
    pub councils: Shelf<CouncilId, Council>,
    /// By key and period.
    pub rules: Shelf<LegalRuleId, LegalRule>,
    all_rules: Vec<LegalRule>,
    regions_under: HashMap<RegionId, Vec<RegionId>>,
    bodies_under: HashMap<StateBodyId, Vec<StateBodyId>>,
    bodies_in: HashMap<RegionId, Vec<StateBodyId>>,
    successors: HashMap<StateBodyId, Vec<StateBodyId>>,
    councils_of: HashMap<StateBodyId, Vec<CouncilId>>,
}

impl Reference {
    /// Reads the registry: five statements.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub fn load(conn: &mut AnyConn) -> Outcome<Self> {
        let regions = regions::store::all(conn)?;
        let bodies = bodies::store::all(conn)?;
        let organizations = organizations::store::all(conn)?;
        let councils = councils::store::all(conn)?;
        let rules = rules::store::all(conn)?;
        Ok(Self::new(regions, bodies, organizations, councils, rules))
    }

    /// Links what was read.
    pub fn new(
        regions: Vec<Region>,
        bodies: Vec<StateBody>,
        organizations: Vec<Organization>,
        councils: Vec<Council>,
        rules: Vec<LegalRule>,
    ) -> Self {
        let regions = shelve(regions, |r| r.id, |r| Entry::by_key(r.clone(), r.kato.clone(), &r.name));
        let bodies = shelve(bodies, |b| b.id, |b| Entry::by_name(b.clone(), &b.name));
        let councils = shelve(councils, |c| c.id, |c| Entry::by_name(c.clone(), &c.name));
        let period = |r: &LegalRule| format!("{} {}", r.key, r.valid_from);
        let by_term = |reference: &Shelf<CouncilId, Council>| {
            let mut groups = reference.under(|c| c.id, |c| Some(c.body_id));
            let start = |id: &CouncilId| reference.get(*id).map(|council| council.term_starts_on);
            groups.values_mut().for_each(|ids| ids.sort_by_key(|id| std::cmp::Reverse(start(id))));
            groups
        };
        Self {
            regions_under: regions.under(|r| r.id, |r| r.parent_id),
            bodies_under: bodies.under(|b| b.id, |b| b.parent_id),
            bodies_in: bodies.under(|b| b.id, |b| Some(b.region_id)),
            successors: bodies.under(|b| b.id, |b| b.predecessor_id),
            councils_of: by_term(&councils),
            organizations: shelve(organizations, |o| o.id, |o| Entry::by_name(o.clone(), &o.name)),
            rules: shelve(rules.clone(), |r| r.id, |r| Entry::by_key(r.clone(), period(r), &r.citation)),
            all_rules: rules,
            regions,
            bodies,
            councils,
        }
    }

    /// The regions directly below one, by code.
    pub fn regions_under(&self, id: RegionId) -> &[RegionId] {
        listed(&self.regions_under, id)
    }

    /// The bodies directly below one, by name.
    pub fn bodies_under(&self, id: StateBodyId) -> &[StateBodyId] {
        listed(&self.bodies_under, id)
    }

    /// The bodies of exactly this region, by name.
    pub fn bodies_in(&self, id: RegionId) -> &[StateBodyId] {
        listed(&self.bodies_in, id)
    }

    /// The bodies that took over from one.
    pub fn successors(&self, id: StateBodyId) -> &[StateBodyId] {
        listed(&self.successors, id)
    }

    /// The councils of a body, latest term first.
    pub fn councils_of(&self, id: StateBodyId) -> &[CouncilId] {
        listed(&self.councils_of, id)
    }

    /// A region with every region below it.
    pub fn region_tree(&self, id: RegionId) -> HashSet<RegionId> {
        let mut tree = HashSet::new();
        let mut ahead = vec![id];
        while let Some(next) = ahead.pop() {
            if tree.insert(next) {
                ahead.extend(self.regions_under(next));
            }
        }
        tree
    }

    /// The bodies of a region and of every region below it.
    pub fn subtree(&self, id: RegionId) -> HashSet<StateBodyId> {
        self.region_tree(id).into_iter().flat_map(|region| self.bodies_in(region)).copied().collect()
    }

    /// What the law asks of councils on a day.
    ///
    /// # Errors
    /// A fault when a rule is missing.
    pub fn council_law(&self, day: NaiveDate) -> Outcome<CouncilLaw> {
        CouncilLaw::on(&self.all_rules, day)
    }

    /// The rule with this key in force on a day.
    pub fn rule_on(&self, key: &str, day: NaiveDate) -> Option<&Arc<LegalRule>> {
        let mut rules = self.rules.entries().iter().map(|entry| &entry.item);
        rules.find(|rule| rule.key == key && rule.in_force_on(day))
    }
}

fn shelve<K, T>(items: Vec<T>, id: impl Fn(&T) -> K, entry: impl Fn(&T) -> Entry<T>) -> Shelf<K, T>
where
    K: Copy + Eq + std::hash::Hash + Ord,
{
    Shelf::new(items.iter().map(entry).collect(), id)
}

fn listed<P: Eq + std::hash::Hash, K>(groups: &HashMap<P, Vec<K>>, id: P) -> &[K] {
    groups.get(&id).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
