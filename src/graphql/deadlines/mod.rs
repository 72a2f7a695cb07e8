//! Deadlines in the graph: terms that explain themselves, in a list of their own and at what they wait for.

mod enums;
mod filter;
mod loader;
mod object;
mod query;

pub use enums::{DeadlineState, LengthUnit, SkipReason};
pub use object::Deadline;
pub use query::{DeadlineQuery, of};
