//! Deadlines in lists: by subject for many at once, by id, and in pages.

use super::rows::{Row, columns, models};
use super::write::MoveRow;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::page::{Direction, count_limited};
use crate::db::schema::{deadline_moves, deadlines};
use crate::features::deadlines::model::{Deadline, DeadlineState, Move};
use crate::features::decisions::store::visible_through;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DeadlineId, Id, ReviewId, StateBodyId, kind};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Which deadlines. What is not given does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub body: Option<StateBodyId>,
    pub council: Option<CouncilId>,
    pub review: Option<ReviewId>,
    pub rule_keys: Option<Vec<String>>,
    pub states: Option<Vec<DeadlineState>>,
    /// The first last day.
    pub due_from: Option<NaiveDate>,
    /// The first last day no longer wanted.
    pub due_until: Option<NaiveDate>,
}

/// The deadlines of these ids whose decisions the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[DeadlineId]) -> Outcome<Vec<Deadline>> {
    let query =
        deadlines::table.filter(any(deadlines::id, ids)).filter(visible_through("deadlines.decision_id", sight));
    models(query.select(columns()).load(conn)?)
}

/// The deadlines of subjects already read under a sight, oldest first, cancelled ones too.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_subjects(conn: &mut AnyConn, subjects: &[Uuid]) -> Outcome<Vec<Deadline>> {
    let subjects: Vec<Id<kind::Event>> = subjects.iter().map(|id| Id::from_uuid(*id)).collect();
    let query = deadlines::table.filter(any(deadlines::subject_id, &subjects));
    models(query.order((deadlines::created_at, deadlines::id)).select(columns()).load(conn)?)
}

/// The moves of deadlines already read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn moves_of(conn: &mut AnyConn, ids: &[DeadlineId]) -> Outcome<Vec<Move>> {
    let rows: Vec<MoveRow> = deadline_moves::table
        .filter(any(deadline_moves::deadline_id, ids))
        .order((deadline_moves::calendar_version, deadline_moves::deadline_id))
        .select(<MoveRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Move::from).collect())
}

/// One page of the deadlines the viewer may see, in the order in which they fall due.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(
    conn: &mut AnyConn,
    sight: &Sight,
    filter: &Filter,
    direction: Direction,
    window: &Window,
) -> Outcome<Page<Deadline>> {
    let query = keyset!(narrowed(sight, filter), window, direction, deadlines::overdue_at, deadlines::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(models(rows)?))
}

/// How many deadlines the viewer may see, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    let query = narrowed(sight, filter).select(deadlines::id).limit(cap.saturating_add(1));
    Ok(count_limited(conn, query, cap)?)
}

fn narrowed(sight: &Sight, filter: &Filter) -> deadlines::BoxedQuery<'static, MultiBackend> {
    let through = visible_through("deadlines.decision_id", sight);
    let mut query = deadlines::table.into_boxed::<MultiBackend>().filter(through);
    if let Some(body) = filter.body {
        query = query.filter(deadlines::body_id.eq(body));
    }
    if let Some(council) = filter.council {
        query = query.filter(deadlines::council_id.eq(council));
    }
    if let Some(review) = filter.review {
        query = query.filter(deadlines::review_id.eq(review));
    }
    if let Some(keys) = &filter.rule_keys {
        // A client may repeat itself; the statement has one bind per value.
        let distinct: BTreeSet<String> = keys.iter().cloned().collect();
        query = query.filter(deadlines::rule_key.eq_any(distinct));
    }
    if let Some(states) = &filter.states {
        let distinct: BTreeSet<_> = states.iter().copied().collect();
        query = query.filter(deadlines::state.eq_any(distinct));
    }
    if let Some(from) = filter.due_from {
        query = query.filter(deadlines::due_on.ge(from));
    }
    if let Some(until) = filter.due_until {
        query = query.filter(deadlines::due_on.lt(until));
    }
    query
}
