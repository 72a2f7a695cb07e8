//! The behaviour of Kenes, over HTTP, on SQLite and on PostgreSQL. One binary; folders mirror features.

#[macro_use]
mod support;

mod access;
mod answers;
mod attachments;
mod calendar;
mod comments;
mod deadlines;
mod decisions;
mod documents;
mod durability;
mod events;
mod graphql;
mod notices;
mod guards;
mod meetings;
mod people;
mod polls;
mod registry;
mod reviews;
mod scorecard;
