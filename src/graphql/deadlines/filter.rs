//! What the list of deadlines can be narrowed to, and how it is ordered.

use super::enums::{DeadlineOrderField, DeadlineState};
use crate::db::page;
use crate::features::deadlines::store;
use crate::graphql::connection::Direction;
use crate::graphql::scalars::Date;
use crate::kernel::id::{CouncilId, Id, Kind, ReviewId, StateBodyId};
use async_graphql::InputObject;
use serde::{Serialize, Serializer};

/// Which deadlines to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct DeadlineFilter {
    /// The body whose matter it is.
    #[serde(serialize_with = "wire")]
    pub body_id: Option<StateBodyId>,
    /// The council whose matter it is.
    #[serde(serialize_with = "wire")]
    pub council_id: Option<CouncilId>,
    /// The review it follows from.
    #[serde(serialize_with = "wire")]
    pub review_id: Option<ReviewId>,
    /// The keys of the rules wanted, at most 20: `answer.reply`.
    #[graphql(validator(max_items = 20))]
    pub rule_keys: Option<Vec<String>>,
    /// The states wanted.
    pub states: Option<Vec<DeadlineState>>,
    /// The first of the last days wanted.
    #[serde(serialize_with = "day")]
    pub due_from: Option<Date>,
    /// The first of the last days no longer wanted.
    #[serde(serialize_with = "day")]
    pub due_until: Option<Date>,
}

/// How to order deadlines.
#[derive(InputObject, Clone, Copy, Debug, Serialize)]
pub struct DeadlineOrder {
    /// By what.
    #[graphql(default)]
    pub field: DeadlineOrderField,
    /// In which direction.
    pub direction: Direction,
}

impl Default for DeadlineOrder {
    fn default() -> Self {
        Self { field: DeadlineOrderField::DueOn, direction: Direction::Asc }
    }
}

impl From<DeadlineFilter> for store::Filter {
    fn from(filter: DeadlineFilter) -> Self {
        Self {
            body: filter.body_id,
            council: filter.council_id,
            review: filter.review_id,
            rule_keys: filter.rule_keys,
            states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
            due_from: filter.due_from.map(|day| day.0),
            due_until: filter.due_until.map(|day| day.0),
        }
    }
}

impl From<DeadlineOrder> for page::Direction {
    fn from(order: DeadlineOrder) -> Self {
        match (order.field, order.direction) {
            (DeadlineOrderField::DueOn, Direction::Desc) => Self::Descending,
            (DeadlineOrderField::DueOn, Direction::Asc) => Self::Ascending,
        }
    }
}

fn wire<S: Serializer, K: Kind>(id: &Option<Id<K>>, serializer: S) -> Result<S::Ok, S::Error> {
    id.map(Id::wire).serialize(serializer)
}

fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.0).serialize(serializer)
}
