//! Meetings, attendance, reviews, polls and dissent of councils, as far as everybody may know of them. Statements of constant
//! text over stretches of days; what is counted is grouped by council and month.

use super::spans::Stretches;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::schema::{decisions, reviews};
use crate::db::types::Uid;
use crate::features::councils::Category;
use crate::features::decisions::store::{Through, visible_through};
use crate::features::meetings::{MeetingForm, Openness};
use crate::features::polls::model::QuorumState;
use crate::features::scorecard::council::Attendance;
use crate::features::scorecard::model::Month;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, kind};
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::dsl::min;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Date, Nullable, Text};
use std::collections::HashMap;
use std::marker::PhantomData;

/// A month of a council.
pub type CouncilMonth = Month<kind::Council>;
/// How many meetings of a form a council held in a month, with that quorum where they were public.
pub type Held = (CouncilMonth, MeetingForm, Option<QuorumState>, u32);

/// How many meetings of each form were held, with their quorum where they were public.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn meetings(conn: &mut AnyConn, over: &Stretches) -> Outcome<Vec<Held>> {
    type Row = (CouncilId, NaiveDate, MeetingForm, Openness, Option<QuorumState>, i64);
    let query = Counting::<(Uid, Date, Text, Text, Nullable<Text>, BigInt)>::new(
        "SELECT span.subject_id, span.month_on, meetings.form, meetings.openness, meetings.quorum, count(*) FROM ",
        over,
        " CROSS JOIN meetings WHERE meetings.council_id = span.subject_id AND meetings.state = 'CLOSED' \
         AND meetings.starts_at >= span.from_at AND meetings.starts_at < span.until_at",
        None,
        " GROUP BY 1, 2, 3, 4, 5",
    );
    let rows: Vec<Row> = query.load(conn)?;
    let row = |(council, month, form, openness, quorum, times): Row| {
        ((council, month), form, quorum.filter(|_| openness == Openness::Public), whole(times))
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The seats at public meetings and of how many of them somebody came, by category.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn attendance(conn: &mut AnyConn, over: &Stretches) -> Outcome<Vec<(CouncilMonth, Category, Attendance)>> {
    type Row = (CouncilId, NaiveDate, Category, i64, i64);
    // Sums of whole numbers are of different types on the two databases.
    let query = Counting::<(Uid, Date, Text, BigInt, BigInt)>::new(
        "SELECT span.subject_id, span.month_on, turnouts.category, CAST(sum(turnouts.members) AS bigint), \
         CAST(sum(turnouts.attended) AS bigint) FROM ",
        over,
        " CROSS JOIN meetings CROSS JOIN turnouts WHERE meetings.council_id = span.subject_id AND meetings.state = 'CLOSED' \
         AND meetings.openness = 'PUBLIC' AND meetings.starts_at >= span.from_at AND meetings.starts_at < span.until_at \
         AND turnouts.meeting_id = meetings.id",
        None,
        " GROUP BY 1, 2, 3",
    );
    let rows: Vec<Row> = query.load(conn)?;
    let row = |(council, month, category, seats, attended): Row| {
        ((council, month), category, Attendance { seats: whole(seats), attended: whole(attended) })
    };
    Ok(rows.into_iter().map(row).collect())
}

/// How many reviews were concluded.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn concluded(conn: &mut AnyConn, now: Timestamp, over: &Stretches) -> Outcome<Vec<(CouncilMonth, u32)>> {
    let rest = " CROSS JOIN reviews WHERE reviews.council_id = span.subject_id AND reviews.concluded_at >= span.from_at \
                AND reviews.concluded_at < span.until_at";
    numbers(conn, over, rest, visible_through("reviews.decision_id", &Sight::public(now)))
}

/// How many polls were closed and not annulled. A literal, because a bind value would keep SQLite from using the index of
/// the closed ones only.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn closed_polls(conn: &mut AnyConn, now: Timestamp, over: &Stretches) -> Outcome<Vec<(CouncilMonth, u32)>> {
    let rest = " CROSS JOIN polls WHERE polls.council_id = span.subject_id AND polls.state = 'CLOSED' \
                AND polls.closed_at >= span.from_at AND polls.closed_at < span.until_at";
    numbers(conn, over, rest, visible_through("polls.decision_id", &Sight::public(now)))
}

/// How many dissenting opinions were attached to results that stand. They are few, and looked up by their day.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn dissents(conn: &mut AnyConn, now: Timestamp, over: &Stretches) -> Outcome<Vec<(CouncilMonth, u32)>> {
    let rest = " CROSS JOIN dissents CROSS JOIN polls WHERE dissents.attached_at >= span.from_at \
                AND dissents.attached_at < span.until_at AND polls.id = dissents.poll_id AND polls.state = 'CLOSED' \
                AND polls.council_id = span.subject_id";
    numbers(conn, over, rest, visible_through("polls.decision_id", &Sight::public(now)))
}

fn numbers(
    conn: &mut AnyConn,
    over: &Stretches,
    rest: &'static str,
    seen: Through,
) -> Outcome<Vec<(CouncilMonth, u32)>> {
    let select = "SELECT span.subject_id, span.month_on, count(*) FROM ";
    let query = Counting::<(Uid, Date, BigInt)>::new(select, over, rest, Some(seen), " GROUP BY 1, 2");
    let rows: Vec<(CouncilId, NaiveDate, i64)> = query.load(conn)?;
    Ok(rows.into_iter().map(|(council, month, times)| ((council, month), whole(times))).collect())
}

/// When something of these councils becomes public by itself, the first of it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn embargoed_of(conn: &mut AnyConn, now: Timestamp, ids: &[CouncilId]) -> Outcome<HashMap<CouncilId, Timestamp>> {
    let rows: Vec<(CouncilId, Option<Timestamp>)> = reviews::table
        .inner_join(decisions::table.on(decisions::id.eq(reviews::decision_id)))
        .filter(decisions::public_from.gt(now))
        .filter(any(reviews::council_id, ids))
        .group_by(reviews::council_id)
        .select((reviews::council_id, min(decisions::public_from)))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(council, from)| Some((council, from?))).collect())
}

/// A statement over stretches of days, with rows of the SQL types `R`.
#[derive(Clone, Debug)]
struct Counting<R> {
    select: &'static str,
    over: Stretches,
    rest: &'static str,
    seen: Option<Through>,
    group: &'static str,
    row: PhantomData<R>,
}

impl<R> Counting<R> {
    fn new(
        select: &'static str,
        over: &Stretches,
        rest: &'static str,
        seen: Option<Through>,
        group: &'static str,
    ) -> Self {
        Self { select, over: over.clone(), rest, seen, group, row: PhantomData }
    }
}

impl<DB: Backend, R> QueryFragment<DB> for Counting<R>
where
    Stretches: QueryFragment<DB>,
    Through: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.select);
        self.over.walk_ast(out.reborrow())?;
        out.push_sql(self.rest);
        if let Some(seen) = &self.seen {
            out.push_sql(" AND ");
            seen.walk_ast(out.reborrow())?;
        }
        out.push_sql(self.group);
        Ok(())
    }
}
// One type for several texts: the statements are remembered by their text.
impl<R> QueryId for Counting<R> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<R> Query for Counting<R> {
    type SqlType = R;
}
impl<R> RunQueryDsl<AnyConn> for Counting<R> {}

/// A count as the database keeps it; ours are never negative and never near the limit.
fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
