//! Decisions by their ids and by their bodies, for many parents at once.

use super::rows::{Row, columns};
use super::visible::visible;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::list::{Listing, Only, first_per_parent_where};
use crate::db::schema::decisions::dsl;
use crate::features::decisions::model::Decision;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, StateBodyId};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::cmp::Reverse;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, QueryId)]
struct NewestOfBody;

impl Listing for NewestOfBody {
    const TABLE: &'static str = "decisions";
    const PARENT: &'static str = "body_id";
    const ORDER: &'static str = "listed_at DESC, id DESC";
}

/// The decisions of these ids that the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[DecisionId]) -> Outcome<Vec<Decision>> {
    let rows: Vec<Row> =
        dsl::decisions.filter(any(dsl::id, ids)).filter(visible(sight)).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Decision::from).collect())
}

/// The newest `limit` decisions of each body that the viewer may see; within a body newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_bodies(conn: &mut AnyConn, sight: &Sight, bodies: &[StateBodyId], limit: i64) -> Outcome<Vec<Decision>> {
    let parents: Vec<Uuid> = bodies.iter().map(|id| id.uuid()).collect();
    let rows: Vec<Row> = first_per_parent_where::<NewestOfBody, Row, _>(conn, &parents, limit, Only(visible(sight)))?;
    let mut decisions: Vec<Decision> = rows.into_iter().map(Decision::from).collect();
    decisions.sort_by_key(|decision| Reverse((decision.listed_at, decision.id)));
    Ok(decisions)
}

/// How many decisions each body has that the viewer may see; a body without any has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_bodies(conn: &mut AnyConn, sight: &Sight, ids: &[StateBodyId]) -> Outcome<HashMap<StateBodyId, i64>> {
    let query = dsl::decisions.filter(any(dsl::body_id, ids)).filter(visible(sight)).group_by(dsl::body_id);
    let rows: Vec<(StateBodyId, i64)> = query.select((dsl::body_id, count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}
