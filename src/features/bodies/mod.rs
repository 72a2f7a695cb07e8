//! State bodies: who decides. Ministries, akimats, maslikhats, national companies and what is subordinate to them.
//!
//! A body belongs to a region and takes its level from it. It is in force from a day on until it is **ended**; the
//! body that takes over names it as its predecessor, so a renamed or merged ministry keeps its history. Some bodies
//! may by law have no public council: that is their `council_eligibility`, and `councils::create` refuses them with
//! the citation.
//!
//! **Heads** follow one another: appointing a head ends the running one on the day the new one begins, and "who was
//! head on that date" is [`store::head_on`].

pub mod appoint_head;
pub mod create;
pub mod end;
pub mod event;
pub mod model;
pub mod store;

pub use model::{Eligibility, Head, Kind, StateBody};
