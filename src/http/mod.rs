//! Floor 6: HTTP. [`server`] binds and serves an [`instance`], [`session`] turns headers into a viewer (the only
//! door), [`graphql`] takes GraphQL requests over HTTP in, [`answer`] gives answers
//! out, [`probes`] answers the operator, [`metrics`] counts.

pub mod answer;
pub mod graphql;
pub mod instance;
pub mod metrics;
pub mod probes;
pub mod server;
pub mod session;
