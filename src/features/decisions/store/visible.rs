//! A sight as SQL: the one condition that decides which decisions a viewer sees, and with them every review,
//! comment and poll that hangs on them.
//!
//! | ground | sees |
//! |---|---|
//! | none | what is public by now |
//! | accredited media | also what will be public when its embargo ends |
//! | officer of the body | all of the body's, drafts too |
//! | member or moderator of a council | the published ones of its body and those it reviews, restricted or not |
//! | moderator of a body | all that the body published |
//! | moderator of all | all that was published |
//! | administrator | everything |

use crate::access::sight::Sight;
use crate::db::schema::decisions;
use crate::db::types::{Instant, Uid};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, Id, StateBodyId, kind};
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};

/// The condition over `decisions` of what a sight covers.
#[derive(Clone, Debug)]
pub struct Visible(Sight);

/// The condition of what a viewer may see.
pub fn visible(sight: &Sight) -> Visible {
    let mut sight = sight.clone();
    if sight.published {
        // They could add nothing.
        sight.moderated.clear();
        sight.councils.clear();
    }
    Visible(sight)
}

impl<DB> QueryFragment<DB> for Visible
where
    DB: Backend + HasSqlType<Instant> + HasSqlType<Uid>,
    Timestamp: ToSql<Instant, DB>,
    StateBodyId: ToSql<Uid, DB>,
    CouncilId: ToSql<Uid, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Sight { now, everything, published, bodies, moderated, councils, embargoed } = &self.0;
        if *everything {
            out.push_sql("1 = 1");
            return Ok(());
        }
        if *published {
            out.push_sql("(decisions.published_at IS NOT NULL");
        } else if *embargoed {
            out.push_sql("(decisions.public_from IS NOT NULL");
        } else {
            out.push_sql("(decisions.public_from <= ");
            out.push_bind_param::<Instant, _>(now)?;
        }
        if !bodies.is_empty() {
            out.push_sql(" OR decisions.body_id IN (");
            push_ids::<DB, kind::StateBody>(&mut out, bodies)?;
            out.push_sql(")");
        }
        if !moderated.is_empty() {
            out.push_sql(" OR (decisions.published_at IS NOT NULL AND decisions.body_id IN (");
            push_ids::<DB, kind::StateBody>(&mut out, moderated)?;
            out.push_sql("))");
        }
        if !councils.is_empty() {
            push_councils(&mut out, councils)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// What councils see, as a further ground.
fn push_councils<'b, DB>(out: &mut AstPass<'_, 'b, DB>, councils: &'b [CouncilId]) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Uid>,
    CouncilId: ToSql<Uid, DB>,
{
    out.push_sql(" OR (decisions.published_at IS NOT NULL AND (decisions.body_id IN (SELECT body_id FROM councils AS own WHERE own.id IN (");
    push_ids::<DB, kind::Council>(out, councils)?;
    // Not EXISTS: PostgreSQL would read all reviews of the councils into a hash for one page of decisions. A scalar
    // is looked up for the few rows that are not public anyway. And coalesce, because SQLite would rather look through
    // the reviews of the council than through those of the decision.
    out.push_sql(")) OR (SELECT count(*) FROM reviews AS own WHERE own.decision_id = decisions.id AND coalesce(own.council_id, own.council_id) IN (");
    push_ids::<DB, kind::Council>(out, councils)?;
    out.push_sql(")) > 0))");
    Ok(())
}

/// Ids, separated by commas: the inside of `IN (…)`.
///
/// # Errors
/// Never by itself.
pub fn push_ids<'b, DB, K>(out: &mut AstPass<'_, 'b, DB>, ids: &'b [Id<K>]) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Uid>,
    Id<K>: ToSql<Uid, DB>,
{
    for (index, id) in ids.iter().enumerate() {
        if index > 0 {
            out.push_sql(", ");
        }
        out.push_bind_param::<Uid, _>(id)?;
    }
    Ok(())
}

// The text depends on the viewer's bodies and councils, so the statement is remembered by its text.
impl QueryId for Visible {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Visible {
    type SqlType = Bool;
}
impl<QS> AppearsOnTable<QS> for Visible where decisions::id: AppearsOnTable<QS> {}
impl<QS> SelectableExpression<QS> for Visible where decisions::id: SelectableExpression<QS> {}
impl ValidGrouping<()> for Visible {
    type IsAggregate = is_aggregate::No;
}

/// Whether the decision that a row hangs on is one the viewer may see.
#[derive(Clone, Debug)]
pub struct Through {
    column: &'static str,
    visible: Visible,
}

/// The condition over a table whose `column` (with the table's name) holds the id of a decision.
pub fn visible_through(column: &'static str, sight: &Sight) -> Through {
    Through { column, visible: visible(sight) }
}

impl<DB: Backend> QueryFragment<DB> for Through
where
    Visible: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("EXISTS (SELECT 1 FROM decisions WHERE decisions.id = ");
        out.push_sql(self.column);
        out.push_sql(" AND ");
        self.visible.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
impl QueryId for Through {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Through {
    type SqlType = Bool;
}
impl<QS> AppearsOnTable<QS> for Through {}
impl<QS> SelectableExpression<QS> for Through {}
impl ValidGrouping<()> for Through {
    type IsAggregate = is_aggregate::No;
}
