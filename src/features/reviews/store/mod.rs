//! The rows of `reviews`.

mod counts;
mod lists;
mod rows;
mod write;

pub use counts::{hold_of_decision, is_voting, stances_of};
pub use lists::{Filter, by_ids, count, counts_of_councils, counts_of_decisions, of_councils, of_decisions, page};
pub use rows::{find, lock};
pub use write::{insert, set_state};
