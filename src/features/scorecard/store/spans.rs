//! Stretches of days of many bodies, as bind values of one statement: the rows of each are looked up in an index.

use crate::db::conn::MultiBackend;
use crate::db::types::Uid;
use crate::kernel::id::StateBodyId;
use chrono::NaiveDate;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{Array, Date, Text};
use diesel::sqlite::Sqlite;
use std::collections::BTreeSet;

/// `… AS span (body_id, from_on, until_on)`, to stand after FROM.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    bodies: Vec<StateBodyId>,
    from_on: Vec<NaiveDate>,
    until_on: Vec<NaiveDate>,
    as_json: String,
}

impl Spans {
    /// Half-open stretches, those of one body that touch made one.
    pub fn of(stretches: impl IntoIterator<Item = (StateBodyId, NaiveDate, NaiveDate)>) -> Self {
        let mut spans = Self::default();
        for (body, from, until) in stretches.into_iter().collect::<BTreeSet<_>>() {
            match spans.until_on.last_mut() {
                Some(last) if *last == from && spans.bodies.last() == Some(&body) => *last = until,
                _ => {
                    spans.bodies.push(body);
                    spans.from_on.push(from);
                    spans.until_on.push(until);
                }
            }
        }
        let days = spans.from_on.iter().zip(&spans.until_on);
        let rows = spans.bodies.iter().zip(days).map(|(id, (from, until))| (id.uuid().simple(), from, until));
        let rows: Vec<_> =
            rows.map(|(id, from, until)| [id.to_string(), from.to_string(), until.to_string()]).collect();
        spans.as_json = serde_json::to_string(&rows).unwrap_or_default();
        spans
    }

    pub const fn is_empty(&self) -> bool {
        self.bodies.is_empty()
    }
}

impl QueryFragment<Pg> for Spans {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("unnest(");
        out.push_bind_param::<Array<Uid>, _>(&self.bodies)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.from_on)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Date>, _>(&self.until_on)?;
        out.push_sql(") AS span (body_id, from_on, until_on)");
        Ok(())
    }
}

impl QueryFragment<Sqlite> for Spans {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "(SELECT unhex(value ->> 0) AS body_id, value ->> 1 AS from_on, value ->> 2 AS until_on FROM json_each(",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn only_what_touches_within_one_body_is_made_one() {
        let (a, b): (StateBodyId, StateBodyId) = (Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)));
        let (january, february, march, april) =
            (day("2026-01-01"), day("2026-02-01"), day("2026-03-01"), day("2026-04-01"));
        let spans =
            Spans::of([(b, january, february), (a, february, march), (a, january, february), (b, march, april)]);
        assert_eq!(spans.bodies, [a, b, b]);
        assert_eq!((spans.from_on, spans.until_on), (vec![january, january, march], vec![march, february, april]));
    }
}
