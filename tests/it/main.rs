//! The behaviour of Kenes, over HTTP, on SQLite and on PostgreSQL. One binary; folders mirror features.

#[macro_use]
mod support;

mod guards;
