//! Comments of many parents at once. The parents were themselves read under a sight, so their comments need none:
//! who sees a decision sees all that is said about it.

use super::rows::{Row, columns};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::list::{Listing, first_per_parent};
use crate::db::schema::{comment_edits, comments, decisions};
use crate::features::comments::model::{Comment, CommentEdit};
use crate::features::decisions::store::visible;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CommentId, Id, kind};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::collections::HashMap;
use uuid::Uuid;

/// What comments are listed and counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parents {
    /// All on a decision, in all its reviews and at every depth.
    Decisions,
    /// All in a review, at every depth.
    Reviews,
    /// Those in a review that reply to none.
    RootsOfReviews,
    /// The replies to a comment.
    Comments,
}

impl Parents {
    /// A name that tells the lists apart.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decisions => "decision",
            Self::Reviews => "review",
            Self::RootsOfReviews => "roots of review",
            Self::Comments => "comment",
        }
    }

    /// The parent of this kind that a comment has.
    pub fn of(self, comment: &Comment) -> Option<Uuid> {
        match self {
            Self::Decisions => Some(comment.decision_id.uuid()),
            Self::Reviews | Self::RootsOfReviews => Some(comment.review_id.uuid()),
            Self::Comments => comment.parent_id.map(|parent| parent.uuid()),
        }
    }
}

macro_rules! listing {
    ($name:ident by $parent:literal $(only $only:literal)?) => {
        #[derive(Clone, Copy, Debug, QueryId)]
        struct $name;
        impl Listing for $name {
            const TABLE: &'static str = "comments";
            const PARENT: &'static str = $parent;
            $(const ONLY: &'static str = $only;)?
            const ORDER: &'static str = "created_at, id";
        }
    };
}
listing!(OfDecision by "decision_id");
listing!(OfReview by "review_id");
listing!(RootsOfReview by "review_id" only " AND parent_id IS NULL");
listing!(RepliesOfComment by "parent_id");

fn first<L: Listing>(conn: &mut AnyConn, parents: &[Uuid], limit: i64) -> Outcome<Vec<Comment>> {
    let rows: Vec<Row> = first_per_parent::<L, Row>(conn, parents, limit)?;
    let mut comments: Vec<Comment> = rows.into_iter().map(Comment::from).collect();
    comments.sort_by_key(|comment| (comment.created_at, comment.id));
    Ok(comments)
}

/// The first `limit` comments below each parent already read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn first_below(conn: &mut AnyConn, by: Parents, parents: &[Uuid], limit: i64) -> Outcome<Vec<Comment>> {
    match by {
        Parents::Decisions => first::<OfDecision>(conn, parents, limit),
        Parents::Reviews => first::<OfReview>(conn, parents, limit),
        Parents::RootsOfReviews => first::<RootsOfReview>(conn, parents, limit),
        Parents::Comments => first::<RepliesOfComment>(conn, parents, limit),
    }
}

/// The comments of these ids whose decisions the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[CommentId]) -> Outcome<Vec<Comment>> {
    let rows: Vec<Row> = comments::table
        .inner_join(decisions::table.on(decisions::id.eq(comments::decision_id)))
        .filter(any(comments::id, ids))
        .filter(visible(sight))
        .select(columns())
        .load(conn)?;
    Ok(rows.into_iter().map(Comment::from).collect())
}

/// Counts by one column of parents.
macro_rules! grouped {
    ($conn:expr, $parents:expr, $table:expr, $column:expr) => {{
        let ids: Vec<Id<kind::Comment>> = $parents.iter().map(|id| Id::from_uuid(*id)).collect();
        let query = $table.filter(any($column, &ids)).group_by($column).select(($column.nullable(), count_star()));
        let rows: Vec<(Option<Id<kind::Comment>>, i64)> = query.load($conn)?;
        Ok(rows.into_iter().filter_map(|(parent, count)| Some((parent?.uuid(), count))).collect())
    }};
}
/// How many comments each parent has, tombstones included; a parent without any has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of(conn: &mut AnyConn, by: Parents, parents: &[Uuid]) -> Outcome<HashMap<Uuid, i64>> {
    let table = comments::table;
    match by {
        Parents::Decisions => grouped!(conn, parents, table, comments::decision_id),
        Parents::Reviews => grouped!(conn, parents, table, comments::review_id),
        Parents::RootsOfReviews => {
            grouped!(conn, parents, table.filter(comments::parent_id.is_null()), comments::review_id)
        }
        Parents::Comments => grouped!(conn, parents, table, comments::parent_id),
    }
}

/// What comments said before their edits, oldest first; nothing of hidden ones.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn edits_of(conn: &mut AnyConn, ids: &[CommentId]) -> Outcome<Vec<CommentEdit>> {
    let rows: Vec<(CommentId, i64, String, Timestamp)> = comment_edits::table
        .inner_join(comments::table.on(comments::id.eq(comment_edits::comment_id)))
        .filter(any(comment_edits::comment_id, ids))
        .filter(comments::hidden_at.is_null())
        .order((comment_edits::comment_id, comment_edits::revision))
        .select((comment_edits::comment_id, comment_edits::revision, comment_edits::body, comment_edits::written_at))
        .load(conn)?;
    let edit = |(comment_id, revision, body, written_at)| CommentEdit { comment_id, revision, body, written_at };
    Ok(rows.into_iter().map(edit).collect())
}
