//! What is counted, in SQL.
//!
//! | file | holds |
//! |---|---|
//! | `bodies.rs` | recommendations sent to bodies, and milestones promised by them |
//! | `councils.rs` | meetings, attendance, reviews, polls and dissent of councils |

mod bodies;
mod councils;

pub use bodies::{Promised, Sent, promised, sent};
pub use councils::{Wanted, attendance, closed_polls, concluded, dissents, meetings};
