//! A file that should not have been public is restricted, with the reason. That is final: to publish it again, attach a
//! redacted copy.

use super::model::{Access, Attachment, Restriction};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::features::check;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::AttachmentId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Which file, and why.
#[derive(Clone, Debug)]
pub struct Restricting {
    pub attachment: AttachmentId,
    pub reason: String,
}

/// Restricts a public attachment, in whatever state its subject is: what harms somebody does so at any time.
///
/// # Errors
/// ALREADY_RESTRICTED; BLANK or TOO_LONG of the reason.
pub fn restrict(tx: &mut Writing<'_>, input: &Restricting) -> Outcome<Attachment> {
    // load
    let found = store::lock(tx.conn, &tx.sight, input.attachment)?;
    let attachment = found.ok_or(Denied::NotFound("attachment"))?;
    // authorize
    let permit = tx.authorize::<can::RestrictAttachment>(attachment.place())?;
    let by_id = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // admit
    if attachment.access == Access::Restricted {
        return Err(Refusal::new(Code::AlreadyRestricted).into());
    }
    let reason = check::text(&input.reason, "reason", check::REASON_CHARS)?;
    // write
    let restriction = Restriction { at: tx.now, by_id, reason };
    store::restrict(tx.conn, &permit, attachment.id, &restriction)?;
    let attachment = Attachment { access: Access::Restricted, restricted: Some(restriction), ..attachment };
    // record
    tx.record(event::restricted(&attachment));
    Ok(attachment)
}
