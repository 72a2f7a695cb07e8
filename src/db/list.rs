//! "The first N of each parent" in one statement, however many parents the page holds.
//!
//! PostgreSQL walks the parent's index by LATERAL, SQLite by a correlated IN over `json_each`; a window function
//! over all rows would read every child of every parent (measured: 2.3 to 2.7 times the time).

use super::conn::{AnyConn, MultiBackend};
use super::types::Uid;
use diesel::expression::Expression;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Text};
use diesel::sqlite::Sqlite;
use std::marker::PhantomData;
use uuid::Uuid;

/// One kind of list: constant text, so that its statement is prepared once.
pub trait Listing: QueryId + Send + 'static {
    /// The child table; its columns are selected by the row type.
    const TABLE: &'static str;
    /// The column that holds the parent's id.
    const PARENT: &'static str;
    /// A further condition over the child's columns, or empty.
    const ONLY: &'static str = "";
    /// The order, which an index on (parent, order) must serve.
    const ORDER: &'static str;
}

/// The first `limit` children of each parent, rows of `S`, grouped by nothing: the caller sorts them to their parents.
#[derive(Debug, Clone)]
pub struct PerParent<L, S, F = Unfiltered> {
    selection: S,
    filter: F,
    parents: Vec<crate::kernel::id::Id<crate::kernel::id::kind::Event>>,
    as_json: String,
    limit: i64,
    listing: PhantomData<L>,
}

/// No condition beyond the listing's own.
#[derive(Clone, Copy, Debug, QueryId)]
pub struct Unfiltered;

impl<DB: diesel::backend::Backend> QueryFragment<DB> for Unfiltered {
    fn walk_ast<'b>(&'b self, _out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

/// A condition over the child's columns that needs bind values, such as what the viewer may see.
#[derive(Clone, Copy, Debug, QueryId)]
pub struct Only<F>(pub F);

impl<DB: diesel::backend::Backend, F: QueryFragment<DB>> QueryFragment<DB> for Only<F> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(" AND ");
        self.0.walk_ast(out)
    }
}

/// Loads the first `limit` children of each parent. The rows of one parent need not be in the listing's order:
/// SQLite hands them out by id.
///
/// # Errors
/// Whatever the database says.
pub fn first_per_parent<L, R>(conn: &mut AnyConn, parents: &[Uuid], limit: i64) -> QueryResult<Vec<R>>
where
    L: Listing,
    R: Selectable<MultiBackend>,
    PerParent<L, R::SelectExpression>: diesel::query_dsl::LoadQuery<'static, AnyConn, R>,
{
    first_per_parent_where::<L, R, _>(conn, parents, limit, Unfiltered)
}

/// The same of those children that meet a condition ([`Only`]).
///
/// # Errors
/// Whatever the database says.
pub fn first_per_parent_where<L, R, F>(
    conn: &mut AnyConn,
    parents: &[Uuid],
    limit: i64,
    filter: F,
) -> QueryResult<Vec<R>>
where
    L: Listing,
    R: Selectable<MultiBackend>,
    PerParent<L, R::SelectExpression, F>: diesel::query_dsl::LoadQuery<'static, AnyConn, R>,
{
    let hex: Vec<String> = parents.iter().map(|id| id.simple().to_string()).collect();
    PerParent::<L, R::SelectExpression, F> {
        selection: R::construct_selection(),
        filter,
        parents: parents.iter().map(|id| crate::kernel::id::Id::from_uuid(*id)).collect(),
        as_json: serde_json::to_string(&hex).unwrap_or_default(),
        limit,
        listing: PhantomData,
    }
    .load(conn)
}

impl<L: Listing, S: QueryFragment<Pg>, F: QueryFragment<Pg>> QueryFragment<Pg> for PerParent<L, S, F> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.selection.walk_ast(out.reborrow())?;
        out.push_sql(" FROM unnest(");
        out.push_bind_param::<Array<Uid>, _>(&self.parents)?;
        out.push_sql(") AS parent(id) CROSS JOIN LATERAL (SELECT * FROM ");
        push_all(&mut out, &[L::TABLE, " WHERE ", L::PARENT, " = parent.id", L::ONLY]);
        self.filter.walk_ast(out.reborrow())?;
        push_all(&mut out, &[" ORDER BY ", L::ORDER, " LIMIT "]);
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        push_all(&mut out, &[") AS ", L::TABLE]);
        Ok(())
    }
}

impl<L: Listing, S: QueryFragment<Sqlite>, F: QueryFragment<Sqlite>> QueryFragment<Sqlite> for PerParent<L, S, F> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.selection.walk_ast(out.reborrow())?;
        out.push_sql(" FROM json_each(");
        out.push_bind_param::<Text, _>(&self.as_json)?;
        push_all(
            &mut out,
            &[") AS parent CROSS JOIN ", L::TABLE, " ON ", L::TABLE, ".id IN (SELECT id FROM ", L::TABLE],
        );
        push_all(&mut out, &[" WHERE ", L::PARENT, " = unhex(parent.value)", L::ONLY]);
        self.filter.walk_ast(out.reborrow())?;
        push_all(&mut out, &[" ORDER BY ", L::ORDER, " LIMIT "]);
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        out.push_sql(")");
        Ok(())
    }
}

fn push_all<DB: diesel::backend::Backend>(out: &mut AstPass<'_, '_, DB>, pieces: &[&str]) {
    for piece in pieces {
        out.push_sql(piece);
    }
}

impl<L, S, F> QueryFragment<MultiBackend> for PerParent<L, S, F>
where
    Self: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}
impl<L: Listing, S: QueryId, F: QueryId> QueryId for PerParent<L, S, F> {
    type QueryId = PerParent<L::QueryId, S::QueryId, F::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = S::HAS_STATIC_QUERY_ID && F::HAS_STATIC_QUERY_ID;
}
impl<L, S: Expression, F> Query for PerParent<L, S, F> {
    type SqlType = S::SqlType;
}
impl<L, S, F> RunQueryDsl<AnyConn> for PerParent<L, S, F> {}
