//! Nets, so that a check cannot be forgotten: what the architecture promises, held by ordinary tests.

mod drift;
mod floors;
mod graph;
mod guides;
mod migrations;
mod mutations;
mod sources;
