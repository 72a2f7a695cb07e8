//! Organisations: NGOs, media, trade unions, business associations, universities and local communities.
//!
//! A registrar **registers** one; until it is **verified**, it nominates nobody and its representatives speak as
//! citizens. A verified medium may be **accredited**: then its representatives read decisions under embargo, and each
//! look is logged. The BIN is the natural key; a number that could be a person's is refused (`kernel/bin.rs`).

pub mod accredit;
pub mod event;
pub mod model;
pub mod register;
pub mod store;
pub mod verify;

pub use model::{Kind, Organization, Verification};
