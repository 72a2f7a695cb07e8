//! Somebody attaches a file that comes with the request itself.

use super::model::{Attachment, NewFile, Pending, Stored};
use super::redeem::Slot;
use super::{admit, event, store};
use crate::access::act::{Writing, unlinked};
use crate::access::policy::can;
use crate::kernel::failure::Outcome;

/// Asks before the first byte; enters the draft of its content.
///
/// # Errors
/// As [`admit::file`].
pub fn begin(tx: &mut Writing<'_>, input: &NewFile) -> Outcome<Slot> {
    let (_, permit, file) = admit::file::<can::UploadAttachment>(tx, input)?;
    let slot = Slot { blob: unlinked(), name: file.name };
    store::draft(tx.conn, &permit, slot.blob, tx.now)?;
    Ok(slot)
}

/// Attaches the content that came.
///
/// # Errors
/// As [`admit::file`].
pub fn upload(tx: &mut Writing<'_>, input: &NewFile, stored: &Stored) -> Outcome<Attachment> {
    // load, authorize, admit: once more, because much may have happened while the content came
    let (setting, permit, file) = admit::file::<can::UploadAttachment>(tx, input)?;
    let (author_id, author_name) = admit::author(tx)?;
    // write
    let pending = Pending { id: tx.id(), file, setting, author_id, author_name, created_at: tx.now };
    let attachment = pending.with(stored, tx.now);
    store::insert(tx.conn, &permit, &attachment)?;
    // record
    tx.record(event::uploaded(&attachment));
    Ok(attachment)
}
