//! The rows of `scorecard_months` and `scorecard_marks`: months of bodies as they were counted, and those in which something
//! changed since. Triggers of the tables that are counted write the marks.

use super::spans::Spans;
use crate::db::AnyConn;
use crate::db::any::{Any, any};
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{calendar_versions, scorecard_marks as marks, scorecard_months as months, scorecard_turns};
use crate::db::types::{Instant, Uid};
use crate::features::scorecard::count::Month;
use crate::features::scorecard::model::{Period, Scorecard, month_of};
use crate::features::scorecard::read::Scope;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{StateBodyId, kind};
use crate::on_each;
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Date, HasSqlType, Nullable, Text};

/// A month of a body in which there is something to count.
#[derive(Clone, Debug)]
pub struct Known {
    pub month: Month,
    /// What was counted, if that is still right.
    pub card: Option<Scorecard>,
}

/// What is written of a month that was counted.
#[derive(Clone, Debug)]
pub struct Kept {
    pub month: Month,
    pub card: Scorecard,
    pub good_until: Option<Timestamp>,
}

/// The months that a period touches, of these bodies, in no particular order. One statement, so that no month is seen
/// before it was counted anew and its mark after that was taken away.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn known(conn: &mut AnyConn, now: Timestamp, period: Period, scope: &Scope) -> Outcome<Vec<Known>> {
    let (from, until) = period.days();
    let (among, marked) = match scope {
        Scope::Everybody => (None, None),
        Scope::Among(bodies) => (Some(any(months::body_id, bodies)), Some(any(marks::body_id, bodies))),
    };
    let query = KnownQuery { now, from: month_of(from), until, among, marked };
    let rows: Vec<(StateBodyId, NaiveDate, Option<String>)> = query.load(conn)?;
    // What another version of the program wrote is counted anew.
    let read = |text: String| serde_json::from_str(&text).ok();
    Ok(rows.into_iter().map(|(body, on, card)| Known { month: (body, on), card: card.and_then(read) }).collect())
}

/// Whether there is anything to count.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_any_stale(conn: &mut AnyConn, now: Timestamp) -> Outcome<bool> {
    Ok(!stale(conn, now, 1)?.is_empty())
}

/// Up to so many months of each cause to be counted: those in which something changed, those that time made wrong, those
/// counted by an earlier calendar.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stale(conn: &mut AnyConn, now: Timestamp, limit: i64) -> Outcome<Vec<Month>> {
    let month = (months::body_id, months::month_on);
    let mut found: Vec<Month> =
        marks::table.select((marks::body_id, marks::month_on)).distinct().limit(limit).load(conn)?;
    let past = months::table.filter(months::good_until.le(now)).select(month).limit(limit);
    found.extend(past.load::<Month>(conn)?);
    let version: Option<i64> = calendar_versions::table.select(max(calendar_versions::number)).first(conn)?;
    let earlier =
        months::table.filter(months::calendar_version.lt(version.unwrap_or_default())).select(month).limit(limit);
    found.extend(earlier.load::<Month>(conn)?);
    Ok(found)
}

/// Takes the turn until the transaction ends, unless another instance has it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn take_turn(conn: &mut AnyConn) -> Outcome<bool> {
    let held: Vec<i64> =
        Lock(scorecard_turns::table.select(scorecard_turns::id), LockMode::UpdateUnheld).get_results(conn)?;
    Ok(!held.is_empty())
}

/// Takes the marks of these months away. What is counted **after** this holds every change whose mark was taken; the marks
/// of changes that are committed later stay.
///
/// # Errors
/// A fault when the database refuses.
pub fn unmark(conn: &mut AnyConn, spans: &Spans) -> Outcome<()> {
    Unmark(spans.clone()).execute(conn)?;
    Ok(())
}

