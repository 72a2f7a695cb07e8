//! Reviews in lists: by decision and by council for many parents at once, and in pages.

use super::rows::{Row, columns};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, Only, first_per_parent, first_per_parent_where};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::{decisions, reviews};
use crate::features::decisions::store::{visible, visible_through};
use crate::features::reviews::model::{Review, ReviewForm, ReviewState};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, Id, ReviewId};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::collections::HashMap;
use uuid::Uuid;

/// Which reviews. What is not given does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub decision: Option<DecisionId>,
    pub council: Option<CouncilId>,
    pub states: Option<Vec<ReviewState>>,
    pub form: Option<ReviewForm>,
}

#[derive(Clone, Copy, Debug, QueryId)]
struct NewestOfDecision;

impl Listing for NewestOfDecision {
    const TABLE: &'static str = "reviews";
    const PARENT: &'static str = "decision_id";
    const ORDER: &'static str = "opened_at DESC, id DESC";
}

#[derive(Clone, Copy, Debug, QueryId)]
struct NewestOfCouncil;

impl Listing for NewestOfCouncil {
    const TABLE: &'static str = "reviews";
    const PARENT: &'static str = "council_id";
    const ORDER: &'static str = "opened_at DESC, id DESC";
}

fn uuids<K: Copy>(ids: &[Id<K>]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

fn newest_first(rows: Vec<Row>) -> Vec<Review> {
    let mut reviews: Vec<Review> = rows.into_iter().map(Review::from).collect();
    reviews.sort_by_key(|review| Reverse((review.opened_at, review.id)));
    reviews
}

/// The reviews of these ids whose decisions the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[ReviewId]) -> Outcome<Vec<Review>> {
    let query = reviews::table.inner_join(decisions::table.on(decisions::id.eq(reviews::decision_id)));
    let rows: Vec<Row> = query.filter(any(reviews::id, ids)).filter(visible(sight)).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Review::from).collect())
}

/// The newest `limit` reviews of each decision already read under a sight, newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_decisions(conn: &mut AnyConn, decisions: &[DecisionId], limit: i64) -> Outcome<Vec<Review>> {
    Ok(newest_first(first_per_parent::<NewestOfDecision, Row>(conn, &uuids(decisions), limit)?))
}

/// The newest `limit` reviews of each council whose decisions the viewer may see, newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_councils(conn: &mut AnyConn, sight: &Sight, councils: &[CouncilId], limit: i64) -> Outcome<Vec<Review>> {
    let only = Only(visible_through("reviews.decision_id", sight));
    Ok(newest_first(first_per_parent_where::<NewestOfCouncil, Row, _>(conn, &uuids(councils), limit, only)?))
}

/// One page of the reviews the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(
    conn: &mut AnyConn,
    sight: &Sight,
    filter: &Filter,
    direction: Direction,
    window: &Window,
) -> Outcome<Page<Review>> {
    let query = narrowed(sight, filter);
    let query = keyset!(query, window, direction, reviews::opened_at, reviews::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Review::from).collect()))
}

/// How many reviews the viewer may see, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    let query = narrowed(sight, filter).select(reviews::id).limit(cap.saturating_add(1));
    Ok(count_limited(conn, query, cap)?)
}

/// How many reviews each decision already read under a sight has; a decision without any has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_decisions(conn: &mut AnyConn, ids: &[DecisionId]) -> Outcome<HashMap<DecisionId, i64>> {
    let query = reviews::table.filter(any(reviews::decision_id, ids)).group_by(reviews::decision_id);
    let rows: Vec<(DecisionId, i64)> = query.select((reviews::decision_id, count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many reviews of decisions the viewer may see each council has; a council without any has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_councils(conn: &mut AnyConn, sight: &Sight, ids: &[CouncilId]) -> Outcome<HashMap<CouncilId, i64>> {
    let query =
        reviews::table.filter(any(reviews::council_id, ids)).filter(visible_through("reviews.decision_id", sight));
    let rows: Vec<(CouncilId, i64)> =
        query.group_by(reviews::council_id).select((reviews::council_id, count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}

fn narrowed(sight: &Sight, filter: &Filter) -> reviews::BoxedQuery<'static, MultiBackend> {
    let mut query = reviews::table.into_boxed::<MultiBackend>().filter(visible_through("reviews.decision_id", sight));
    if let Some(decision) = filter.decision {
        query = query.filter(reviews::decision_id.eq(decision));
    }
    if let Some(council) = filter.council {
        query = query.filter(reviews::council_id.eq(council));
    }
    if let Some(states) = &filter.states {
        // A client may repeat itself; the statement has one bind per state.
        let distinct: BTreeSet<_> = states.iter().copied().collect();
        query = query.filter(reviews::state.eq_any(distinct));
    }
    if let Some(form) = filter.form {
        query = query.filter(reviews::form.eq(form));
    }
    query
}
