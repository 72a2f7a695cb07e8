//! What the list of recommendations can be narrowed to, and how it is ordered.

use super::enums::AnswerVerdict;
use crate::db::page;
use crate::features::answers::store;
use crate::graphql::connection::Direction;
use crate::graphql::deadlines::DeadlineState;
use crate::graphql::documents::{AddresseeState, Priority};
use crate::kernel::id::{CouncilId, DecisionId, ReviewId, StateBodyId};
use async_graphql::{Enum, InputObject};
use serde::Serialize;

/// Which recommendations to list. Conditions add up; those on an addressee must hold for one and the same.
#[derive(InputObject, Clone, Debug, Default)]
pub struct RecommendationFilter {
    /// The council that recommends.
    pub council_id: Option<CouncilId>,
    /// The review whose final document recommends.
    pub review_id: Option<ReviewId>,
    /// The decision reviewed.
    pub decision_id: Option<DecisionId>,
    /// The priorities wanted.
    pub priorities: Option<Vec<Priority>>,
    /// The body addressed.
    pub body_id: Option<StateBodyId>,
    /// Whether the addressee has answered.
    pub states: Option<Vec<AddresseeState>>,
    /// What the addressee says in its latest answer.
    pub verdicts: Option<Vec<AnswerVerdict>>,
    /// How the clock of the addressee's answer stands: OVERDUE are those who keep the council waiting.
    pub deadlines: Option<Vec<DeadlineState>>,
}

/// By what recommendations are ordered.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub enum RecommendationOrderField {
    /// By the sending.
    #[default]
    SentAt,
}

/// How to order recommendations.
#[derive(InputObject, Clone, Copy, Debug, Default, Serialize)]
pub struct RecommendationOrder {
    /// By what.
    #[graphql(default)]
    pub field: RecommendationOrderField,
    /// In which direction; newest first when omitted.
    #[graphql(default)]
    pub direction: Direction,
}

impl From<RecommendationFilter> for store::Filter {
    fn from(filter: RecommendationFilter) -> Self {
        Self {
            council: filter.council_id,
            review: filter.review_id,
            decision: filter.decision_id,
            priorities: filter.priorities.map(all),
            body: filter.body_id,
            states: filter.states.map(all),
            verdicts: filter.verdicts.map(all),
            clocks: filter.deadlines.map(all),
        }
    }
}

fn all<T: Into<U>, U>(words: Vec<T>) -> Vec<U> {
    words.into_iter().map(Into::into).collect()
}

impl From<RecommendationOrder> for page::Direction {
    fn from(order: RecommendationOrder) -> Self {
        match (order.field, order.direction) {
            (RecommendationOrderField::SentAt, Direction::Desc) => Self::Descending,
            (RecommendationOrderField::SentAt, Direction::Asc) => Self::Ascending,
        }
    }
}
