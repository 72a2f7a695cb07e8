//! The behaviour of Kenes, over HTTP, on SQLite and on PostgreSQL. One binary; folders mirror features.

#[macro_use]
mod support;

mod access;
mod comments;
mod decisions;
mod durability;
mod events;
mod graphql;
mod guards;
mod people;
mod polls;
mod registry;
mod reviews;
