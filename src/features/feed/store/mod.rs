//! The feed in SQL.
//!
//! | file | holds |
//! |---|---|
//! | `entries.rs` | the entries, and which of them a viewer is shown |
//! | `queue.rs` | what waits for a position, and the end of the feed |

mod entries;
mod queue;

pub use entries::{LOOKS_AT, Passage, at, count, end, insert, newest, page};
pub use queue::{Held, dequeue, due, hold_back, hold_end, let_go, move_end, queued, waits};
