//! Full text of decisions: FTS5 on SQLite, tsvector on PostgreSQL, over terms prepared in `kernel/terms.rs`, so
//! that both find the same rows.

use super::conn::{AnyConn, MultiBackend};
use super::schema::decisions;
use super::types::Uid;
use crate::kernel::id::DecisionId;
use crate::kernel::terms::Term;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::Sqlite;

/// Stores the prepared terms of a decision, replacing earlier ones.
///
/// # Errors
/// Whatever the database says.
pub fn store_terms(conn: &mut AnyConn, decision: DecisionId, terms: &str) -> QueryResult<()> {
    let text = match conn {
        AnyConn::Pg(_) => {
            "INSERT INTO decision_search (decision_id, terms) VALUES ($1, array_to_tsvector(string_to_array($2, ' '))) \
             ON CONFLICT (decision_id) DO UPDATE SET terms = excluded.terms"
        }
        AnyConn::Sqlite(_) => {
            "INSERT INTO decision_search (decision_id, terms) VALUES ($1, $2) \
             ON CONFLICT (decision_id) DO UPDATE SET terms = excluded.terms"
        }
    };
    diesel::sql_query(text).bind::<Uid, _>(decision).bind::<Text, _>(terms).execute(conn).map(|_| ())
}

/// `decisions.id IN (…)`: every group of alternatives is met by the decision's terms.
#[derive(Clone, Debug)]
pub struct Matches {
    tsquery: String,
    fts5: String,
}

/// The condition for prepared query terms; `None` when nothing searchable was asked.
pub fn matches(groups: &[Vec<Term>]) -> Option<Matches> {
    if groups.is_empty() {
        return None;
    }
    let join = |render: &dyn Fn(&Term) -> String, or: &str, and: &str| {
        let groups: Vec<String> =
            groups.iter().map(|any| format!("({})", any.iter().map(render).collect::<Vec<_>>().join(or))).collect();
        groups.join(and)
    };
    // Terms are letters and digits only (kernel/terms.rs), so quoting is all the escaping either needs.
    let tsquery = join(&|t| format!("'{}'{}", t.text, if t.prefix { ":*" } else { "" }), " | ", " & ");
    let fts5 = join(&|t| format!("\"{}\"{}", t.text, if t.prefix { "*" } else { "" }), " OR ", " AND ");
    Some(Matches { tsquery, fts5 })
}

impl QueryFragment<Pg> for Matches {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("decisions.id IN (SELECT decision_id FROM decision_search WHERE terms @@ (");
        out.push_bind_param::<Text, _>(&self.tsquery)?;
        out.push_sql(")::tsquery)");
        Ok(())
    }
}
impl QueryFragment<Sqlite> for Matches {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(
            "decisions.id IN (SELECT decision_id FROM decision_search WHERE search_id IN \
             (SELECT rowid FROM decision_fts WHERE decision_fts MATCH ",
        );
        out.push_bind_param::<Text, _>(&self.fts5)?;
        out.push_sql("))");
        Ok(())
    }
}
impl QueryFragment<MultiBackend> for Matches {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(self, out)
    }
}
impl QueryId for Matches {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Matches {
    type SqlType = Bool;
}
impl AppearsOnTable<decisions::table> for Matches {}
impl SelectableExpression<decisions::table> for Matches {}
impl ValidGrouping<()> for Matches {
    type IsAggregate = is_aggregate::No;
}
