//! What nobody will come back for: announcements whose address ran out, and contents that were never attached. The worker
//! calls it every hour. Nothing that happened is lost by it, so it records no event.
//!
//! A content is removed in three steps, each of which may be the last before a death: it is **condemned** (from then on it
//! can no longer be attached), removed from the storage, and struck off.

use super::store;
use crate::access::act::Writing;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::BlobId;
use chrono::Duration;

/// No transfer lasts that long: `upload_seconds` ends it far earlier.
const PATIENCE_HOURS: i64 = 24;
/// Contents removed in one sweep; the rest waits for the next.
const BATCH: i64 = 200;

fn long_ago(now: Timestamp) -> Timestamp {
    now.plus(Duration::hours(-PATIENCE_HOURS))
}

/// Deletes stale announcements and condemns stale contents; returns those to be removed from the storage.
///
/// # Errors
/// A fault when the database refuses.
pub fn condemn(tx: &mut Writing<'_>) -> Outcome<Vec<BlobId>> {
    let before = long_ago(tx.now);
    store::expire(tx.conn, before)?;
    store::condemn(tx.conn, before, tx.now)?;
    store::condemned(tx.conn, BATCH)
}

/// Strikes contents off that were removed.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget(tx: &mut Writing<'_>, gone: &[BlobId]) -> Outcome<()> {
    store::forget(tx.conn, gone)
}
