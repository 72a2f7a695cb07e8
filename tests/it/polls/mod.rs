//! Voting: who may, when, how it is counted, and that nobody can quietly change it.

mod annul;
mod cast;
mod close;
mod count;
mod deadline;
mod dissent;
mod frozen;
pub mod hall;
mod open;
mod race;
mod rivals;
mod secrecy;
