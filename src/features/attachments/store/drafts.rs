//! Contents being written, and what becomes of those nobody attached.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::schema::{attachments, blob_drafts, blob_drafts::dsl, uploads};
use crate::features::attachments::model::State;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AttachmentId, BlobId};
use diesel::prelude::*;

/// Announcements deleted in one sweep.
const EXPIRED_AT_ONCE: i64 = 1_000;

/// Enters the draft of a content, before its first byte is stored.
///
/// # Errors
/// A fault when the database refuses.
pub fn draft(
    conn: &mut AnyConn,
    _permit: &Permit<can::UploadAttachment>,
    blob: BlobId,
    begun_at: Timestamp,
) -> Outcome<()> {
    let row = (dsl::id.eq(blob), dsl::begun_at.eq(begun_at), dsl::condemned_at.eq(None::<Timestamp>));
    diesel::insert_into(blob_drafts::table).values(row).execute(conn)?;
    Ok(())
}

/// Deletes announcements whose address ran out before an instant.
///
/// # Errors
/// A fault when the database refuses.
pub fn expire(conn: &mut AnyConn, before: Timestamp) -> Outcome<()> {
    let stale = uploads::table.filter(uploads::expires_at.lt(before)).limit(EXPIRED_AT_ONCE);
    let stale: Vec<AttachmentId> = stale.select(uploads::attachment_id).load(conn)?;
    if stale.is_empty() {
        return Ok(());
    }
    diesel::delete(uploads::table.filter(any(uploads::attachment_id, &stale))).execute(conn)?;
    let pending = attachments::table.filter(any(attachments::id, &stale)).filter(attachments::state.eq(State::Pending));
    diesel::delete(pending).execute(conn)?;
    Ok(())
}

/// Condemns the contents begun before an instant.
///
/// # Errors
/// A fault when the database refuses.
pub fn condemn(conn: &mut AnyConn, before: Timestamp, now: Timestamp) -> Outcome<()> {
    let stale = dsl::blob_drafts.filter(dsl::begun_at.lt(before)).filter(dsl::condemned_at.is_null());
    diesel::update(stale).set(dsl::condemned_at.eq(Some(now))).execute(conn)?;
    Ok(())
}

/// Contents that are condemned and not yet struck off.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn condemned(conn: &mut AnyConn, limit: i64) -> Outcome<Vec<BlobId>> {
    let query = dsl::blob_drafts.filter(dsl::condemned_at.is_not_null()).order(dsl::begun_at).limit(limit);
    Ok(query.select(dsl::id).load(conn)?)
}

/// Strikes contents off that were removed from the storage.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget(conn: &mut AnyConn, gone: &[BlobId]) -> Outcome<()> {
    diesel::delete(dsl::blob_drafts.filter(any(dsl::id, gone))).execute(conn)?;
    Ok(())
}
