//! Decisions in the graph: the list with its filters and search, one decision with its versions, typed details, reviews
//! and comments, and the verbs of the officers.
//!
//! A [`Decision`] object, and whatever hangs on a decision, is made only after the looks of accredited media at what is
//! under embargo were logged ([`looks`]), or from what the viewer has just written.

mod details;
mod enums;
mod filter;
mod input;
mod lifecycle;
mod loader;
pub(super) mod looks;
mod mutation;
mod object;
mod query;
mod version;

pub use details::DecisionDetails;
pub use enums::{DecisionAccess, DecisionKind, DecisionState};
pub use lifecycle::LifecycleMutation;
pub use mutation::DecisionMutation;
pub use object::Decision;
pub use query::{DecisionQuery, of_body};
pub use version::DecisionVersion;
