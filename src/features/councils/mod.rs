//! Public councils: one body's council for one term, its charter, and who sits in it.
//!
//! A council is created for a body that may have one, for a term, with a **charter**: how many seats, what quorum and
//! what majority. A charter may be stricter than the law, never laxer. Seats are **memberships** with a category (whom
//! the member comes from), a position and a period; nothing is deleted, a membership ends.
//!
//! Rules come in two kinds, and the difference is deliberate:
//!
//! * what one appointment can break is **refused** at the door ([`seats`]): a second seat of the same person or
//!   organisation, a second chair, a chair in public service, one member too many;
//! * what only the whole can break is **reported** ([`composition`]): a council is filled seat by seat, so it breaks
//!   its minimum size and its state share on the way. A council outside its rules reads and comments, but opens no
//!   poll.
//!
//! The numbers behind both are legal rules in force on the day ([`law`]); each refusal and each check cites its rule.
//! Whoever changes a council's seats holds its row, so two registrars cannot both take the last seat; two partial
//! unique indexes stand behind that.

pub mod appoint;
pub mod charter;
pub mod composition;
pub mod create;
pub mod end_membership;
pub mod event;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod law;
pub mod model;
pub mod seats;
pub mod store;

pub use charter::{Charter, MajorityBase};
pub use composition::{Check, CheckName, CompositionReport, Verdict};
pub use model::{Category, Council, EndReason, Kind, Membership};
