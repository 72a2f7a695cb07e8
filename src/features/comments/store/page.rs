//! Comments in pages: below one parent, oldest first; and the moderation log, newest first.

use super::lists::Parents;
use super::rows::{Row, columns};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::page::{Direction, count_limited};
use crate::db::schema::{comments, reviews};
use crate::features::comments::model::{Comment, Hiding};
use crate::features::decisions::store::visible_through;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, Id, kind};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::prelude::*;
use uuid::Uuid;

/// One page of the comments of a parent that was read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, by: Parents, parent: Uuid, window: &Window) -> Outcome<Page<Comment>> {
    let all = comments::table.into_boxed::<MultiBackend>();
    // To SQL an id is an id, whatever it identifies.
    let parent: Id<kind::Comment> = Id::from_uuid(parent);
    let query = match by {
        Parents::Decisions => all.filter(comments::decision_id.eq(parent)),
        Parents::Reviews => all.filter(comments::review_id.eq(parent)),
        Parents::RootsOfReviews => all.filter(comments::review_id.eq(parent)).filter(comments::parent_id.is_null()),
        Parents::Comments => all.filter(comments::parent_id.eq(parent)),
    };
    let query = keyset!(query, window, Direction::Ascending, comments::created_at, comments::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Comment::from).collect()))
}

/// One page of the hidden comments, of one council or of all, on decisions the viewer may see; latest hidden first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn moderation_log(
    conn: &mut AnyConn,
    sight: &Sight,
    council: Option<CouncilId>,
    window: &Window,
) -> Outcome<Page<(Comment, Hiding)>> {
    let query = keyset!(hidden(sight, council), window, Direction::Descending, comments::hidden_at, comments::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    let entry = |comment: Comment| match comment.hidden.clone() {
        Some(hiding) => Ok((comment, hiding)),
        None => Err(Failure::fault("a hidden comment without a whole tombstone")),
    };
    let entries = rows.into_iter().map(|row| entry(Comment::from(row))).collect::<Outcome<Vec<_>>>()?;
    Ok(window.page(entries))
}

/// How many entries the moderation log has for this viewer, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn moderation_count(conn: &mut AnyConn, sight: &Sight, council: Option<CouncilId>, cap: i64) -> Outcome<Total> {
    let query = hidden(sight, council).select(comments::id).limit(cap.saturating_add(1));
    Ok(count_limited(conn, query, cap)?)
}

fn hidden(sight: &Sight, council: Option<CouncilId>) -> comments::BoxedQuery<'static, MultiBackend> {
    let query = comments::table
        .into_boxed::<MultiBackend>()
        .filter(comments::hidden_at.is_not_null())
        .filter(visible_through("comments.decision_id", sight));
    match council {
        None => query,
        Some(council) => {
            let own = reviews::table.filter(reviews::council_id.eq(council)).select(reviews::id);
            query.filter(comments::review_id.eq_any(own))
        }
    }
}
