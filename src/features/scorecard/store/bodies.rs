//! Recommendations sent to bodies and milestones promised by them, as far as everybody sees their decisions. Statements of
//! constant text over stretches of days, each answered from the indexes of the slice alone.

use super::spans::Spans;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::types::{Instant, Uid};
use crate::features::answers::Verdict;
use crate::features::answers::milestone::MilestoneState;
use crate::features::deadlines::DeadlineState;
use crate::features::decisions::store::{Through, visible_through};
use crate::features::rules::key;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::StateBodyId;
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, Date, HasSqlType, Nullable, Text};

/// A recommendation that was sent to a body.
#[derive(Clone, Debug)]
pub struct Sent {
    pub body_id: StateBodyId,
    /// OVERDUE from the midnight on, also before the clock has noticed.
    pub clock: DeadlineState,
    /// What the latest answer says.
    pub verdict: Option<Verdict>,
    pub started_on: NaiveDate,
    /// The day of the first answer.
    pub met_on: Option<NaiveDate>,
    /// When it will be overdue, of those whose term runs.
    pub runs_until: Option<Timestamp>,
}

/// Milestones of a body that stand alike.
#[derive(Clone, Debug)]
pub struct Promised {
    pub body_id: StateBodyId,
    pub due_on: NaiveDate,
    pub state: MilestoneState,
    /// Whether the latest report came by the promised day.
    pub is_in_time: bool,
    pub times: u32,
}

/// The recommendations sent to bodies in these stretches of days, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn sent(conn: &mut AnyConn, now: Timestamp, spans: &Spans) -> Outcome<Vec<Sent>> {
    type Row = (StateBodyId, DeadlineState, Option<Verdict>, NaiveDate, Option<NaiveDate>, Option<Timestamp>);
    let seen = visible_through("deadlines.decision_id", &Sight::public(now));
    let rows: Vec<Row> = SentQuery { spans: spans.clone(), seen, now }.load(conn)?;
    let row = |(body_id, clock, verdict, started_on, met_on, runs_until)| Sent {
        body_id,
        clock,
        verdict,
        started_on,
        met_on,
        runs_until,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The milestones promised for these stretches of days, those that stand alike together, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn promised(conn: &mut AnyConn, now: Timestamp, spans: &Spans) -> Outcome<Vec<Promised>> {
    type Row = (StateBodyId, NaiveDate, MilestoneState, bool, i64);
    let seen = visible_through("milestones.decision_id", &Sight::public(now));
    let rows: Vec<Row> = PromisedQuery { spans: spans.clone(), seen }.load(conn)?;
    let row = |(body_id, due_on, state, is_in_time, times)| {
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        Promised { body_id, due_on, state, is_in_time, times }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// For what of these stretches of days becomes public by itself, the day by which it is counted and when it does.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn embargoed(
    conn: &mut AnyConn,
    now: Timestamp,
    spans: &Spans,
) -> Outcome<Vec<(StateBodyId, NaiveDate, Timestamp)>> {
    Ok(EmbargoedQuery { spans: spans.clone(), now }.load(conn)?)
}

// A literal, because a bind value would keep SQLite from using the index of these rows only.
fn walk_replies<DB: Backend>(out: &mut AstPass<'_, '_, DB>) {
    out.push_sql(" CROSS JOIN deadlines WHERE deadlines.rule_key = '");
    out.push_sql(key::ANSWER_REPLY);
    out.push_sql("' AND deadlines.state <> 'CANCELLED' AND deadlines.body_id = span.subject_id AND ");
    out.push_sql("deadlines.started_on >= span.from_on AND deadlines.started_on < span.until_on AND ");
}

fn walk_promises<DB: Backend>(out: &mut AstPass<'_, '_, DB>) {
    out.push_sql(
        " CROSS JOIN milestones WHERE milestones.state <> 'SUPERSEDED' AND milestones.body_id = span.subject_id AND ",
    );
    out.push_sql("milestones.due_on >= span.from_on AND milestones.due_on < span.until_on AND ");
}

#[derive(Clone, Debug)]
struct SentQuery {
    spans: Spans,
    seen: Through,
    now: Timestamp,
}

impl<DB> QueryFragment<DB> for SentQuery
where
    DB: Backend + HasSqlType<Instant>,
    Timestamp: ToSql<Instant, DB>,
    Spans: QueryFragment<DB>,
    Through: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT deadlines.body_id, CASE WHEN deadlines.state = 'RUNNING' AND deadlines.overdue_at <= ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(" THEN 'OVERDUE' ELSE deadlines.state END, CASE WHEN deadlines.met_on IS NOT NULL THEN ");
        out.push_sql("(SELECT latest.verdict FROM answers AS latest WHERE latest.addressee_id = deadlines.subject_id ");
        out.push_sql("ORDER BY latest.number DESC LIMIT 1) END, deadlines.started_on, deadlines.met_on, ");
        out.push_sql("CASE WHEN deadlines.state = 'RUNNING' AND deadlines.overdue_at > ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(" THEN deadlines.overdue_at END FROM ");
        self.spans.walk_ast(out.reborrow())?;
        walk_replies(&mut out);
        self.seen.walk_ast(out.reborrow())
    }
}

#[derive(Clone, Debug)]
struct PromisedQuery {
    spans: Spans,
    seen: Through,
}

impl<DB> QueryFragment<DB> for PromisedQuery
where
    DB: Backend,
    Spans: QueryFragment<DB>,
    Through: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT milestones.body_id, milestones.due_on, milestones.state, ");
        out.push_sql("coalesce(milestones.reported_on <= milestones.due_on, FALSE), count(*) FROM ");
        self.spans.walk_ast(out.reborrow())?;
        walk_promises(&mut out);
        self.seen.walk_ast(out.reborrow())?;
        out.push_sql(" GROUP BY 1, 2, 3, 4");
        Ok(())
    }
}

