//! The contents of all attachments, whoever may see them: for the operator's backup.

use crate::db::AnyConn;
use crate::db::schema::attachments::dsl;
use crate::features::attachments::model::State;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{AttachmentId, BlobId};
use diesel::prelude::*;

/// What lies in the storage for an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub attachment: AttachmentId,
    pub blob: BlobId,
    pub size_bytes: u64,
    pub sha256: Vec<u8>,
}

type Row = (AttachmentId, Option<BlobId>, Option<i64>, Option<Vec<u8>>);

/// The contents of the first attachments after one, in the order of their ids.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn contents(conn: &mut AnyConn, after: Option<AttachmentId>, limit: i64) -> Outcome<Vec<Content>> {
    let after = after.unwrap_or(AttachmentId::from_uuid(uuid::Uuid::nil()));
    let query = dsl::attachments.filter(dsl::state.eq(State::Ready)).filter(dsl::id.gt(after));
    let columns = (dsl::id, dsl::blob_id, dsl::size_bytes, dsl::sha256);
    let rows: Vec<Row> = query.order(dsl::id).limit(limit).select(columns).load(conn)?;
    rows.into_iter().map(content).collect()
}

fn content((attachment, blob, size_bytes, sha256): Row) -> Outcome<Content> {
    match (blob, size_bytes.and_then(|size| u64::try_from(size).ok()), sha256) {
        (Some(blob), Some(size_bytes), Some(sha256)) => Ok(Content { attachment, blob, size_bytes, sha256 }),
        _ => Err(Failure::fault("an attachment without its content")),
    }
}

/// How many attachments there are.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn) -> Outcome<i64> {
    Ok(dsl::attachments.filter(dsl::state.eq(State::Ready)).count().get_result(conn)?)
}
