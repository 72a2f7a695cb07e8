//! What councils think of answers that were themselves read under a sight, and what polls move to say of them.

use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::answer_ratings::{self, dsl};
use crate::db::schema::rating_motions;
use crate::features::answers::model::{Motion, Rating, RatingVerdict};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AnswerId, PersonId, PollId};
use crate::sql_expression;
use diesel::prelude::*;
use diesel::sql_types::Bool;

sql_expression! { Stands over answer_ratings::table: Bool = "EXISTS (SELECT 1 FROM polls AS word WHERE word.id = answer_ratings.poll_id AND word.state = 'CLOSED')" }

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = answer_ratings, treat_none_as_default_value = false)]
pub(super) struct Row {
    answer_id: AnswerId,
    verdict: RatingVerdict,
    reason: String,
    poll_id: PollId,
    rated_by_id: Option<PersonId>,
    rated_by_name: Option<String>,
    rated_at: Timestamp,
}

impl From<Row> for Rating {
    fn from(row: Row) -> Self {
        let Row { answer_id, verdict, reason, poll_id, rated_by_id, rated_by_name, rated_at } = row;
        Self { answer_id, verdict, reason, poll_id, rated_by: rated_by_id.zip(rated_by_name), rated_at }
    }
}

impl From<&Rating> for Row {
    fn from(rating: &Rating) -> Self {
        let Rating { answer_id, verdict, reason, poll_id, rated_by, rated_at } = rating.clone();
        let (rated_by_id, rated_by_name) = rated_by.unzip();
        Self { answer_id, verdict, reason, poll_id, rated_by_id, rated_by_name, rated_at }
    }
}

/// The ratings that stand, of answers already read under a sight; not every answer is rated. One whose poll was annulled
/// counts for nothing, like its poll.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn ratings_of(conn: &mut AnyConn, answers: &[AnswerId]) -> Outcome<Vec<Rating>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> =
        dsl::answer_ratings.filter(any(dsl::answer_id, answers)).filter(Stands).select(selection).load(conn)?;
    Ok(rows.into_iter().map(Rating::from).collect())
}

/// What polls already read under a sight move to say of answers; most polls are about none.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn motions_of(conn: &mut AnyConn, polls: &[PollId]) -> Outcome<Vec<Motion>> {
    let rows: Vec<(PollId, AnswerId, RatingVerdict, String)> = rating_motions::table
        .filter(any(rating_motions::poll_id, polls))
        .select((rating_motions::poll_id, rating_motions::answer_id, rating_motions::verdict, rating_motions::reason))
        .load(conn)?;
    let motion = |(poll_id, answer_id, verdict, reason)| Motion { poll_id, answer_id, verdict, reason };
    Ok(rows.into_iter().map(motion).collect())
}
