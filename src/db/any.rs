//! `column is one of these ids`, as one bind value: a list of placeholders would be planned anew for every length.

use super::conn::MultiBackend;
use super::types::Uid;
use crate::kernel::id::Id;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Array, Bool, Text};
use diesel::sqlite::Sqlite;

/// The condition [`any`] makes.
#[derive(Clone, Debug)]
pub struct Any<C, K> {
    column: C,
    ids: Vec<Id<K>>,
    as_json: String,
}

/// Whether a column of ids holds one of `ids`: an array on PostgreSQL, a JSON list of hexadecimal on SQLite.
pub fn any<C, K>(column: C, ids: &[Id<K>]) -> Any<C, K>
where
    C: Expression,
    Id<K>: Copy,
{
    let hex: Vec<String> = ids.iter().map(|id| id.uuid().simple().to_string()).collect();
    Any { column, ids: ids.to_vec(), as_json: serde_json::to_string(&hex).unwrap_or_default() }
}

impl<C, K> QueryFragment<Pg> for Any<C, K>
where
    C: QueryFragment<Pg>,
    K: Copy + std::fmt::Debug + 'static,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" = ANY(");
        out.push_bind_param::<Array<Uid>, _>(&self.ids)?;
        out.push_sql(")");
        Ok(())
    }
}

impl<C: QueryFragment<Sqlite>, K> QueryFragment<Sqlite> for Any<C, K> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.column.walk_ast(out.reborrow())?;
        out.push_sql(" IN (SELECT unhex(value) FROM json_each(");
        out.push_bind_param::<Text, _>(&self.as_json)?;
        out.push_sql("))");
        Ok(())
    }
}

impl<C, K> QueryFragment<MultiBackend> for Any<C, K>
where
    Self: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}

impl<C: QueryId, K: 'static> QueryId for Any<C, K> {
    type QueryId = Any<C::QueryId, K>;
    const HAS_STATIC_QUERY_ID: bool = C::HAS_STATIC_QUERY_ID;
}
impl<C: Expression, K> Expression for Any<C, K> {
    type SqlType = Bool;
}
impl<QS, C: AppearsOnTable<QS>, K> AppearsOnTable<QS> for Any<C, K> {}
impl<QS, C: SelectableExpression<QS>, K> SelectableExpression<QS> for Any<C, K> {}
impl<C, K> ValidGrouping<()> for Any<C, K> {
    type IsAggregate = is_aggregate::No;
}
