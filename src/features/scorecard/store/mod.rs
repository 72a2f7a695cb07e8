//! What is counted, in SQL.
//!
//! | file | holds |
//! |---|---|
//! | `bodies.rs` | recommendations sent to bodies, and milestones promised by them |
//! | `spans.rs` | over which days of which bodies |
//! | `kept.rs` | the months that were counted, and in which of them something changed since |
//! | `councils.rs` | meetings, attendance, reviews, polls and dissent of councils |

mod bodies;
mod councils;
mod kept;
mod spans;

pub use bodies::{Promised, Sent, embargoed, promised, sent};
pub use councils::{CouncilMonth, attendance, closed_polls, concluded, dissents, embargoed_of, meetings};
pub use kept::{Kept, Known, Whose, is_any_stale, known, replace, stale, take_turn, unmark};
pub use spans::{Spans, Stretches};
