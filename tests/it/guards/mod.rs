//! Nets, so that a check cannot be forgotten: what the architecture promises, held by ordinary tests.

mod drift;
mod floors;
mod graph;
mod migrations;
mod mutations;
mod sources;
