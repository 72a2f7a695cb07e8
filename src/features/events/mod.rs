//! Events, read back: what happened, to what, by whom. They are written by `access/act.rs` in the transaction of what
//! happened, and nobody, the database's own triggers included, lets them be changed or deleted.
//!
//! Reading them is for administrators and auditors. The erasable part of an event (an e-mail address) is not shown;
//! the body carries its salted hash.

pub mod store;

pub use crate::db::log::EventRow;
