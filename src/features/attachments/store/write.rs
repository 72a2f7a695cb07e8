//! What is attached and restricted, always with a permit.

use super::rows::Row;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::schema::{attachments, attachments::dsl, blob_drafts, uploads};
use crate::features::attachments::model::{Access, Attachment, Pending, Restriction, State};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AttachmentId, BlobId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use diesel::prelude::*;

/// Enters an announced file and the hash of its one-time address.
///
/// # Errors
/// A fault when the database refuses.
pub fn announce(
    conn: &mut AnyConn,
    _permit: &Permit<can::CreateUpload>,
    pending: &Pending,
    token_hash: &[u8],
    expires_at: Timestamp,
) -> Outcome<()> {
    diesel::insert_into(attachments::table).values(Row::pending(pending)).execute(conn)?;
    let address = (
        uploads::token_hash.eq(token_hash.to_vec()),
        uploads::attachment_id.eq(pending.id),
        uploads::expires_at.eq(expires_at),
    );
    diesel::insert_into(uploads::table).values(address).execute(conn)?;
    Ok(())
}

/// Enters a file that came with its content.
///
/// # Errors
/// FILE_INCOMPLETE when the content was given up meanwhile; a fault when the database refuses.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::UploadAttachment>, attachment: &Attachment) -> Outcome<()> {
    adopt(conn, attachment.blob_id)?;
    diesel::insert_into(attachments::table).values(Row::attached(attachment)).execute(conn)?;
    Ok(())
}

/// Gives an announced file its content; its address is good no more.
///
/// # Errors
/// FILE_INCOMPLETE when the content was given up meanwhile; a fault when the database refuses.
pub fn complete(conn: &mut AnyConn, _permit: &Permit<can::UploadAttachment>, attachment: &Attachment) -> Outcome<()> {
    adopt(conn, attachment.blob_id)?;
    diesel::delete(uploads::table.filter(uploads::attachment_id.eq(attachment.id))).execute(conn)?;
    diesel::update(dsl::attachments.find(attachment.id))
        .set((
            dsl::state.eq(State::Ready),
            dsl::name.eq(&attachment.name),
            dsl::media_type.eq(Some(&attachment.media_type)),
            dsl::size_bytes.eq(Some(attachment.size_bytes)),
            dsl::sha256.eq(Some(&attachment.sha256)),
            dsl::blob_id.eq(Some(attachment.blob_id)),
            dsl::attached_at.eq(Some(attachment.attached_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A content that belongs to an attachment is a draft no more. One that was condemned can no longer be saved.
fn adopt(conn: &mut AnyConn, blob: BlobId) -> Outcome<()> {
    let draft = blob_drafts::table.filter(blob_drafts::id.eq(blob)).filter(blob_drafts::condemned_at.is_null());
    match diesel::delete(draft).execute(conn)? {
        0 => Err(Refusal::new(Code::FileIncomplete).at("file").into()),
        _ => Ok(()),
    }
}

/// Restricts a public attachment.
///
/// # Errors
/// A fault when the database refuses.
pub fn restrict(
    conn: &mut AnyConn,
    _permit: &Permit<can::RestrictAttachment>,
    id: AttachmentId,
    restriction: &Restriction,
) -> Outcome<()> {
    diesel::update(dsl::attachments.find(id))
        .set((
            dsl::access.eq(Access::Restricted),
            dsl::restricted_at.eq(Some(restriction.at)),
            dsl::restricted_by_id.eq(Some(restriction.by_id)),
            dsl::restricted_reason.eq(Some(&restriction.reason)),
        ))
        .execute(conn)?;
    Ok(())
}
