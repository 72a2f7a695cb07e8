//! Polls by their reviews and councils, for many parents at once, and the page of the `polls` query.

use super::rows::{Row, columns, seen};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, Only, first_per_parent, first_per_parent_where};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::decisions;
use crate::db::schema::polls::{self, dsl};
use crate::features::decisions::store::visible;
use crate::features::polls::model::{Poll, PollMode, PollState};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, MeetingId, ReviewId};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, QueryId)]
struct NewestOfReview;

impl Listing for NewestOfReview {
    const TABLE: &'static str = "polls";
    const PARENT: &'static str = "review_id";
    const ORDER: &'static str = "opened_at DESC, id DESC";
}

#[derive(Clone, Copy, Debug, QueryId)]
struct NewestOfCouncil;

impl Listing for NewestOfCouncil {
    const TABLE: &'static str = "polls";
    const PARENT: &'static str = "council_id";
    const ORDER: &'static str = "opened_at DESC, id DESC";
}

#[derive(Clone, Copy, Debug, QueryId)]
struct NewestOfMeeting;

impl Listing for NewestOfMeeting {
    const TABLE: &'static str = "polls";
    const PARENT: &'static str = "meeting_id";
    const ORDER: &'static str = "opened_at DESC, id DESC";
}

/// The newest `limit` polls of each of these reviews, which were themselves read under a sight; newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_reviews(conn: &mut AnyConn, reviews: &[ReviewId], limit: i64) -> Outcome<Vec<Poll>> {
    let parents: Vec<Uuid> = reviews.iter().map(|id| id.uuid()).collect();
    Ok(newest_first(first_per_parent::<NewestOfReview, Row>(conn, &parents, limit)?))
}

/// The newest `limit` polls of each council that the viewer may see; newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_councils(conn: &mut AnyConn, sight: &Sight, councils: &[CouncilId], limit: i64) -> Outcome<Vec<Poll>> {
    let parents: Vec<Uuid> = councils.iter().map(|id| id.uuid()).collect();
    let rows = first_per_parent_where::<NewestOfCouncil, Row, _>(conn, &parents, limit, Only(seen!(sight)))?;
    Ok(newest_first(rows))
}

/// The newest `limit` polls opened in each meeting that the viewer may see; newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_meetings(conn: &mut AnyConn, sight: &Sight, meetings: &[MeetingId], limit: i64) -> Outcome<Vec<Poll>> {
    let parents: Vec<Uuid> = meetings.iter().map(|id| id.uuid()).collect();
    let rows = first_per_parent_where::<NewestOfMeeting, Row, _>(conn, &parents, limit, Only(seen!(sight)))?;
    Ok(newest_first(rows))
}

/// How many polls opened in each of these meetings the viewer may see; meetings without one are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_meetings(conn: &mut AnyConn, sight: &Sight, meetings: &[MeetingId]) -> Outcome<Vec<(MeetingId, i64)>> {
    let query = dsl::polls.filter(any(dsl::meeting_id, meetings)).filter(seen!(sight)).group_by(dsl::meeting_id);
    let rows: Vec<(Option<MeetingId>, i64)> = query.select((dsl::meeting_id, diesel::dsl::count_star())).load(conn)?;
    Ok(rows.into_iter().filter_map(|(meeting, count)| Some((meeting?, count))).collect())
}

/// Every poll that was opened in a meeting, oldest first, for its protocol.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn held_in(conn: &mut AnyConn, meeting: MeetingId) -> Outcome<Vec<Poll>> {
    let query = dsl::polls.filter(dsl::meeting_id.eq(meeting)).order((dsl::opened_at, dsl::id));
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Poll::from).collect())
}

fn newest_first(rows: Vec<Row>) -> Vec<Poll> {
    let mut polls: Vec<Poll> = rows.into_iter().map(Poll::from).collect();
    polls.sort_by_key(|poll| Reverse((poll.opened_at, poll.id)));
    polls
}

/// How many polls each of these reviews has had; reviews without one are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_reviews(conn: &mut AnyConn, reviews: &[ReviewId]) -> Outcome<Vec<(ReviewId, i64)>> {
    let query = dsl::polls.filter(any(dsl::review_id, reviews)).group_by(dsl::review_id);
    Ok(query.select((dsl::review_id, diesel::dsl::count_star())).load(conn)?)
}

/// How many polls of each of these councils the viewer may see; councils without one are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_councils(conn: &mut AnyConn, sight: &Sight, councils: &[CouncilId]) -> Outcome<Vec<(CouncilId, i64)>> {
    let query = dsl::polls.filter(any(dsl::council_id, councils)).filter(seen!(sight)).group_by(dsl::council_id);
    Ok(query.select((dsl::council_id, diesel::dsl::count_star())).load(conn)?)
}

/// Which polls. What is not given does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub council: Option<CouncilId>,
    pub review: Option<ReviewId>,
    pub decision: Option<DecisionId>,
    pub states: Option<Vec<PollState>>,
    pub mode: Option<PollMode>,
    pub meeting: Option<MeetingId>,
}

/// How the list runs: by opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    Oldest,
}

impl Order {
    const fn direction(self) -> Direction {
        match self {
            Self::Newest => Direction::Descending,
            Self::Oldest => Direction::Ascending,
        }
    }
}

/// One page of the polls the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, sight: &Sight, filter: &Filter, order: Order, window: &Window) -> Outcome<Page<Poll>> {
    let query = keyset!(narrowed(sight, filter), window, order.direction(), dsl::opened_at, dsl::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Poll::from).collect()))
}

/// How many polls the viewer may see, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, narrowed(sight, filter).select(dsl::id).limit(cap.saturating_add(1)), cap)?)
}

/// The conditions that are given and no others.
fn narrowed(sight: &Sight, filter: &Filter) -> polls::BoxedQuery<'static, MultiBackend> {
    let mut query = polls::table.into_boxed::<MultiBackend>().filter(seen!(sight));
    if let Some(council) = filter.council {
        query = query.filter(dsl::council_id.eq(council));
    }
    if let Some(review) = filter.review {
        query = query.filter(dsl::review_id.eq(review));
    }
    if let Some(decision) = filter.decision {
        query = query.filter(dsl::decision_id.eq(decision));
    }
    if let Some(states) = &filter.states {
        // A client may repeat itself; the statement has one bind per state.
        let distinct: BTreeSet<_> = states.iter().copied().collect();
        query = query.filter(dsl::state.eq_any(distinct));
    }
    if let Some(mode) = filter.mode {
        query = query.filter(dsl::mode.eq(mode));
    }
    if let Some(meeting) = filter.meeting {
        query = query.filter(dsl::meeting_id.eq(meeting));
    }
    query
}
