//! One comment, as a row and as a model, and what its rules hang on.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{comments, decisions, reviews};
use crate::features::comments::model::{Capacity, Comment, Hiding, Parent, Setting, Stance};
use crate::features::decisions::store::visible;
use crate::features::reviews::ReviewState;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CommentId, CouncilId, DecisionId, OrganizationId, PersonId, ReviewId, StateBodyId};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = comments, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: CommentId,
    review_id: ReviewId,
    decision_id: DecisionId,
    parent_id: Option<CommentId>,
    depth: i64,
    author_id: PersonId,
    author_name: String,
    capacity: Capacity,
    organization_id: Option<OrganizationId>,
    stance: Stance,
    body: String,
    revision: i64,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    hidden_at: Option<Timestamp>,
    hidden_by_id: Option<PersonId>,
    hidden_reason: Option<String>,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl From<Row> for Comment {
    fn from(row: Row) -> Self {
        let hidden = match (row.hidden_at, row.hidden_by_id, row.hidden_reason) {
            (Some(at), Some(by_id), Some(reason)) => Some(Hiding { at, by_id, reason }),
            _ => None,
        };
        Self {
            id: row.id,
            review_id: row.review_id,
            decision_id: row.decision_id,
            parent_id: row.parent_id,
            depth: row.depth,
            author_id: row.author_id,
            author_name: row.author_name,
            capacity: row.capacity,
            organization_id: row.organization_id,
            stance: row.stance,
            // By the time it was hidden, not by the tombstone being whole: what is hidden stays hidden.
            body: row.hidden_at.is_none().then_some(row.body),
            revision: row.revision,
            created_at: row.created_at,
            edited_at: row.edited_at,
            hidden,
        }
    }
}

impl Row {
    /// The row of a new comment.
    pub(super) fn new(comment: &Comment) -> Outcome<Self> {
        let comment = comment.clone();
        let body = comment.body.ok_or_else(|| Failure::fault("a new comment without a body"))?;
        Ok(Self {
            id: comment.id,
            review_id: comment.review_id,
            decision_id: comment.decision_id,
            parent_id: comment.parent_id,
            depth: comment.depth,
            author_id: comment.author_id,
            author_name: comment.author_name,
            capacity: comment.capacity,
            organization_id: comment.organization_id,
            stance: comment.stance,
            body,
            revision: comment.revision,
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            hidden_at: None,
            hidden_by_id: None,
            hidden_reason: None,
        })
    }
}

type SettingRow = (ReviewId, DecisionId, CouncilId, StateBodyId, ReviewState);
type ParentRow = (Option<CommentId>, Option<ReviewId>, Option<i64>);

fn model(row: SettingRow) -> Setting {
    let (review_id, decision_id, council_id, body_id, state) = row;
    Setting { review_id, decision_id, council_id, body_id, state }
}

/// The review to comment on, if the viewer sees its decision, held so that it is not concluded meanwhile; with the
/// comment replied to, if it is one of this review. One statement.
///
/// # Errors
/// PARENT_ELSEWHERE-worthy parents come back as none of this review; a fault when the database cannot be read.
pub fn setting(
    conn: &mut AnyConn,
    sight: &Sight,
    review: ReviewId,
    parent: Option<CommentId>,
) -> Outcome<Option<(Setting, Option<Parent>)>> {
    let what = (reviews::id, reviews::decision_id, reviews::council_id, decisions::body_id, reviews::state);
    let base = reviews::table.inner_join(decisions::table.on(decisions::id.eq(reviews::decision_id)));
    let Some(parent) = parent else {
        let query = base.filter(reviews::id.eq(review)).filter(visible(sight)).select(what);
        let row: Option<SettingRow> = Lock(query, LockMode::ShareOf("reviews")).get_result(conn).optional()?;
        return Ok(row.map(|row| (model(row), None)));
    };
    let query = base
        .left_join(comments::table.on(comments::id.eq(parent)))
        .filter(reviews::id.eq(review))
        .filter(visible(sight))
        .select((what, (comments::id.nullable(), comments::review_id.nullable(), comments::depth.nullable())));
    let row: Option<(SettingRow, ParentRow)> = Lock(query, LockMode::ShareOf("reviews")).get_result(conn).optional()?;
    Ok(row.map(|(row, found)| (model(row), Some(parent_of(parent, found)))))
}

/// The parent as it was found. One that does not exist is of no review: the answer is the same as for one elsewhere,
/// so that nobody learns which comments exist where they may not look.
fn parent_of(asked: CommentId, (id, review, depth): ParentRow) -> Parent {
    let nowhere = ReviewId::from_uuid(uuid::Uuid::nil());
    Parent { id: id.unwrap_or(asked), review_id: review.unwrap_or(nowhere), depth: depth.unwrap_or(0) }
}

/// A comment and what its rules hang on, if the viewer sees its decision, held until the end of the transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, sight: &Sight, id: CommentId) -> Outcome<Option<(Comment, Setting)>> {
    let query = comments::table
        .inner_join(reviews::table.on(reviews::id.eq(comments::review_id)))
        .inner_join(decisions::table.on(decisions::id.eq(comments::decision_id)))
        .filter(comments::id.eq(id))
        .filter(visible(sight))
        .select((
            columns(),
            (reviews::id, reviews::decision_id, reviews::council_id, decisions::body_id, reviews::state),
        ));
    let row: Option<(Row, SettingRow)> = Lock(query, LockMode::UpdateOf("comments")).get_result(conn).optional()?;
    Ok(row.map(|(row, setting)| (Comment::from(row), model(setting))))
}
