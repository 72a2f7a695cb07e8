//! Which final documents a viewer sees: those on decisions they see, if they were sent, or if the viewer has a seat in
//! the council that writes them.

use crate::access::sight::Sight;
use crate::db::types::Uid;
use crate::features::decisions::store::{Through, visible_through};
use crate::kernel::id::CouncilId;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};

/// The condition over `final_documents` of what a sight covers.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    decision: Through,
    sight: Sight,
}

/// The condition of what a viewer may see.
pub(super) fn seen(sight: &Sight) -> Seen {
    Seen { decision: visible_through("final_documents.decision_id", sight), sight: sight.clone() }
}

impl<DB> QueryFragment<DB> for Seen
where
    DB: Backend + HasSqlType<Uid>,
    Through: QueryFragment<DB>,
    CouncilId: ToSql<Uid, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.decision.walk_ast(out.reborrow())?;
        if !self.sight.everything {
            out.push_sql(" AND (final_documents.state = 'SENT'");
            for council in &self.sight.councils {
                out.push_sql(" OR final_documents.council_id = ");
                out.push_bind_param::<Uid, _>(council)?;
            }
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }
}

// The text depends on the viewer's councils, so the statement is remembered by its text.
impl QueryId for Seen {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Seen {
    type SqlType = Bool;
}
impl<QS> AppearsOnTable<QS> for Seen {}
impl<QS> SelectableExpression<QS> for Seen {}
impl ValidGrouping<()> for Seen {
    type IsAggregate = is_aggregate::No;
}