/// Writes months as they were counted, in place of what was kept of them.
///
/// # Errors
/// A fault when the database refuses.
pub fn replace(conn: &mut AnyConn, kept: &[Kept], calendar_version: i64, now: Timestamp) -> Outcome<()> {
    for Kept { month: (body, on), .. } in kept {
        diesel::delete(months::table.find((body, on))).execute(conn)?;
    }
    let row = |Kept { month: (body, on), card, good_until }: &Kept| {
        let card = serde_json::to_string(card).map_err(|e| Failure::fault(format!("a scorecard as JSON: {e}")))?;
        Ok((
            months::body_id.eq(*body),
            months::month_on.eq(*on),
            months::card.eq(card),
            months::calendar_version.eq(calendar_version),
            months::counted_at.eq(now),
            months::good_until.eq(*good_until),
        ))
    };
    let rows = kept.iter().map(row).collect::<Outcome<Vec<_>>>()?;
    on_each!(conn, c => diesel::insert_into(months::table).values(&rows).execute(c))?;
    Ok(())
}

#[derive(Clone, Debug)]
struct KnownQuery {
    now: Timestamp,
    from: NaiveDate,
    until: NaiveDate,
    among: Option<Any<months::body_id, kind::StateBody>>,
    marked: Option<Any<marks::body_id, kind::StateBody>>,
}

impl KnownQuery {
    fn walk_within<'b, DB, C>(
        &'b self,
        out: &mut AstPass<'_, 'b, DB>,
        month_on: &'static str,
        among: Option<&'b Any<C, kind::StateBody>>,
    ) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Date>,
        NaiveDate: ToSql<Date, DB>,
        Any<C, kind::StateBody>: QueryFragment<DB>,
    {
        out.push_sql(month_on);
        out.push_sql(" >= ");
        out.push_bind_param::<Date, _>(&self.from)?;
        out.push_sql(" AND ");
        out.push_sql(month_on);
        out.push_sql(" < ");
        out.push_bind_param::<Date, _>(&self.until)?;
        if let Some(among) = among {
            out.push_sql(" AND ");
            among.walk_ast(out.reborrow())?;
        }
        Ok(())
    }
}

impl<DB> QueryFragment<DB> for KnownQuery
where
    DB: Backend + HasSqlType<Date> + HasSqlType<Instant>,
    NaiveDate: ToSql<Date, DB>,
    Timestamp: ToSql<Instant, DB>,
    Any<months::body_id, kind::StateBody>: QueryFragment<DB>,
    Any<marks::body_id, kind::StateBody>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT scorecard_months.body_id, scorecard_months.month_on, CASE WHEN counted_at <= ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(" AND (good_until IS NULL OR good_until > ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(") AND calendar_version = (SELECT max(number) FROM calendar_versions) AND NOT EXISTS (SELECT 1 ");
        out.push_sql("FROM scorecard_marks WHERE scorecard_marks.body_id = scorecard_months.body_id ");
        out.push_sql(
            "AND scorecard_marks.month_on = scorecard_months.month_on) THEN card END FROM scorecard_months WHERE ",
        );
        self.walk_within(&mut out, "scorecard_months.month_on", self.among.as_ref())?;
        out.push_sql(
            " UNION ALL SELECT DISTINCT scorecard_marks.body_id, scorecard_marks.month_on, NULL FROM scorecard_marks ",
        );
        out.push_sql("WHERE NOT EXISTS (SELECT 1 FROM scorecard_months WHERE scorecard_months.body_id = scorecard_marks.body_id ");
        out.push_sql("AND scorecard_months.month_on = scorecard_marks.month_on) AND ");
        self.walk_within(&mut out, "scorecard_marks.month_on", self.marked.as_ref())
    }
}

// The text depends on whether bodies are named, so the statement is remembered by its text.
impl QueryId for KnownQuery {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Query for KnownQuery {
    type SqlType = (Uid, Date, Nullable<Text>);
}
impl RunQueryDsl<AnyConn> for KnownQuery {}

#[derive(Clone, Debug)]
struct Unmark(Spans);

impl<DB: Backend> QueryFragment<DB> for Unmark
where
    Spans: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("DELETE FROM scorecard_marks WHERE id IN (SELECT mark.id FROM ");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" CROSS JOIN scorecard_marks AS mark WHERE mark.body_id = span.body_id ");
        out.push_sql("AND mark.month_on >= span.from_on AND mark.month_on < span.until_on)");
        Ok(())
    }
}
impl QueryId for Unmark {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl RunQueryDsl<AnyConn> for Unmark {}
