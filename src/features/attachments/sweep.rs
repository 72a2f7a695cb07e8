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

/// How long after the end of the longest upload. A storage may take its time too.
const PATIENCE: Duration = Duration::hours(24);
/// Contents removed at a time.
const BATCH: i64 = 200;

fn long_ago(tx: &Writing<'_>) -> Timestamp {
    tx.now.plus(-(PATIENCE + Duration::seconds(tx.core.rules.upload_seconds.into())))
}

/// Deletes stale announcements and condemns stale contents; returns some of those to be removed from the storage.
///
/// # Errors
/// A fault when the database refuses.
pub fn condemn(tx: &mut Writing<'_>) -> Outcome<Vec<BlobId>> {
    let before = long_ago(tx);
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
