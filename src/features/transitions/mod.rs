//! Transitions: every change of state of a decision or a review, with who, when and why. Append-only, like the
//! events; unlike them they are read with their subject, by everybody who sees it.

pub mod model;
pub mod store;

pub use model::Transition;
