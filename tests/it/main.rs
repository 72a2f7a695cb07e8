//! The behaviour of Kenes, over HTTP, on SQLite and on PostgreSQL. One binary; folders mirror features.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what is missing fails the test, and the line says which"
)]
#![expect(clippy::allow_attributes, reason = "the macros write modules of which not every one needs every import")]
#![expect(
    clippy::disallowed_methods,
    reason = "the environment says which PostgreSQL there is, and whether this is CI"
)]

#[macro_use]
mod support;

mod access;
mod answers;
mod attachments;
mod calendar;
mod comments;
mod deadlines;
mod decisions;
mod demo;
mod documents;
mod durability;
mod events;
mod graphql;
mod guards;
mod live;
mod meetings;
mod notices;
mod people;
mod polls;
mod registry;
mod reviews;
mod scorecard;
mod service_accounts;
mod story;
mod webhooks;
