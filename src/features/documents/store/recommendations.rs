//! The recommendations. They exist only for documents that were sent, so whoever sees the decision sees them.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::recommendations::{self, dsl};
use crate::features::decisions::store::visible_through;
use crate::features::documents::model::{Priority, Recommendation};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, FinalDocumentId, RecommendationId, ReviewId};
use crate::kernel::localized::Localized;
use chrono::NaiveDate;
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = recommendations, treat_none_as_default_value = false)]
pub(super) struct RecommendationRow {
    id: RecommendationId,
    document_id: FinalDocumentId,
    review_id: ReviewId,
    decision_id: DecisionId,
    council_id: CouncilId,
    number: i64,
    text: Localized,
    priority: Priority,
    wished_on: Option<NaiveDate>,
    sent_at: Timestamp,
}

impl From<RecommendationRow> for Recommendation {
    fn from(row: RecommendationRow) -> Self {
        Self {
            id: row.id,
            document_id: row.document_id,
            review_id: row.review_id,
            decision_id: row.decision_id,
            council_id: row.council_id,
            number: row.number,
            text: row.text,
            priority: row.priority,
            wished_on: row.wished_on,
            sent_at: row.sent_at,
        }
    }
}

impl From<&Recommendation> for RecommendationRow {
    fn from(recommendation: &Recommendation) -> Self {
        let recommendation = recommendation.clone();
        Self {
            id: recommendation.id,
            document_id: recommendation.document_id,
            review_id: recommendation.review_id,
            decision_id: recommendation.decision_id,
            council_id: recommendation.council_id,
            number: recommendation.number,
            text: recommendation.text,
            priority: recommendation.priority,
            wished_on: recommendation.wished_on,
            sent_at: recommendation.sent_at,
        }
    }
}

fn columns() -> <RecommendationRow as Selectable<MultiBackend>>::SelectExpression {
    <RecommendationRow as Selectable<MultiBackend>>::construct_selection()
}

/// The recommendations of these ids on decisions that the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn recommendations_by_ids(
    conn: &mut AnyConn,
    sight: &Sight,
    ids: &[RecommendationId],
) -> Outcome<Vec<Recommendation>> {
    let query = dsl::recommendations.filter(any(dsl::id, ids));
    let query = query.filter(visible_through("recommendations.decision_id", sight)).select(columns());
    let rows: Vec<RecommendationRow> = query.load(conn)?;
    Ok(rows.into_iter().map(Recommendation::from).collect())
}

/// The recommendations of documents already read under a sight, in the order of their numbers.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn recommendations_of(conn: &mut AnyConn, documents: &[FinalDocumentId]) -> Outcome<Vec<Recommendation>> {
    let query = dsl::recommendations.filter(any(dsl::document_id, documents)).order((dsl::document_id, dsl::number));
    let rows: Vec<RecommendationRow> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Recommendation::from).collect())
}
