//! Stretches of days of many bodies or councils, as bind values of one statement: the rows of each are looked up in an index.

use crate::db::conn::MultiBackend;
use crate::db::types::{Instant, Uid};
use crate::features::scorecard::model::{Period, month_of};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, Id, kind};
use crate::kernel::zone::Zone;
use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{Array, Date, Text};
use diesel::sqlite::Sqlite;
use std::collections::BTreeSet;

/// `… AS span (subject_id, from_on, until_on)`, to stand after FROM. To SQL an id is an id, whatever it identifies.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    subjects: Vec<Id<kind::Event>>,
    from_on: Vec<NaiveDate>,
    until_on: Vec<NaiveDate>,
    as_json: String,
}

impl Spans {
    /// Half-open stretches, those of one subject that touch made one.
    pub fn of<K>(stretches: impl IntoIterator<Item = (Id<K>, NaiveDate, NaiveDate)>) -> Self {
        let mut spans = Self::default();
        let in_order: BTreeSet<_> = stretches.into_iter().map(|(id, from, until)| (id.uuid(), from, until)).collect();
        for (id, from, until) in in_order {
            let subject = Id::from_uuid(id);
            match spans.until_on.last_mut() {
                Some(last) if *last == from && spans.subjects.last() == Some(&subject) => *last = until,
                _ => {
                    spans.subjects.push(subject);
                    spans.from_on.push(from);
                    spans.until_on.push(until);
                }
            }
        }
        let days = spans.from_on.iter().zip(&spans.until_on);
        let rows = spans.subjects.iter().zip(days).map(|(id, (from, until))| (id.uuid().simple(), from, until));
        let rows: Vec<_> =
            rows.map(|(id, from, until)| [id.to_string(), from.to_string(), until.to_string()]).collect();
        spans.as_json = serde_json::to_string(&rows).unwrap_or_default();
        spans
    }

    pub const fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }
}

impl QueryFragment<Pg> for Spans {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("unnest(");
        out.push_bind_param::<Array<Uid>, _>(&self.subjects)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.from_on)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.until_on)?;
        out.push_sql(") AS span (subject_id, from_on, until_on)");
        Ok(())
    }
}

impl QueryFragment<Sqlite> for Spans {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "(SELECT unhex(value ->> 0) AS subject_id, value ->> 1 AS from_on, value ->> 2 AS until_on FROM json_each(",
        );
        out.push_bind_param::<Text, _>(&self.as_json)?;
        out.push_sql(")) AS span");
        Ok(())
    }
}

impl QueryFragment<MultiBackend> for Spans {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}

/// `… AS span (subject_id, month_on, from_at, until_at)`: the same of councils, whose days begin where their bodies are.
#[derive(Clone, Debug, Default)]
pub struct Stretches {
    councils: Vec<CouncilId>,
    month_on: Vec<NaiveDate>,
    from_at: Vec<Timestamp>,
    until_at: Vec<Timestamp>,
    as_json: String,
}

impl Stretches {
    /// Half-open stretches, each within one month, with the time zone of their days.
    pub fn of(stretches: impl IntoIterator<Item = (CouncilId, NaiveDate, NaiveDate, Zone)>) -> Self {
        let mut spans = Self::default();
        let mut rows = Vec::new();
        for (council, from, until, zone) in stretches {
            let (month, (from_at, until_at)) = (month_of(from), Period::between(from, until).instants(zone));
            let id = council.uuid().simple().to_string();
            rows.push((id, month.to_string(), from_at.micros(), until_at.micros()));
            spans.councils.push(council);
            spans.month_on.push(month);
            spans.from_at.push(from_at);
            spans.until_at.push(until_at);
        }
        spans.as_json = serde_json::to_string(&rows).unwrap_or_default();
        spans
    }

    pub const fn is_empty(&self) -> bool {
        self.councils.is_empty()
    }
}

impl QueryFragment<Pg> for Stretches {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("unnest(");
        out.push_bind_param::<Array<Uid>, _>(&self.councils)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.month_on)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Instant>, _>(&self.from_at)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Instant>, _>(&self.until_at)?;
        out.push_sql(") AS span (subject_id, month_on, from_at, until_at)");
        Ok(())
    }
}

impl QueryFragment<Sqlite> for Stretches {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("(SELECT unhex(value ->> 0) AS subject_id, value ->> 1 AS month_on, value ->> 2 AS from_at, ");
        out.push_sql("value ->> 3 AS until_at FROM json_each(");
        out.push_bind_param::<Text, _>(&self.as_json)?;
        out.push_sql(")) AS span");
        Ok(())
    }
}

impl QueryFragment<MultiBackend> for Stretches {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::StateBodyId;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn only_what_touches_within_one_subject_is_made_one() {
        let (a, b): (StateBodyId, StateBodyId) = (Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)));
        let (january, february, march, april) =
            (day("2026-01-01"), day("2026-02-01"), day("2026-03-01"), day("2026-04-01"));
        let spans =
            Spans::of([(b, january, february), (a, february, march), (a, january, february), (b, march, april)]);
        let subjects: Vec<Uuid> = spans.subjects.iter().map(|id| id.uuid()).collect();
        assert_eq!(subjects, [a.uuid(), b.uuid(), b.uuid()]);
        assert_eq!((spans.from_on, spans.until_on), (vec![january, january, march], vec![march, february, april]));
    }
}
