//! What the list of reviews can be narrowed to, and how it is ordered.

use super::enums::{ReviewForm, ReviewOrderField, ReviewState};
use crate::db::page;
use crate::features::reviews::store;
use crate::graphql::connection::Direction;
use crate::kernel::id::{CouncilId, DecisionId, Id, Kind};
use async_graphql::InputObject;
use serde::{Serialize, Serializer};

/// Which reviews to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct ReviewFilter {
    /// The council that reviews.
    #[serde(serialize_with = "wire")]
    pub council_id: Option<CouncilId>,
    /// The decision reviewed.
    #[serde(serialize_with = "wire")]
    pub decision_id: Option<DecisionId>,
    /// The states wanted.
    pub states: Option<Vec<ReviewState>>,
    /// The form wanted.
    pub form: Option<ReviewForm>,
}

/// How to order reviews.
#[derive(InputObject, Clone, Copy, Debug, Default, Serialize)]
pub struct ReviewOrder {
    /// By what.
    #[graphql(default)]
    pub field: ReviewOrderField,
    /// In which direction; newest first when omitted.
    #[graphql(default)]
    pub direction: Direction,
}

impl From<ReviewFilter> for store::Filter {
    fn from(filter: ReviewFilter) -> Self {
        Self {
            decision: filter.decision_id,
            council: filter.council_id,
            states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
            form: filter.form.map(Into::into),
        }
    }
}

impl From<ReviewOrder> for page::Direction {
    fn from(order: ReviewOrder) -> Self {
        match (order.field, order.direction) {
            (ReviewOrderField::OpenedAt, Direction::Desc) => Self::Descending,
            (ReviewOrderField::OpenedAt, Direction::Asc) => Self::Ascending,
        }
    }
}

fn wire<S: Serializer, K: Kind>(id: &Option<Id<K>>, serializer: S) -> Result<S::Ok, S::Error> {
    id.map(Id::wire).serialize(serializer)
}
