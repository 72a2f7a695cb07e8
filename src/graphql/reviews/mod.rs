//! Reviews in the graph: the list, one review with its comments and stance counts, and the verbs of those who preside.

mod enums;
mod filter;
mod loader;
mod mutation;
mod object;
mod query;

pub use enums::{ReviewForm, ReviewState};
pub use mutation::ReviewMutation;
pub use object::Review;
pub use query::{ReviewQuery, of_council, of_decision};
