//! Milestones. One is seen by whoever sees its decision; the plan of an answer by whoever sees the answer.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::milestones::{self, dsl};
use crate::features::answers::milestone::{Milestone, MilestoneState, UNFINISHED};
use crate::features::decisions::store::visible_through;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, AnswerId, CouncilId, DecisionId, MilestoneId, ReviewId, StateBodyId};
use crate::kernel::localized::Localized;
use chrono::NaiveDate;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = milestones, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: MilestoneId,
    answer_id: AnswerId,
    addressee_id: AddresseeId,
    review_id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    body_id: StateBodyId,
    number: i64,
    title: Localized,
    due_on: NaiveDate,
    state: MilestoneState,
    planned_at: Timestamp,
    reported_on: Option<NaiveDate>,
}

/// Row and model have the same fields.
macro_rules! convert {
    ($from:ty => $to:ty) => {
        impl From<$from> for $to {
            fn from(from: $from) -> Self {
                Self {
                    id: from.id,
                    answer_id: from.answer_id,
                    addressee_id: from.addressee_id,
                    review_id: from.review_id,
                    decision_id: from.decision_id,
                    council_id: from.council_id,
                    body_id: from.body_id,
                    number: from.number,
                    title: from.title,
                    due_on: from.due_on,
                    state: from.state,
                    planned_at: from.planned_at,
                    reported_on: from.reported_on,
                }
            }
        }
    };
}
convert!(Row => Milestone);
convert!(Milestone => Row);

fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

/// A milestone, if the viewer may see its decision.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_milestone(conn: &mut AnyConn, sight: &Sight, id: MilestoneId) -> Outcome<Option<Milestone>> {
    Ok(milestones_by_ids(conn, sight, &[id])?.pop())
}

/// The milestones of these ids whose decisions the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn milestones_by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[MilestoneId]) -> Outcome<Vec<Milestone>> {
    let query = dsl::milestones.filter(any(dsl::id, ids)).filter(visible_through("milestones.decision_id", sight));
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Milestone::from).collect())
}

/// The plans of answers already read under a sight, each in the body's own order. A plan is short by rule.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn plans_of(conn: &mut AnyConn, answers: &[AnswerId]) -> Outcome<Vec<Milestone>> {
    let query = dsl::milestones.filter(any(dsl::answer_id, answers)).order((dsl::answer_id, dsl::number));
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Milestone::from).collect())
}

/// How many milestones of a review, itself read under a sight, are not confirmed yet. What was superseded does not count.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn unfinished_of_review(conn: &mut AnyConn, review: ReviewId) -> Outcome<i64> {
    let unfinished = dsl::milestones.filter(dsl::review_id.eq(review)).filter(dsl::state.eq_any(UNFINISHED));
    Ok(unfinished.count().get_result(conn)?)
}
