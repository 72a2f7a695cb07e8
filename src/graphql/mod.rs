//! Floor 5a: the graph. Types refer to each other in circles, so they live together above the features.
//!
//! One folder per feature: `object.rs` (what it looks like), `query.rs`, `mutation.rs` (ids in, payload out, at most
//! fifteen lines a resolver) and `loader.rs` (batched loads). Shared: [`error`] (three channels), [`scalars`], [`money`],
//! [`int`] (32 bits), [`connection`] (Relay pages), [`batch`] (loads without a timer), [`context`], [`limits`] and [`node`].

pub mod answers;
pub mod attachments;
pub mod batch;
pub mod calendar;
pub mod comments;
pub mod connection;
pub mod context;
pub mod deadlines;
pub mod decisions;
pub mod documents;
pub mod error;
pub mod events;
pub mod int;
pub mod limits;
pub mod lists;
pub mod live;
pub mod meetings;
pub mod money;
pub mod node;
pub mod notices;
pub mod once;
pub mod operation;
pub mod people;
pub mod polls;
pub mod registry;
pub mod reviews;
pub mod scalars;
pub mod scan;
pub mod schema;
pub mod scopes;
pub mod scorecard;
pub mod service_accounts;
pub mod transitions;
pub mod volume;
pub mod webhooks;
