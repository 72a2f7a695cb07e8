//! Meetings in lists, by the time they are announced for.

use super::meetings::{Row, columns};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, first_per_parent};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::agenda_items;
use crate::db::schema::meetings::{self, dsl};
use crate::features::decisions::store::visible_through;
use crate::features::meetings::model::{Meeting, MeetingForm, MeetingState};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, ReviewId};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Which meetings. What is not given does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub council: Option<CouncilId>,
    pub form: Option<MeetingForm>,
    pub states: Option<Vec<MeetingState>>,
    /// Those on whose agenda this review is, if the viewer may see it.
    pub review: Option<ReviewId>,
    pub from: Option<Timestamp>,
    /// The first instant after the period.
    pub until: Option<Timestamp>,
}

/// How the list runs: by the time announced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Latest,
    Earliest,
}

impl Order {
    const fn direction(self) -> Direction {
        match self {
            Self::Latest => Direction::Descending,
            Self::Earliest => Direction::Ascending,
        }
    }
}

#[derive(Clone, Copy, Debug, QueryId)]
struct LatestOfCouncil;

impl Listing for LatestOfCouncil {
    const TABLE: &'static str = "meetings";
    const PARENT: &'static str = "council_id";
    const ORDER: &'static str = "starts_at DESC, id DESC";
}

/// The `limit` meetings of each council that lie farthest ahead, latest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_councils(conn: &mut AnyConn, councils: &[CouncilId], limit: i64) -> Outcome<Vec<Meeting>> {
    let parents: Vec<Uuid> = councils.iter().map(|id| id.uuid()).collect();
    let rows = first_per_parent::<LatestOfCouncil, Row>(conn, &parents, limit)?;
    let mut meetings: Vec<Meeting> = rows.into_iter().map(Meeting::from).collect();
    meetings.sort_by_key(|meeting| Reverse((meeting.starts_at, meeting.id)));
    Ok(meetings)
}

/// How many meetings each of these councils has called; councils without one are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_councils(conn: &mut AnyConn, councils: &[CouncilId]) -> Outcome<HashMap<CouncilId, i64>> {
    let query = dsl::meetings.filter(any(dsl::council_id, councils)).group_by(dsl::council_id);
    let rows: Vec<(CouncilId, i64)> = query.select((dsl::council_id, count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// One page of the meetings.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(
    conn: &mut AnyConn,
    sight: &Sight,
    filter: &Filter,
    order: Order,
    window: &Window,
) -> Outcome<Page<Meeting>> {
    let query = keyset!(narrowed(sight, filter), window, order.direction(), dsl::starts_at, dsl::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Meeting::from).collect()))
}

/// How many meetings there are, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, narrowed(sight, filter).select(dsl::id).limit(cap.saturating_add(1)), cap)?)
}

/// The meetings of a council from an instant on, the latest `limit` of them, latest first: what its calendar shows.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn announced(conn: &mut AnyConn, council: CouncilId, from: Timestamp, limit: i64) -> Outcome<Vec<Meeting>> {
    let query = dsl::meetings.filter(dsl::council_id.eq(council)).filter(dsl::starts_at.ge(from));
    let query = query.order((dsl::starts_at.desc(), dsl::id.desc())).limit(limit);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Meeting::from).collect())
}

/// The conditions that are given and no others.
fn narrowed(sight: &Sight, filter: &Filter) -> meetings::BoxedQuery<'static, MultiBackend> {
    let mut query = meetings::table.into_boxed::<MultiBackend>();
    if let Some(council) = filter.council {
        query = query.filter(dsl::council_id.eq(council));
    }
    if let Some(form) = filter.form {
        query = query.filter(dsl::form.eq(form));
    }
    if let Some(states) = &filter.states {
        // A client may repeat itself; the statement has one bind per state.
        let distinct: BTreeSet<_> = states.iter().copied().collect();
        query = query.filter(dsl::state.eq_any(distinct));
    }
    if let Some(review) = filter.review {
        let taken_up = agenda_items::table
            .filter(agenda_items::review_id.eq(review))
            .filter(visible_through("agenda_items.decision_id", sight))
            .select(agenda_items::meeting_id);
        query = query.filter(dsl::id.eq_any(taken_up));
    }
    if let Some(from) = filter.from {
        query = query.filter(dsl::starts_at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(dsl::starts_at.lt(until));
    }
    query
}
