//! The registry in memory: regions, bodies, organisations, councils and legal rules.
//!
//! They are few (thousands at most), change seldom, and stand on every page: "the council of that body in that
//! region" would otherwise be four joins in each read. So each instance keeps them whole, sorted and linked, in one
//! immutable [`Reference`]; [`ReferenceCache`] reads it anew when an event says that the registry changed, here or on
//! another instance. Seats, heads and people are not in it: they change often and are personal.
//!
//! A [`Shelf`] is one of the five lists: in the order of the Kazakh alphabet ([`order`]), with a lookup by id.

mod cache;
mod model;
pub mod order;
mod shelf;

pub use cache::ReferenceCache;
pub use model::Reference;
pub use shelf::{Entry, Shelf};
