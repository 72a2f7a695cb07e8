//! Meetings, attendance, reviews, polls and dissent of councils, as far as everybody may know of them.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::{Any, any};
use crate::db::schema::{dissents as opinions, meetings as held, polls, reviews};
use crate::db::types::{Instant, Uid};
use crate::features::councils::Category;
use crate::features::decisions::store::visible_through;
use crate::features::meetings::{MeetingForm, MeetingState, Openness};
use crate::features::polls::PollState;
use crate::features::polls::model::QuorumState;
use crate::features::scorecard::council::Attendance;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, kind};
use diesel::backend::Backend;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType, Text};

/// Which councils, and from when until when.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub councils: &'a [CouncilId],
    /// The first instant, and the first no longer in it.
    pub within: (Timestamp, Timestamp),
    pub now: Timestamp,
}

impl Wanted<'_> {
    fn everybody(&self) -> Sight {
        Sight::public(self.now)
    }
}

/// How many meetings of a form a council held, with that quorum where they were public.
pub type Held = (CouncilId, MeetingForm, Option<QuorumState>, u32);

/// How many meetings of each form were held, with their quorum where they were public.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn meetings(conn: &mut AnyConn, wanted: &Wanted<'_>) -> Outcome<Vec<Held>> {
    let (from, until) = wanted.within;
    let alike = (held::council_id, held::form, held::openness, held::quorum);
    let rows: Vec<(CouncilId, MeetingForm, Openness, Option<QuorumState>, i64)> = held::table
        .filter(any(held::council_id, wanted.councils))
        .filter(held::state.eq(MeetingState::Closed))
        .filter(held::starts_at.ge(from))
        .filter(held::starts_at.lt(until))
        .group_by(alike)
        .select((held::council_id, held::form, held::openness, held::quorum, count_star()))
        .load(conn)?;
    let row = |(council, form, openness, quorum, times): (_, _, _, Option<QuorumState>, _)| {
        (council, form, quorum.filter(|_| openness == Openness::Public), whole(times))
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The seats at public meetings and of how many of them somebody came, by category.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn attendance(conn: &mut AnyConn, wanted: &Wanted<'_>) -> Outcome<Vec<(CouncilId, Category, Attendance)>> {
    let (from, until) = wanted.within;
    let query = AttendanceQuery { councils: any(held::council_id, wanted.councils), from, until };
    let rows: Vec<(CouncilId, Category, i64, i64)> = query.load(conn)?;
    let row = |(council, category, seats, attended)| {
        (council, category, Attendance { seats: whole(seats), attended: whole(attended) })
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Sums of whole numbers are of different types on the two databases, which the query builder cannot say.
#[derive(Clone, Debug)]
struct AttendanceQuery {
    councils: Any<held::council_id, kind::Council>,
    from: Timestamp,
    until: Timestamp,
}

impl<DB> QueryFragment<DB> for AttendanceQuery
where
    DB: Backend + HasSqlType<Instant>,
    Timestamp: ToSql<Instant, DB>,
    Any<held::council_id, kind::Council>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT meetings.council_id, turnouts.category, CAST(sum(turnouts.members) AS bigint), ");
        out.push_sql("CAST(sum(turnouts.attended) AS bigint) FROM meetings ");
        out.push_sql("JOIN turnouts ON turnouts.meeting_id = meetings.id WHERE ");
        self.councils.walk_ast(out.reborrow())?;
        out.push_sql(" AND meetings.state = 'CLOSED' AND meetings.openness = 'PUBLIC' AND meetings.starts_at >= ");
        out.push_bind_param::<Instant, _>(&self.from)?;
        out.push_sql(" AND meetings.starts_at < ");
        out.push_bind_param::<Instant, _>(&self.until)?;
        out.push_sql(" GROUP BY 1, 2");
        Ok(())
    }
}
impl QueryId for AttendanceQuery {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Query for AttendanceQuery {
    type SqlType = (Uid, Text, BigInt, BigInt);
}
impl RunQueryDsl<AnyConn> for AttendanceQuery {}

/// How many reviews were concluded.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn concluded(conn: &mut AnyConn, wanted: &Wanted<'_>) -> Outcome<Vec<(CouncilId, u32)>> {
    let (from, until) = wanted.within;
    let rows: Vec<(CouncilId, i64)> = reviews::table
        .filter(any(reviews::council_id, wanted.councils))
        .filter(reviews::concluded_at.ge(from))
        .filter(reviews::concluded_at.lt(until))
        .filter(visible_through("reviews.decision_id", &wanted.everybody()))
        .group_by(reviews::council_id)
        .select((reviews::council_id, count_star()))
        .load(conn)?;
    Ok(counted(rows))
}

/// How many polls were closed and not annulled.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn closed_polls(conn: &mut AnyConn, wanted: &Wanted<'_>) -> Outcome<Vec<(CouncilId, u32)>> {
    let (from, until) = wanted.within;
    let rows: Vec<(CouncilId, i64)> = polls::table
        .filter(any(polls::council_id, wanted.councils))
        .filter(polls::state.eq(PollState::Closed))
        .filter(polls::closed_at.ge(from))
        .filter(polls::closed_at.lt(until))
        .filter(visible_through("polls.decision_id", &wanted.everybody()))
        .group_by(polls::council_id)
        .select((polls::council_id, count_star()))
        .load(conn)?;
    Ok(counted(rows))
}

/// How many dissenting opinions were attached to results that stand.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn dissents(conn: &mut AnyConn, wanted: &Wanted<'_>) -> Outcome<Vec<(CouncilId, u32)>> {
    let (from, until) = wanted.within;
    let rows: Vec<(CouncilId, i64)> = opinions::table
        .inner_join(polls::table.on(polls::id.eq(opinions::poll_id)))
        .filter(any(polls::council_id, wanted.councils))
        .filter(polls::state.eq(PollState::Closed))
        .filter(opinions::attached_at.ge(from))
        .filter(opinions::attached_at.lt(until))
        .filter(visible_through("polls.decision_id", &wanted.everybody()))
        .group_by(polls::council_id)
        .select((polls::council_id, count_star()))
        .load(conn)?;
    Ok(counted(rows))
}

fn counted(rows: Vec<(CouncilId, i64)>) -> Vec<(CouncilId, u32)> {
    rows.into_iter().map(|(council, times)| (council, whole(times))).collect()
}

/// A count as the database keeps it; ours are never negative and never near the limit.
fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
