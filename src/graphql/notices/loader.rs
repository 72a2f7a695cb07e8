//! Batched loads of what is the viewer's own.

use crate::access::act::Reading;
use crate::features::notices::store;
use crate::features::notices::{Follow, Notice};
use crate::graphql::batch::Loader;
use crate::kernel::failure::Outcome;
use crate::kernel::id::NoticeId;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// The viewer's notices by id, as far as they may still see them.
pub(super) struct NoticeById;

impl Loader for NoticeById {
    type Key = NoticeId;
    type Value = Arc<Notice>;

    fn load(r: &mut Reading<'_>, keys: &[NoticeId]) -> Outcome<HashMap<NoticeId, Arc<Notice>>> {
        let Some(own) = r.viewer.account() else { return Ok(HashMap::new()) };
        let found = store::by_ids(r.conn, &r.sight, own, keys)?;
        Ok(found.into_iter().map(|notice| (notice.id, Arc::new(notice))).collect())
    }
}

/// The viewer's following of subjects.
pub(super) struct FollowOfSubject;

impl Loader for FollowOfSubject {
    type Key = Uuid;
    type Value = Follow;

    fn load(r: &mut Reading<'_>, keys: &[Uuid]) -> Outcome<HashMap<Uuid, Follow>> {
        let Some(own) = r.viewer.account() else { return Ok(HashMap::new()) };
        let found = store::follows_of(r.conn, own, keys)?;
        Ok(found.into_iter().map(|follow| (follow.subject.id, follow)).collect())
    }
}
