//! The words of final documents, each explained.

use async_graphql::Enum;
use serde::Serialize;

/// Where a final document stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(name = "FinalDocumentState", remote = "crate::features::documents::model::DocumentState")]
pub enum DocumentState {
    /// It is adopted and may still be revised; the council sees it, others do not.
    Draft,
    /// It lies before the bodies it is addressed to and is never changed again.
    Sent,
}

/// How urgent a recommendation is to the council.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(name = "RecommendationPriority", remote = "crate::features::documents::model::Priority")]
pub enum Priority {
    /// Before others.
    High,
    /// In its turn.
    Normal,
    /// When there is time.
    Low,
}

/// Whether a body has answered a recommendation.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(name = "RecommendationAddresseeState", remote = "crate::features::documents::model::AddresseeState")]
pub enum AddresseeState {
    /// It owes an answer; its deadline tells whether it is late.
    Pending,
    /// It has answered.
    Answered,
}

/// By what final documents are ordered.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub enum FinalDocumentOrderField {
    /// By the adoption.
    #[default]
    AdoptedAt,
}
