//! Deadlines: how they are counted, moved, met and missed, and who sees them.

mod agree;
pub mod almanac;
pub mod clocks;
mod count;
mod many;
mod moves;
mod overdue;
mod read;
mod zones;
