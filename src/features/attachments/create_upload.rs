//! Somebody announces a file and gets a one-time address for its content.

use super::model::{NewFile, Pending};
use super::{admit, event, store};
use crate::access::act::Writing;
use crate::access::policy::can;
use crate::access::token::new_secret;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::AttachmentId;
use chrono::Duration;

/// What a one-time address ends in begins with this.
pub const UPLOAD_PREFIX: &str = "kenes_up_";

/// An address, which is shown this once; only its hash is stored. Without `Debug`.
#[derive(Clone)]
pub struct Created {
    /// What the attachment will be found by.
    pub attachment: AttachmentId,
    pub token: String,
    pub expires_at: Timestamp,
}

/// Makes a one-time address.
///
/// # Errors
/// As [`admit::file`].
pub fn create_upload(tx: &mut Writing<'_>, input: &NewFile) -> Outcome<Created> {
    // load, authorize, admit
    let (setting, permit, file) = admit::file::<can::CreateUpload>(tx, input)?;
    let (author_id, author_name) = admit::author(tx)?;
    // write
    let secret = new_secret(UPLOAD_PREFIX)?;
    let pending = Pending { id: tx.id(), file, setting, author_id, author_name, created_at: tx.now };
    let expires_at = tx.now.plus(Duration::minutes(tx.core.rules.upload_minutes));
    store::announce(tx.conn, &permit, &pending, &secret.hash, expires_at)?;
    // record
    tx.record(event::upload_created(&pending));
    Ok(Created { attachment: pending.id, token: secret.text, expires_at })
}
