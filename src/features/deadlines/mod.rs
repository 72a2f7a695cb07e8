//! Deadlines: terms of the law that run, and explain themselves.
//!
//! A use case that sets somebody a term **starts** a deadline under the rule in force on that day; whoever does what it
//! waits for **meets** it, in time or late; what is no longer owed is **cancelled**. A deadline keeps the rule it was
//! started under, the length, and every day that did not count with the reason.
//!
//! Nobody need watch: the clock makes a running deadline OVERDUE at the midnight of its body's zone, once, whichever
//! instance looks first and however long none did. A change of the calendar **recounts** the running ones in its own
//! transaction and says of each that moved from where, to where and why; what was met or missed stays as it was.
//!
//! A deadline is seen by whoever sees the decision it hangs on.
//!
//! Locks are taken in one order: the calendar, then deadlines.

pub mod cancel;
pub mod event;
pub mod meet;
pub mod model;
pub mod overdue;
pub mod recount;
pub mod start;
pub mod store;

pub use cancel::cancel;
pub use meet::meet;
pub use model::{Deadline, DeadlineState, Move, NewDeadline, Party, Subject};
pub use start::{start, start_all, today};
