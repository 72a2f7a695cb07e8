//! Recommendations sent to bodies and milestones promised by them, as far as everybody sees their decisions. Two statements
//! of constant text, each answered from the indexes of the slice alone.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::{Any, any};
use crate::db::schema::{deadlines, milestones};
use crate::db::types::{Instant, Uid};
use crate::features::answers::Verdict;
use crate::features::answers::milestone::MilestoneState;
use crate::features::deadlines::DeadlineState;
use crate::features::decisions::store::{PublicThrough, Through, public_through, visible_through};
use crate::features::rules::key;
use crate::features::scorecard::model::Period;
use crate::features::scorecard::read::Scope;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{StateBodyId, kind};
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, Date, HasSqlType, Nullable, Text};

/// From how many bodies on the hidden decisions are gathered first instead of looking at each row's decision.
const MANY: usize = 50;

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
}

/// Milestones of a body that stand alike.
#[derive(Clone, Debug)]
pub struct Promised {
    pub body_id: StateBodyId,
    pub state: MilestoneState,
    /// Whether the latest report came by the promised day.
    pub is_in_time: bool,
    /// The promised day of those that still wait for a report, where it is not past everywhere on earth.
    pub near_on: Option<NaiveDate>,
    pub times: u32,
}

/// The recommendations sent to bodies in a period, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn sent(conn: &mut AnyConn, now: Timestamp, period: Period, scope: &Scope) -> Outcome<Vec<Sent>> {
    type Row = (StateBodyId, DeadlineState, Option<Verdict>, NaiveDate, Option<NaiveDate>);
    let query = SentQuery { narrow: Narrow::to(deadlines::body_id, "deadlines.decision_id", now, period, scope), now };
    let rows: Vec<Row> = query.load(conn)?;
    let row = |(body_id, clock, verdict, started_on, met_on)| Sent { body_id, clock, verdict, started_on, met_on };
    Ok(rows.into_iter().map(row).collect())
}