#[derive(Clone, Debug)]
struct EmbargoedQuery {
    spans: Spans,
    now: Timestamp,
}

impl EmbargoedQuery {
    fn walk_half<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, half: &Half<DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Instant>,
        Timestamp: ToSql<Instant, DB>,
        Spans: QueryFragment<DB>,
    {
        out.push_sql(half.select);
        out.push_sql(", (SELECT decisions.public_from FROM decisions WHERE decisions.id = ");
        out.push_sql(half.decision_id);
        out.push_sql(") FROM ");
        self.spans.walk_ast(out.reborrow())?;
        (half.walk)(out);
        out.push_sql(half.decision_id);
        // Those are few: they are gathered first.
        out.push_sql(" IN (SELECT later.id FROM decisions AS later WHERE later.public_from > ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(")");
        Ok(())
    }
}

/// What differs between recommendations and milestones.
struct Half<DB: Backend> {
    select: &'static str,
    decision_id: &'static str,
    walk: fn(&mut AstPass<'_, '_, DB>),
}

impl<DB> QueryFragment<DB> for EmbargoedQuery
where
    DB: Backend + HasSqlType<Instant>,
    Timestamp: ToSql<Instant, DB>,
    Spans: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let replies = Half {
            select: "SELECT deadlines.body_id, deadlines.started_on",
            decision_id: "deadlines.decision_id",
            walk: walk_replies,
        };
        let promises = Half {
            select: " UNION SELECT milestones.body_id, milestones.due_on",
            decision_id: "milestones.decision_id",
            walk: walk_promises,
        };
        self.walk_half(&mut out, &replies)?;
        self.walk_half(&mut out, &promises)
    }
}

// The two databases read the stretches from values of different kinds, so the statements are remembered by their text.
macro_rules! remembered_by_text {
    ($($query:ty => $row:ty),+ $(,)?) => { $(
        impl QueryId for $query {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
        impl Query for $query { type SqlType = $row; }
        impl RunQueryDsl<AnyConn> for $query {}
    )+ };
}
remembered_by_text! {
    SentQuery => (Uid, Text, Nullable<Text>, Date, Nullable<Date>, Nullable<Instant>),
    PromisedQuery => (Uid, Date, Text, Bool, BigInt),
    EmbargoedQuery => (Uid, Date, Instant),
}
