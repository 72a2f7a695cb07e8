//! One answer, as a row and as a model. An answer is seen by whoever sees its decision.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::answers::{self, dsl};
use crate::features::answers::model::{Answer, Verdict};
use crate::features::decisions::store::visible_through;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{
    AddresseeId, AnswerId, CouncilId, DecisionId, FinalDocumentId, PersonId, RecommendationId, ReviewId, StateBodyId,
};
use crate::kernel::localized::Localized;
use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = answers, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: AnswerId,
    addressee_id: AddresseeId,
    recommendation_id: RecommendationId,
    document_id: FinalDocumentId,
    review_id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    body_id: StateBodyId,
    number: i64,
    verdict: Verdict,
    reasons: Localized,
    corrects_id: Option<AnswerId>,
    author_id: PersonId,
    author_name: String,
    answered_at: Timestamp,
    answered_on: NaiveDate,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

/// Row and model have the same fields.
macro_rules! convert {
    ($from:ty => $to:ty) => {
        impl From<$from> for $to {
            fn from(from: $from) -> Self {
                Self {
                    id: from.id,
                    addressee_id: from.addressee_id,
                    recommendation_id: from.recommendation_id,
                    document_id: from.document_id,
                    review_id: from.review_id,
                    decision_id: from.decision_id,
                    council_id: from.council_id,
                    body_id: from.body_id,
                    number: from.number,
                    verdict: from.verdict,
                    reasons: from.reasons,
                    corrects_id: from.corrects_id,
                    author_id: from.author_id,
                    author_name: from.author_name,
                    answered_at: from.answered_at,
                    answered_on: from.answered_on,
                }
            }
        }
    };
}
convert!(Row => Answer);
convert!(Answer => Row);

/// An answer, if the viewer may see its decision.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, sight: &Sight, id: AnswerId) -> Outcome<Option<Answer>> {
    Ok(by_ids(conn, sight, &[id])?.pop())
}

/// The answers of these ids whose decisions the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[AnswerId]) -> Outcome<Vec<Answer>> {
    let query = dsl::answers.filter(any(dsl::id, ids)).filter(visible_through("answers.decision_id", sight));
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Answer::from).collect())
}

/// Whether a later answer stands in the place of one that was read under a sight.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_corrected(conn: &mut AnyConn, id: AnswerId) -> Outcome<bool> {
    Ok(diesel::select(exists(dsl::answers.filter(dsl::corrects_id.eq(id)))).get_result(conn)?)
}

/// The corrections of answers already read under a sight: what is corrected, and by which answer.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn correction_of(conn: &mut AnyConn, ids: &[AnswerId]) -> Outcome<HashMap<AnswerId, Answer>> {
    let rows: Vec<Row> = dsl::answers.filter(any(dsl::corrects_id, ids)).select(columns()).load(conn)?;
    let corrections = rows.into_iter().map(Answer::from);
    Ok(corrections.filter_map(|answer| Some((answer.corrects_id?, answer))).collect())
}
