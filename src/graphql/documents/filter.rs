//! What the list of final documents can be narrowed to, and how it is ordered.

use super::enums::{DocumentState, FinalDocumentOrderField};
use crate::features::documents::store;
use crate::graphql::connection::Direction;
use crate::kernel::id::{CouncilId, DecisionId, Id, Kind, StateBodyId};
use async_graphql::InputObject;
use serde::{Serialize, Serializer};

/// Which final documents to list. Conditions add up.
#[derive(InputObject, Clone, Debug, Default, Serialize)]
pub struct FinalDocumentFilter {
    /// The council that adopted it.
    #[serde(serialize_with = "wire")]
    pub council_id: Option<CouncilId>,
    /// The body whose decision was reviewed.
    #[serde(serialize_with = "wire")]
    pub body_id: Option<StateBodyId>,
    /// The decision reviewed.
    #[serde(serialize_with = "wire")]
    pub decision_id: Option<DecisionId>,
    /// The states wanted.
    pub states: Option<Vec<DocumentState>>,
    /// The year of its number.
    pub year: Option<i32>,
}

/// How to order final documents.
#[derive(InputObject, Clone, Copy, Debug, Default, Serialize)]
pub struct FinalDocumentOrder {
    /// By what.
    #[graphql(default)]
    pub field: FinalDocumentOrderField,
    /// In which direction; newest first when omitted.
    #[graphql(default)]
    pub direction: Direction,
}

impl From<FinalDocumentFilter> for store::Filter {
    fn from(filter: FinalDocumentFilter) -> Self {
        Self {
            council: filter.council_id,
            body: filter.body_id,
            decision: filter.decision_id,
            states: filter.states.map(|states| states.into_iter().map(Into::into).collect()),
            year: filter.year.map(i64::from),
        }
    }
}

impl From<FinalDocumentOrder> for store::Order {
    fn from(order: FinalDocumentOrder) -> Self {
        match (order.field, order.direction) {
            (FinalDocumentOrderField::AdoptedAt, Direction::Desc) => Self::Newest,
            (FinalDocumentOrderField::AdoptedAt, Direction::Asc) => Self::Oldest,
        }
    }
}

fn wire<S: Serializer, K: Kind>(id: &Option<Id<K>>, serializer: S) -> Result<S::Ok, S::Error> {
    id.map(Id::wire).serialize(serializer)
}
