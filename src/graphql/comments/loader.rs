//! Batched loads of comments.

use crate::access::act::Reading;
use crate::features::comments::model::{Comment, CommentEdit};
use crate::features::comments::store::{self, Parents};
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::CommentId;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// Comments by id, as far as the viewer may see their decisions.
pub(super) struct CommentById;

impl Loader for CommentById {
    type Key = CommentId;
    type Value = Arc<Comment>;

    fn load(r: &mut Reading<'_>, keys: &[CommentId]) -> Outcome<HashMap<CommentId, Arc<Comment>>> {
        let found = store::by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|comment| (comment.id, Arc::new(comment))).collect())
    }
}

/// The first comments below parents that the viewer sees; the key says below which parent, and how many.
pub(super) struct FirstBelow;

impl Loader for FirstBelow {
    type Key = ((Parents, Uuid), i64);
    type Value = Arc<Vec<Comment>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted: HashMap<Self::Key, Vec<Comment>> = HashMap::new();
        for (limit, parents) in by_limit(keys) {
            for (by, parents) in by_kind(&parents) {
                for comment in store::first_below(r.conn, by, &parents, limit)? {
                    let Some(parent) = by.of(&comment) else { continue };
                    sorted.entry(((by, parent), limit)).or_default().push(comment);
                }
            }
        }
        Ok(sorted.into_iter().map(|(key, comments)| (key, Arc::new(comments))).collect())
    }
}

/// How many comments there are below each parent.
pub(super) struct CountBelow;

impl Loader for CountBelow {
    type Key = (Parents, Uuid);
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, i64>> {
        let mut counts = HashMap::new();
        for (by, parents) in by_kind(keys) {
            let counted = store::counts_of(r.conn, by, &parents)?;
            counts.extend(counted.into_iter().map(|(parent, count)| ((by, parent), count)));
        }
        Ok(counts)
    }
}

fn by_kind(keys: &[(Parents, Uuid)]) -> HashMap<Parents, Vec<Uuid>> {
    let mut groups: HashMap<Parents, Vec<Uuid>> = HashMap::new();
    for (by, parent) in keys {
        groups.entry(*by).or_default().push(*parent);
    }
    groups
}

/// What comments said before their edits, oldest first.
pub(super) struct EditsOf;

impl Loader for EditsOf {
    type Key = CommentId;
    type Value = Arc<Vec<CommentEdit>>;

    fn load(r: &mut Reading<'_>, keys: &[CommentId]) -> Outcome<HashMap<CommentId, Self::Value>> {
        let mut sorted: HashMap<CommentId, Vec<CommentEdit>> = HashMap::new();
        for edit in store::edits_of(r.conn, keys)? {
            sorted.entry(edit.comment_id).or_default().push(edit);
        }
        Ok(sorted.into_iter().map(|(comment, edits)| (comment, Arc::new(edits))).collect())
    }
}
