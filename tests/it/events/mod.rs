//! The event log: appended to, never changed, read by administrators and auditors.

mod append_only;
mod read;
