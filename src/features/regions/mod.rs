//! Regions: the territory of the country as a tree, from the republic down to a rural district.
//!
//! Each region carries its KATO code, and the code itself says what it can lie in (`kernel/kato.rs`), so a registrar
//! who picks the wrong parent is told. The four levels are also the four levels of the budget. State bodies and
//! organisations belong to regions; a filter by region means the region with everything below it
//! (`features/reference`).

pub mod create;
pub mod event;
pub mod model;
pub mod store;

pub use model::{Level, Region};
