//! What happened: the feed for everybody, the audit log for administrators and auditors.

mod audit;
mod feed;
mod object;

pub use audit::AuditQuery;
pub use feed::{Event, FeedQuery, filter};
pub use object::EventKind;
