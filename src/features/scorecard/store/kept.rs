//! The rows of `scorecard_months` and `scorecard_marks`: months of bodies and of councils as they were counted, and those in
//! which something changed since. Triggers of the tables that are counted write the marks.

use super::spans::Spans;
use crate::db::AnyConn;
use crate::db::any::{Any, any};
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{calendar_versions, scorecard_marks as marks, scorecard_months as months, scorecard_turns};
use crate::db::types::{Instant, Uid};
use crate::features::scorecard::model::{Month, Period, month_of};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::Id;
use crate::{on_each, text_enum};
use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Date, HasSqlType, Nullable, Text};
use serde::Serialize;
use serde::de::DeserializeOwned;

text_enum! {
    /// Whose scorecard.
    pub enum Whose { Body = "BODY", Council = "COUNCIL" }
}

/// A month in which there is something to count.
#[derive(Clone, Debug)]
pub struct Known<K, C> {
    pub month: Month<K>,
    /// What was counted, if that is still right.
    pub card: Option<C>,
}

/// What is written of a month that was counted.
#[derive(Clone, Debug)]
pub struct Kept<K, C> {
    pub month: Month<K>,
    pub card: C,
    /// The calendar it was counted by, where it depends on one.
    pub calendar_version: Option<i64>,
    pub good_until: Option<Timestamp>,
}

/// The months that a period touches, of these or of all, in no particular order. One statement, so that no month is seen
/// before it was counted anew and its mark after that was taken away.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn known<K, C>(
    conn: &mut AnyConn,
    now: Timestamp,
    whose: Whose,
    period: Period,
    among: Option<&[Id<K>]>,
) -> Outcome<Vec<Known<K, C>>>
where
    K: Copy + std::fmt::Debug + 'static,
    C: DeserializeOwned,
{
    let (from, until) = period.days();
    let query = KnownQuery {
        whose,
        now,
        from: month_of(from),
        until,
        among: among.map(|ids| any(months::subject_id, ids)),
        marked: among.map(|ids| any(marks::subject_id, ids)),
    };
    let rows: Vec<(Id<K>, NaiveDate, Option<String>)> = query.load(conn)?;
    // What another version of the program wrote is counted anew.
    let read = |text: String| serde_json::from_str(&text).ok();
    Ok(rows.into_iter().map(|(id, on, card)| Known { month: (id, on), card: card.and_then(read) }).collect())
}

