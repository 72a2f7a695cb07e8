//! The calendar of working days: which days count when the law counts days.
//!
//! Its rows are facts of the law: holidays, holidays moved from a weekend, days off and working days by decree. A new
//! database begins with those of 2022 to 2027 (`seed.csv`, worked out from the Python package `holidays`, MIT; the
//! days of Kurban Ait in years to come are estimates). An administrator **imports** whole years from CSV once the decree
//! is out, and **sets** or **clears** single days of years that are known.
//!
//! Nothing is overwritten: each change is a numbered **version** with its author and reason, and rows say from which
//! version to which they held. In the same transaction the running deadlines are recounted.
//!
//! Counting itself is pure arithmetic and lives in `kernel/calendar.rs`.

mod change;
pub mod clear_day;
pub mod csv;
pub mod event;
pub mod import;
pub mod model;
pub mod seed;
pub mod set_day;
pub mod store;

pub use model::{Changed, Known, Version};
