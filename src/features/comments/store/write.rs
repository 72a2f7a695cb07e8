//! What is written about comments, always with a permit.

use super::rows::Row;
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::schema::{comment_edits, comments, comments::dsl};
use crate::features::comments::model::{Comment, CommentEdit, Hiding};
use crate::kernel::failure::Outcome;
use crate::kernel::id::CommentId;
use diesel::prelude::*;

/// Enters a comment.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::AddComment>, comment: &Comment) -> Outcome<()> {
    diesel::insert_into(comments::table).values(Row::new(comment)?).execute(conn)?;
    Ok(())
}

/// Keeps what a comment said and stores what it says now.
///
/// # Errors
/// A fault when the database refuses.
pub fn edit(
    conn: &mut AnyConn,
    _permit: &Permit<can::EditComment>,
    comment: &Comment,
    before: &CommentEdit,
) -> Outcome<()> {
    let kept = (
        comment_edits::comment_id.eq(before.comment_id),
        comment_edits::revision.eq(before.revision),
        comment_edits::body.eq(&before.body),
        comment_edits::written_at.eq(before.written_at),
    );
    diesel::insert_into(comment_edits::table).values(kept).execute(conn)?;
    let Some(body) = &comment.body else { return Ok(()) };
    diesel::update(dsl::comments.find(comment.id))
        .set((dsl::body.eq(body), dsl::revision.eq(comment.revision), dsl::edited_at.eq(comment.edited_at)))
        .execute(conn)?;
    Ok(())
}

/// Makes a comment a tombstone.
///
/// # Errors
/// A fault when the database refuses.
pub fn hide(conn: &mut AnyConn, _permit: &Permit<can::HideComment>, id: CommentId, hiding: &Hiding) -> Outcome<()> {
    diesel::update(dsl::comments.find(id))
        .set((
            dsl::hidden_at.eq(Some(hiding.at)),
            dsl::hidden_by_id.eq(Some(hiding.by_id)),
            dsl::hidden_reason.eq(Some(&hiding.reason)),
        ))
        .execute(conn)?;
    Ok(())
}