/// Whether there is anything to count.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_any_stale(conn: &mut AnyConn, now: Timestamp) -> Outcome<bool> {
    for whose in Whose::ALL {
        let found: Vec<Month<crate::kernel::id::kind::Event>> = stale(conn, now, *whose, 1)?;
        if !found.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Up to so many months of each cause to be counted: those in which something changed, those that time made wrong, those
/// counted by an earlier calendar.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stale<K>(conn: &mut AnyConn, now: Timestamp, whose: Whose, limit: i64) -> Outcome<Vec<Month<K>>>
where
    K: Copy + std::fmt::Debug + 'static,
{
    let month = (months::subject_id, months::month_on);
    let marked = marks::table.filter(marks::subject_kind.eq(whose)).select((marks::subject_id, marks::month_on));
    let mut found: Vec<Month<K>> = marked.distinct().limit(limit).load(conn)?;
    let ours = months::subject_kind.eq(whose);
    let past = months::table.filter(ours).filter(months::good_until.le(now)).select(month).limit(limit);
    found.extend(past.load::<Month<K>>(conn)?);
    let version: Option<i64> = calendar_versions::table.select(max(calendar_versions::number)).first(conn)?;
    let outdated = months::calendar_version.lt(version.unwrap_or_default());
    let earlier = months::table.filter(ours).filter(outdated).select(month).limit(limit);
    found.extend(earlier.load::<Month<K>>(conn)?);
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
pub fn replace<K, C>(conn: &mut AnyConn, whose: Whose, kept: &[Kept<K, C>], now: Timestamp) -> Outcome<()>
where
    K: Copy + std::fmt::Debug + 'static,
    C: Serialize,
{
    for Kept { month: (id, on), .. } in kept {
        diesel::delete(months::table.find((id, on))).execute(conn)?;
    }
    let row = |Kept { month: (id, on), card, calendar_version, good_until }: &Kept<K, C>| {
        let card = serde_json::to_string(card).map_err(|e| Failure::fault(format!("a scorecard as JSON: {e}")))?;
        Ok((
            months::subject_kind.eq(whose),
            months::subject_id.eq(*id),
            months::month_on.eq(*on),
            months::card.eq(card),
            months::calendar_version.eq(*calendar_version),
            months::counted_at.eq(now),
            months::good_until.eq(*good_until),
        ))
    };
    let rows = kept.iter().map(row).collect::<Outcome<Vec<_>>>()?;
    on_each!(conn, c => diesel::insert_into(months::table).values(&rows).execute(c))?;
    Ok(())
}

#[derive(Clone, Debug)]
struct KnownQuery<K> {
    whose: Whose,
    now: Timestamp,
    from: NaiveDate,
    until: NaiveDate,
    among: Option<Any<months::subject_id, K>>,
    marked: Option<Any<marks::subject_id, K>>,
}

impl<K> KnownQuery<K> {
    fn walk_within<'b, DB, C>(
        &'b self,
        out: &mut AstPass<'_, 'b, DB>,
        (subject_kind, month_on): (&'static str, &'static str),
        among: Option<&'b Any<C, K>>,
    ) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Date>,
        NaiveDate: ToSql<Date, DB>,
        Any<C, K>: QueryFragment<DB>,
    {
        out.push_sql(subject_kind);
        out.push_sql(" = '");
        out.push_sql(self.whose.as_str());
        out.push_sql("' AND ");
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

impl<DB, K> QueryFragment<DB> for KnownQuery<K>
where
    DB: Backend + HasSqlType<Date> + HasSqlType<Instant>,
    NaiveDate: ToSql<Date, DB>,
    Timestamp: ToSql<Instant, DB>,
    Any<months::subject_id, K>: QueryFragment<DB>,
    Any<marks::subject_id, K>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT scorecard_months.subject_id, scorecard_months.month_on, CASE WHEN counted_at <= ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(" AND (good_until IS NULL OR good_until > ");
        out.push_bind_param::<Instant, _>(&self.now)?;
        out.push_sql(
            ") AND (calendar_version IS NULL OR calendar_version = (SELECT max(number) FROM calendar_versions)) ",
        );
        out.push_sql("AND NOT EXISTS (SELECT 1 FROM scorecard_marks WHERE scorecard_marks.subject_id = ");
        out.push_sql(
            "scorecard_months.subject_id AND scorecard_marks.month_on = scorecard_months.month_on) THEN card END ",
        );
        out.push_sql("FROM scorecard_months WHERE ");
        let columns = ("scorecard_months.subject_kind", "scorecard_months.month_on");
        self.walk_within(&mut out, columns, self.among.as_ref())?;
        out.push_sql(" UNION ALL SELECT DISTINCT scorecard_marks.subject_id, scorecard_marks.month_on, NULL FROM scorecard_marks ");
        out.push_sql("WHERE NOT EXISTS (SELECT 1 FROM scorecard_months WHERE scorecard_months.subject_id = ");
        out.push_sql("scorecard_marks.subject_id AND scorecard_months.month_on = scorecard_marks.month_on) AND ");
        let columns = ("scorecard_marks.subject_kind", "scorecard_marks.month_on");
        self.walk_within(&mut out, columns, self.marked.as_ref())
    }
}

// The text depends on whose it is and whether ids are named, so the statement is remembered by its text.
impl<K> QueryId for KnownQuery<K> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<K> Query for KnownQuery<K> {
    type SqlType = (Uid, Date, Nullable<Text>);
}
impl<K> RunQueryDsl<AnyConn> for KnownQuery<K> {}

#[derive(Clone, Debug)]
struct Unmark(Spans);

impl<DB: Backend> QueryFragment<DB> for Unmark
where
    Spans: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("DELETE FROM scorecard_marks WHERE id IN (SELECT mark.id FROM ");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" CROSS JOIN scorecard_marks AS mark WHERE mark.subject_id = span.subject_id ");
        out.push_sql("AND mark.month_on >= span.from_on AND mark.month_on < span.until_on)");
        Ok(())
    }
}
impl QueryId for Unmark {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl RunQueryDsl<AnyConn> for Unmark {}
