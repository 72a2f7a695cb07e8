//! The content of an announced file comes to its one-time address.
//!
//! The address is good for one content: who brings the first whole one attaches it, a second is refused. One that breaks off
//! may be sent again while the address lasts. Only the account that announced the file may use it.

use super::model::{Announcement, Attachment, Pending, Stored};
use super::{admit, event, store};
use crate::access::act::{Writing, unlinked};
use crate::access::policy::can;
use crate::access::token::secret_hash;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::BlobId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Where a content goes, and the name it was announced under.
#[derive(Clone, Debug)]
pub struct Slot {
    pub blob: BlobId,
    pub name: String,
}

/// Asks before the first byte; enters the draft of its content.
///
/// # Errors
/// UPLOAD_INVALID; as [`admit::file`].
pub fn begin(tx: &mut Writing<'_>, token: &str) -> Outcome<Slot> {
    let announced = announced(tx, token)?;
    if announced.expires_at <= tx.now {
        return Err(invalid());
    }
    let (_, permit, file) = admit::file::<can::UploadAttachment>(tx, &announced.file)?;
    let slot = Slot { blob: unlinked(), name: file.name };
    store::draft(tx.conn, &permit, slot.blob, tx.now)?;
    Ok(slot)
}

/// Attaches the content that came. An address that was good when the content set out is good when it arrives.
///
/// # Errors
/// UPLOAD_INVALID when another content came first; as [`admit::file`].
pub fn redeem(tx: &mut Writing<'_>, token: &str, stored: &Stored) -> Outcome<Attachment> {
    // load
    let announced = announced(tx, token)?;
    // authorize and admit
    let (setting, permit, file) = admit::file::<can::UploadAttachment>(tx, &announced.file)?;
    // write
    let Announcement { id, author_id, author_name, created_at, .. } = announced;
    let attachment = Pending { id, file, setting, author_id, author_name, created_at }.with(stored, tx.now);
    store::complete(tx.conn, &permit, &attachment)?;
    // record
    tx.record(event::uploaded(&attachment));
    Ok(attachment)
}

/// The announcement of the viewer's that this address belongs to, held, so that only one content attaches.
fn announced(tx: &mut Writing<'_>, token: &str) -> Outcome<Announcement> {
    let account = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    let found = store::lock_announced(tx.conn, &secret_hash(token))?;
    found.filter(|announced| announced.author_id == account).ok_or_else(invalid)
}

/// Unknown, used, run out or somebody else's: nobody learns which.
fn invalid() -> Failure {
    Refusal::new(Code::UploadInvalid).into()
}
