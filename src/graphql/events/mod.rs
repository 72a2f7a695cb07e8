//! Events, for administrators and auditors.

mod object;
mod query;

pub use query::EventQuery;
