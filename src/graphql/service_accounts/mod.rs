//! Programs of NGOs, newsrooms, bodies and councils in the graph: see [`crate::features::service_accounts`].

mod loader;
mod mutation;
mod object;
mod query;

pub use mutation::ServiceAccountMutation;
pub use object::ServiceAccount;
pub use query::ServiceAccountQuery;
