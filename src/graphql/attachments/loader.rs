//! Batched loads of attachments.

use crate::access::act::Reading;
use crate::features::attachments::model::Attachment;
use crate::features::attachments::store;
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::AttachmentId;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Attachments by id, as far as the viewer may see them.
pub(super) struct AttachmentById;

impl Loader for AttachmentById {
    type Key = AttachmentId;
    type Value = Arc<Attachment>;

    fn load(r: &mut Reading<'_>, keys: &[AttachmentId]) -> Outcome<HashMap<AttachmentId, Arc<Attachment>>> {
        let found = store::by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|attachment| (attachment.id, Arc::new(attachment))).collect())
    }
}

/// The redacted copies of originals, oldest first.
pub(super) struct CopiesOf;

impl Loader for CopiesOf {
    type Key = AttachmentId;
    type Value = Arc<Vec<Arc<Attachment>>>;

    fn load(r: &mut Reading<'_>, keys: &[AttachmentId]) -> Outcome<HashMap<AttachmentId, Self::Value>> {
        let mut sorted: HashMap<AttachmentId, Vec<Arc<Attachment>>> = HashMap::new();
        for copy in store::copies_of(r.conn, &r.sight, keys)? {
            if let Some(original) = copy.redacted_of_id {
                sorted.entry(original).or_default().push(Arc::new(copy));
            }
        }
        Ok(sorted.into_iter().map(|(original, copies)| (original, Arc::new(copies))).collect())
    }
}

/// The first attachments of subjects; the key says of which, and how many.
pub(super) struct FirstOf;

impl Loader for FirstOf {
    type Key = (Uuid, i64);
    type Value = Arc<Vec<Attachment>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted: HashMap<Self::Key, Vec<Attachment>> = HashMap::new();
        for (limit, subjects) in by_limit(keys) {
            for attachment in store::first_of(r.conn, &r.sight, &subjects, limit)? {
                sorted.entry((attachment.subject.id, limit)).or_default().push(attachment);
            }
        }
        Ok(sorted.into_iter().map(|(key, attachments)| (key, Arc::new(attachments))).collect())
    }
}

/// How many attachments each subject has that the viewer may see.
pub(super) struct CountOf;

impl Loader for CountOf {
    type Key = Uuid;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[Uuid]) -> Outcome<HashMap<Uuid, i64>> {
        store::counts_of(r.conn, &r.sight, keys)
    }
}
