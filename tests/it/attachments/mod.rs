//! Attachments: two ways in, one way out, and nothing half-written in between.

mod access;
mod announced;
mod at_once;
mod download;
mod redaction;
mod sweep;