/// The milestones promised for a period, those that stand alike together, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn promised(conn: &mut AnyConn, now: Timestamp, period: Period, scope: &Scope) -> Outcome<Vec<Promised>> {
    type Row = (StateBodyId, MilestoneState, bool, Option<NaiveDate>, i64);
    let narrow = Narrow::to(milestones::body_id, "milestones.decision_id", now, period, scope);
    // The earliest day that is today anywhere on earth is at most one before that of UTC.
    let utc = now.datetime().date_naive();
    let query = PromisedQuery { narrow, near_from: utc.pred_opt().unwrap_or(utc) };
    let rows: Vec<Row> = query.load(conn)?;
    let row = |(body_id, state, is_in_time, near_on, times)| {
        let times = u32::try_from(times).unwrap_or(u32::MAX);
        Promised { body_id, state, is_in_time, near_on, times }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Which bodies, which days, and only what everybody sees.
#[derive(Clone, Debug)]
struct Narrow<C> {
    among: Option<Any<C, kind::StateBody>>,
    from: NaiveDate,
    until: NaiveDate,
    seen: Seen,
}

/// The same condition in two forms, for few rows and for many.
#[derive(Clone, Debug)]
enum Seen {
    RowByRow(Through),
    AtOnce(PublicThrough),
}

impl<C: Expression> Narrow<C> {
    fn to(body_id: C, decision_id: &'static str, now: Timestamp, period: Period, scope: &Scope) -> Self {
        let (from, until) = period.days();
        let (among, few) = match scope {
            Scope::Everybody => (None, false),
            Scope::Among(bodies) => (Some(any(body_id, bodies)), bodies.len() < MANY),
        };
        let seen = if few {
            Seen::RowByRow(visible_through(decision_id, &Sight::public(now)))
        } else {
            Seen::AtOnce(public_through(decision_id, now))
        };
        Self { among, from, until, seen }
    }

    /// `… >= from AND … < until AND …`, after the name of the column that holds the day.
    fn walk<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, day: &'static str) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Date>,
        NaiveDate: ToSql<Date, DB>,
        Any<C, kind::StateBody>: QueryFragment<DB>,
        Through: QueryFragment<DB>,
        PublicThrough: QueryFragment<DB>,
    {
        out.push_sql(day);
        out.push_sql(" >= ");
        out.push_bind_param::<Date, _>(&self.from)?;
        out.push_sql(" AND ");
        out.push_sql(day);
        out.push_sql(" < ");
        out.push_bind_param::<Date, _>(&self.until)?;
        if let Some(among) = &self.among {
            out.push_sql(" AND ");
            among.walk_ast(out.reborrow())?;
        }
        out.push_sql(" AND ");
        match &self.seen {
            Seen::RowByRow(seen) => seen.walk_ast(out.reborrow()),
            Seen::AtOnce(seen) => seen.walk_ast(out.reborrow()),
        }
    }
}

#[derive(Clone, Debug)]
struct SentQuery {
    narrow: Narrow<deadlines::body_id>,
    now: Timestamp,
}

impl<DB> QueryFragment<DB> for SentQuery
where
    DB: Backend + HasSqlType<Date> + HasSqlType<Instant>,
    NaiveDate: ToSql<Date, DB>,
    Timestamp: ToSql<Instant, DB>,
    Any<deadlines::body_id, kind::StateBody>: QueryFragment<DB>,
    Through: QueryFragment<DB>,
    PublicThrough: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT deadlines.body_id, CASE WHEN deadlines.state = 'RUNNING' AND deadlines.overdue_at <= ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(" THEN 'OVERDUE' ELSE deadlines.state END, CASE WHEN deadlines.met_on IS NOT NULL THEN ");
        out.push_sql("(SELECT latest.verdict FROM answers AS latest WHERE latest.addressee_id = deadlines.subject_id ");
        out.push_sql(
            "ORDER BY latest.number DESC LIMIT 1) END, deadlines.started_on, deadlines.met_on FROM deadlines ",
        );
        // A literal, because a bind value would keep SQLite from using the index of these rows only.
        out.push_sql("WHERE deadlines.rule_key = '");
        out.push_sql(key::ANSWER_REPLY);
        out.push_sql("' AND deadlines.state <> 'CANCELLED' AND ");
        self.narrow.walk(&mut out, "deadlines.started_on")
    }
}

#[derive(Clone, Debug)]
struct PromisedQuery {
    narrow: Narrow<milestones::body_id>,
    near_from: NaiveDate,
}

impl<DB> QueryFragment<DB> for PromisedQuery
where
    DB: Backend + HasSqlType<Date>,
    NaiveDate: ToSql<Date, DB>,
    Any<milestones::body_id, kind::StateBody>: QueryFragment<DB>,
    Through: QueryFragment<DB>,
    PublicThrough: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT milestones.body_id, milestones.state, ");
        out.push_sql("coalesce(milestones.reported_on <= milestones.due_on, FALSE), ");
        out.push_sql("CASE WHEN milestones.state IN ('PLANNED', 'DISPUTED') AND milestones.due_on >= ");
        out.push_bind_param::<Date, _>(&self.near_from)?;
        out.push_sql(" THEN milestones.due_on END, count(*) FROM milestones ");
        out.push_sql("WHERE milestones.state <> 'SUPERSEDED' AND ");
        self.narrow.walk(&mut out, "milestones.due_on")?;
        out.push_sql(" GROUP BY 1, 2, 3, 4");
        Ok(())
    }
}

// The text depends on whether bodies are named, so the statements are remembered by their text.
impl QueryId for SentQuery {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl QueryId for PromisedQuery {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Query for SentQuery {
    type SqlType = (Uid, Text, Nullable<Text>, Date, Nullable<Date>);
}
impl Query for PromisedQuery {
    type SqlType = (Uid, Text, Bool, Nullable<Date>, BigInt);
}
impl RunQueryDsl<AnyConn> for SentQuery {}
impl RunQueryDsl<AnyConn> for PromisedQuery {}
