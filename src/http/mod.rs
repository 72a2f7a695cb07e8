//! Floor 6: HTTP. [`server`] binds and serves an [`instance`], [`session`] turns headers into a viewer (the only
//! door), [`graphql`] speaks GraphQL over HTTP, [`probes`] answers the operator, [`metrics`] counts.

pub mod graphql;
pub mod instance;
pub mod metrics;
pub mod probes;
pub mod server;
pub mod session;
