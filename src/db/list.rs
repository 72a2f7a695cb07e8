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
pub struct PerParent<L, S> {
    selection: S,
    parents: Vec<crate::kernel::id::Id<crate::kernel::id::kind::Event>>,
    as_json: String,
    limit: i64,
    listing: PhantomData<L>,
}

/// Loads the first `limit` children of each parent, in the listing's order within each parent.
///
/// # Errors
/// Whatever the database says.
pub fn first_per_parent<L, R>(conn: &mut AnyConn, parents: &[Uuid], limit: i64) -> QueryResult<Vec<R>>
where
    L: Listing,
    R: Selectable<MultiBackend>,
    PerParent<L, R::SelectExpression>: diesel::query_dsl::LoadQuery<'static, AnyConn, R>,
{
    let hex: Vec<String> = parents.iter().map(|id| id.simple().to_string()).collect();
    PerParent::<L, R::SelectExpression> {
        selection: R::construct_selection(),
        parents: parents.iter().map(|id| crate::kernel::id::Id::from_uuid(*id)).collect(),
        as_json: serde_json::to_string(&hex).unwrap_or_default(),
        limit,
        listing: PhantomData,
    }
    .load(conn)
}

impl<L: Listing, S: QueryFragment<Pg>> QueryFragment<Pg> for PerParent<L, S> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.selection.walk_ast(out.reborrow())?;
        out.push_sql(" FROM unnest(");
        out.push_bind_param::<Array<Uid>, _>(&self.parents)?;
        out.push_sql(") AS parent(id) CROSS JOIN LATERAL (SELECT * FROM ");
        push_all(&mut out, &[L::TABLE, " WHERE ", L::PARENT, " = parent.id", L::ONLY, " ORDER BY ", L::ORDER, " LIMIT "]);
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        push_all(&mut out, &[") AS ", L::TABLE]);
        Ok(())
    }
}

impl<L: Listing, S: QueryFragment<Sqlite>> QueryFragment<Sqlite> for PerParent<L, S> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.selection.walk_ast(out.reborrow())?;
        out.push_sql(" FROM json_each(");
        out.push_bind_param::<Text, _>(&self.as_json)?;
        push_all(&mut out, &[") AS parent CROSS JOIN ", L::TABLE, " ON ", L::TABLE, ".id IN (SELECT id FROM ", L::TABLE]);
        push_all(&mut out, &[" WHERE ", L::PARENT, " = unhex(parent.value)", L::ONLY, " ORDER BY ", L::ORDER, " LIMIT "]);
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

impl<L, S> QueryFragment<MultiBackend> for PerParent<L, S>
where
    Self: QueryFragment<Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}
impl<L: Listing, S: QueryId> QueryId for PerParent<L, S> {
    type QueryId = PerParent<L::QueryId, S::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = S::HAS_STATIC_QUERY_ID;
}
impl<L, S: Expression> Query for PerParent<L, S> {
    type SqlType = S::SqlType;
}
impl<L, S> RunQueryDsl<AnyConn> for PerParent<L, S> {}
