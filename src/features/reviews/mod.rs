//! Reviews: one council's examination of one decision, in one of the forms of public control.
//!
//! Chair, deputy chair or secretary **open** a review of a published decision; several councils may review the same
//! one, each at most once at a time. Comments are taken as long as the review runs. The chair **advances** it to
//! deliberation, polls lead it through VOTING and back, and the chair **concludes** it. What follows (SENT, ANSWERED,
//! CLOSED) is led by the final document (`features/documents`) and the answers to it (`features/answers`).
//!
//! A review is seen by whoever sees its decision.

pub mod advance;
pub mod conclude;
pub mod event;
pub mod model;
pub mod open;
mod place;
pub mod store;

pub use model::{Review, ReviewForm, ReviewState, StanceCounts, Step};
