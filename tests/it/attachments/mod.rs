//! Attachments: two ways in, one way out, and nothing half-written in between.

mod access;
mod announced;
mod at_once;
mod backup;
mod crash;
mod download;
mod memory;
mod parts;
mod redaction;
mod subjects;
mod sweep;
mod transfer;
mod wire;
