//! The hatches where one query text is not enough, each as small as it can be.

use super::conn::{AnyConn, MultiBackend};
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, AsExpression, Expression, SelectableExpression, TypedExpressionType, ValidGrouping, is_aggregate,
};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Bool, SqlType};
use diesel::sqlite::Sqlite;

/// Any query both databases can run as it stands, where `MultiConnection` has a gap (upserts, window functions).
#[derive(Clone, Copy, Debug)]
pub struct Native<Q>(pub Q);

impl<Q: QueryFragment<Pg> + QueryFragment<Sqlite>> QueryFragment<MultiBackend> for Native<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, out)
    }
}
impl<Q: QueryId> QueryId for Native<Q> {
    type QueryId = Q::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}
impl<Q: Query> Query for Native<Q> {
    type SqlType = Q::SqlType;
}
impl<Q> RunQueryDsl<AnyConn> for Native<Q> {}

/// How long a read row is held. On SQLite the write transaction already holds the only write lock.
#[derive(Clone, Copy, Debug)]
pub enum LockMode {
    Update,
    Share,
    /// Only the rows of the named table, where the query joins others.
    UpdateOf(&'static str),
    ShareOf(&'static str),
    /// Only rows that nobody else holds; the others are left out and not waited for.
    UpdateUnheld,
}

/// `SELECT … FOR UPDATE` or `FOR SHARE` on PostgreSQL, the plain select on SQLite.
#[derive(Clone, Copy, Debug)]
pub struct Lock<Q>(pub Q, pub LockMode);

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Lock<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        let (how, of) = match self.1 {
            LockMode::Update => (" FOR UPDATE", None),
            LockMode::Share => (" FOR SHARE", None),
            LockMode::UpdateOf(table) => (" FOR UPDATE OF ", Some(table)),
            LockMode::ShareOf(table) => (" FOR SHARE OF ", Some(table)),
            LockMode::UpdateUnheld => (" FOR UPDATE SKIP LOCKED", None),
        };
        out.push_sql(how);
        out.push_sql(of.unwrap_or_default());
        Ok(())
    }
}
impl<Q: QueryFragment<Sqlite>> QueryFragment<Sqlite> for Lock<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}
impl<Q> QueryFragment<MultiBackend> for Lock<Q>
where
    Self: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}
impl<Q> QueryId for Lock<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<Q: Query> Query for Lock<Q> {
    type SqlType = Q::SqlType;
}
impl<Q> RunQueryDsl<AnyConn> for Lock<Q> {}

/// `(a, b) < (x, y)` or `>`: the keyset comparison. The expanded OR form is 45 times slower on PostgreSQL.
#[derive(Clone, Copy, Debug)]
pub struct RowCompare<A, B, X, Y> {
    left: (A, B),
    right: (X, Y),
    operator: &'static str,
}

/// Rows strictly before (`<`) or after (`>`) a position of a two-column order.
pub fn row_compare<A, B, X, Y>(
    left: (A, B),
    operator: Side,
    x: X,
    y: Y,
) -> RowCompare<A, B, X::Expression, Y::Expression>
where
    A: Expression<SqlType: SqlType + TypedExpressionType>,
    B: Expression<SqlType: SqlType + TypedExpressionType>,
    X: AsExpression<A::SqlType>,
    Y: AsExpression<B::SqlType>,
{
    let operator = match operator {
        Side::Before => ") < (",
        Side::After => ") > (",
    };
    RowCompare { left, right: (x.as_expression(), y.as_expression()), operator }
}

/// Which side of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Before,
    After,
}

impl<A: Expression, B: Expression, X: Expression, Y: Expression> Expression for RowCompare<A, B, X, Y> {
    type SqlType = Bool;
}
impl<DB, A, B, X, Y> QueryFragment<DB> for RowCompare<A, B, X, Y>
where
    DB: Backend,
    A: QueryFragment<DB>,
    B: QueryFragment<DB>,
    X: QueryFragment<DB>,
    Y: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.left.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.left.1.walk_ast(out.reborrow())?;
        out.push_sql(self.operator);
        self.right.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.right.1.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
impl<A, B, X, Y> QueryId for RowCompare<A, B, X, Y> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<QS, A, B, X, Y> AppearsOnTable<QS> for RowCompare<A, B, X, Y>
where
    Self: Expression,
    A: AppearsOnTable<QS>,
    B: AppearsOnTable<QS>,
    X: AppearsOnTable<QS>,
    Y: AppearsOnTable<QS>,
{
}
impl<QS, A, B, X, Y> SelectableExpression<QS> for RowCompare<A, B, X, Y>
where
    Self: AppearsOnTable<QS>,
    A: SelectableExpression<QS>,
    B: SelectableExpression<QS>,
    X: SelectableExpression<QS>,
    Y: SelectableExpression<QS>,
{
}
impl<A, B, X, Y> ValidGrouping<()> for RowCompare<A, B, X, Y> {
    type IsAggregate = is_aggregate::No;
}

/// A constant piece of SQL that both databases read alike, as an expression of a declared type over one table.
/// Unlike `diesel::dsl::sql` it keeps the statement cacheable.
#[macro_export]
macro_rules! sql_expression {
    ($(#[$meta:meta])* $name:ident over $table:path: $sql_type:ty = $text:expr) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, diesel::query_builder::QueryId)]
        pub struct $name;
        impl diesel::expression::Expression for $name { type SqlType = $sql_type; }
        impl<DB: diesel::backend::Backend> diesel::query_builder::QueryFragment<DB> for $name {
            fn walk_ast<'b>(&'b self, mut out: diesel::query_builder::AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
                out.push_sql($text);
                Ok(())
            }
        }
        impl diesel::expression::AppearsOnTable<$table> for $name {}
        impl diesel::expression::SelectableExpression<$table> for $name {}
        impl diesel::expression::ValidGrouping<()> for $name { type IsAggregate = diesel::expression::is_aggregate::No; }
    };
}

/// One expression, compiled for each concrete connection: batch inserts and whatever else the enum cannot carry.
#[macro_export]
macro_rules! on_each {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn {
            $crate::db::conn::AnyConn::Pg($c) => $body,
            $crate::db::conn::AnyConn::Sqlite($c) => $body,
        }
    };
}
