//! Nets, so that a check cannot be forgotten: what the architecture promises, held by ordinary tests.

mod drift;
mod floors;
mod fuzz;
mod graph;
mod guides;
mod migrations;
mod mutations;
mod sources;

/// A valid input for every mutation, and who may do it.
pub fn rows() -> impl Iterator<Item = &'static mutations::rows::Row> {
    mutations::rows::all()
}
