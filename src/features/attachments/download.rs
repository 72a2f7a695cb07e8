//! Reading a file: the same sight as everywhere, and accredited media leave the same trace as when they read the decision.

use super::model::Attachment;
use super::store;
use crate::access::act::Reading;
use crate::features::decisions;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AttachmentId, DecisionId};

/// A file that may be handed out, and the decision under embargo whose look must be logged before
/// ([`decisions::look::look`]).
#[derive(Clone, Debug)]
pub struct Found {
    pub attachment: Attachment,
    pub look: Option<DecisionId>,
}

/// The file of an id, if the viewer may read it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(r: &mut Reading<'_>, id: AttachmentId) -> Outcome<Option<Found>> {
    let Some(attachment) = store::find(r.conn, &r.sight, id)? else { return Ok(None) };
    let look = match attachment.decision_id.filter(|_| r.sight.embargoed) {
        Some(id) => decisions::store::find(r.conn, &r.sight, id)?
            .filter(|decision| decisions::needs_log(&r.sight, decision))
            .map(|decision| decision.id),
        None => None,
    };
    Ok(Some(Found { attachment, look }))
}
