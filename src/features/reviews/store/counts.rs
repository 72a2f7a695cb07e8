//! What hangs on reviews, counted: stances of comments, open polls.

use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{comments, polls, reviews};
use crate::features::comments::model::Stance;
use crate::features::reviews::model::StanceCounts;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, ReviewId};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use std::collections::HashMap;

/// The stance counts of reviews already read under a sight; a review without comments has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stances_of(conn: &mut AnyConn, ids: &[ReviewId]) -> Outcome<HashMap<ReviewId, StanceCounts>> {
    let rows: Vec<(ReviewId, Stance, i64)> = comments::table
        .filter(any(comments::review_id, ids))
        .filter(comments::hidden_at.is_null())
        .group_by((comments::review_id, comments::stance))
        .select((comments::review_id, comments::stance, count_star()))
        .load(conn)?;
    let mut counts: HashMap<ReviewId, StanceCounts> = HashMap::new();
    for (review, stance, number) in rows {
        let counts = counts.entry(review).or_default();
        match stance {
            Stance::For => counts.in_favour = number,
            Stance::Against => counts.against = number,
            Stance::Neutral => counts.neutral = number,
        }
    }
    Ok(counts)
}

/// Holds the reviews of a decision until the end of the transaction, so that no poll is opened meanwhile.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn hold_of_decision(conn: &mut AnyConn, decision: DecisionId) -> Outcome<Vec<ReviewId>> {
    let query = reviews::table.filter(reviews::decision_id.eq(decision)).order(reviews::id).select(reviews::id);
    Ok(Lock(query, LockMode::Update).get_results(conn)?)
}

/// Whether a poll is open on one of these reviews.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_voting(conn: &mut AnyConn, ids: &[ReviewId]) -> Outcome<bool> {
    let open = polls::table.filter(any(polls::review_id, ids)).filter(polls::state.eq("OPEN"));
    Ok(diesel::select(exists(open)).get_result(conn)?)
}
