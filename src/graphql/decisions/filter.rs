//! What the list of decisions can be narrowed to, and how it is ordered.

use super::enums::{DecisionKind, DecisionOrderField, DecisionState};
use crate::features::decisions::store;
use crate::graphql::connection::{Direction, PeriodInput};
use crate::kernel::id::{CouncilId, Id, Kind, RegionId, StateBodyId};
use async_graphql::InputObject;
use serde::{Serialize, Serializer};
use std::collections::HashSet;

/// Which decisions to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct DecisionFilter {
    /// Words that all occur in the title, the summary or the text, in any language, inflected or not. Words of one
    /// letter are ignored; a text without other words finds nothing, a blank text does not narrow.
    pub text: Option<String>,
    /// The kinds wanted.
    pub kinds: Option<Vec<DecisionKind>>,
    /// The states wanted.
    pub states: Option<Vec<DecisionState>>,
    /// The body that decides.
    #[serde(serialize_with = "wire")]
    pub body_id: Option<StateBodyId>,
    /// The region of the body that decides, with everything below it.
    #[serde(serialize_with = "wire")]
    pub region_id: Option<RegionId>,
    /// The council that reviews the decision or has reviewed it.
    #[serde(serialize_with = "wire")]
    pub council_id: Option<CouncilId>,
    /// When the decision was published, or drafted if it is not.
    pub listed: Option<PeriodInput>,
}

/// How to order decisions.
#[derive(InputObject, Clone, Copy, Debug, Default, Serialize)]
pub struct DecisionOrder {
    /// By what.
    #[graphql(default)]
    pub field: DecisionOrderField,
    /// In which direction; newest first when omitted.
    #[graphql(default)]
    pub direction: Direction,
}

impl DecisionFilter {
    /// The filter in the words of the store, the region given as the bodies in it and below.
    pub(super) fn narrow(self, within: Option<HashSet<StateBodyId>>) -> store::Filter {
        let period = self.listed;
        store::Filter {
            bodies: bodies(self.body_id, within),
            kinds: self.kinds.map(|kinds| kinds.into_iter().map(Into::into).collect()),
            states: self.states.map(|states| states.into_iter().map(Into::into).collect()),
            council: self.council_id,
            from: period.and_then(|period| period.from),
            until: period.and_then(|period| period.until),
            text: self.text.filter(|text| !text.trim().is_empty()),
        }
    }
}

/// The bodies that are asked for, in one order whatever the order of the hash set.
fn bodies(body: Option<StateBodyId>, within: Option<HashSet<StateBodyId>>) -> Option<Vec<StateBodyId>> {
    match (body, within) {
        (None, None) => None,
        (Some(body), None) => Some(vec![body]),
        (None, Some(within)) => {
            let mut bodies: Vec<StateBodyId> = within.into_iter().collect();
            bodies.sort_unstable();
            Some(bodies)
        }
        (Some(body), Some(within)) => Some(within.into_iter().filter(|other| *other == body).collect()),
    }
}

impl From<DecisionOrder> for store::Order {
    fn from(order: DecisionOrder) -> Self {
        match (order.field, order.direction) {
            (DecisionOrderField::ListedAt, Direction::Desc) => Self::Newest,
            (DecisionOrderField::ListedAt, Direction::Asc) => Self::Oldest,
        }
    }
}

fn wire<S: Serializer, K: Kind>(id: &Option<Id<K>>, serializer: S) -> Result<S::Ok, S::Error> {
    id.map(Id::wire).serialize(serializer)
}
