//! The rows of `deadlines` and `deadline_moves`. They are written by the use cases that owe or do what a deadline waits
//! for, with their own rights, and by the clock; so writes take no permit and are not shown to other slices.

mod lists;
mod rows;
mod write;

pub use lists::{Filter, by_ids, count, moves_of, of_subjects, page};
pub(super) use rows::{has_past, lock_live, lock_past, lock_running};
pub(super) use write::{insert, insert_moves, set_calendar, set_due, set_overdue, set_state};
