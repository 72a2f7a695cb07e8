//! What happened: appended to, never changed; the audit log for administrators and auditors, the feed for everybody.

mod append_only;
mod feed;
mod read;
