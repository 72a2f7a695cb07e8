//! Deadlines: how they are counted, moved, met and missed, and who sees them.

mod clocks;
mod count;
mod moves;
mod overdue;
mod read;
