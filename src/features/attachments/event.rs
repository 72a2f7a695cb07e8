//! What can happen to an attachment. The log is for ever and a file's name may hold the name of a person, so what is logged
//! is its hash, which is enough to prove what was attached.

use super::model::{Attachment, Pending};
use crate::kernel::event::{EventKind, NewEvent};

/// A one-time address was made.
pub fn upload_created(pending: &Pending) -> NewEvent {
    let event = NewEvent::new(EventKind::UploadCreated, pending.id);
    event.with("subject", pending.setting.subject.wire()).with("access", pending.file.access.as_str())
}

/// A file was attached.
pub fn uploaded(attachment: &Attachment) -> NewEvent {
    let event = about(EventKind::AttachmentUploaded, attachment)
        .with("access", attachment.access.as_str())
        .with("mediaType", attachment.media_type.as_str())
        .with("sizeBytes", attachment.size_bytes);
    match attachment.redacted_of_id {
        Some(original) => event.about("redactedOf", original),
        None => event,
    }
}

/// A public attachment was restricted.
pub fn restricted(attachment: &Attachment) -> NewEvent {
    about(EventKind::AttachmentRestricted, attachment)
}

fn about(kind: EventKind, attachment: &Attachment) -> NewEvent {
    let event = NewEvent::new(kind, attachment.id);
    event.with("subject", attachment.subject.wire()).with("sha256", attachment.sha256_hex())
}
