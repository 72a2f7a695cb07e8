//! Which attachments a viewer sees. What hangs on a decision that the viewer does not see is not there; beyond that:
//!
//! | ground | sees |
//! |---|---|
//! | none | the public ones |
//! | officer of the body that decides or answers | its restricted ones too |
//! | officer of a body that a final document was sent to | the restricted annexes of that document |
//! | member of a council | the restricted ones of its meetings, of its documents and of the answers to them, of the decisions it reviews and of those of its body |
//! | administrator | everything |
//!
//! Annexes of a final document that is not sent yet are seen as the document is: by its council.

use crate::access::sight::Sight;
use crate::db::types::Uid;
use crate::features::decisions::store::{Through, push_ids, visible_through};
use crate::kernel::id::{CouncilId, StateBodyId, kind};
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};

/// The condition over `attachments` of what a sight covers; whose content has not come, nobody sees.
#[derive(Clone, Debug)]
pub struct Seen {
    decision: Through,
    sight: Sight,
}

/// The condition of what a viewer may see.
pub(super) fn seen(sight: &Sight) -> Seen {
    Seen { decision: visible_through("attachments.decision_id", sight), sight: sight.clone() }
}

impl<DB> QueryFragment<DB> for Seen
where
    DB: Backend + HasSqlType<Uid>,
    Through: QueryFragment<DB>,
    CouncilId: ToSql<Uid, DB>,
    StateBodyId: ToSql<Uid, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(attachments.state = 'READY'");
        if !self.sight.everything {
            out.push_sql(" AND (attachments.decision_id IS NULL OR ");
            self.decision.walk_ast(out.reborrow())?;
            out.push_sql(")");
            self.walk_unsent(out.reborrow())?;
            out.push_sql(" AND (attachments.access = 'PUBLIC'");
            self.walk_offices(out.reborrow())?;
            self.walk_seats(out.reborrow())?;
            out.push_sql(")");
        }
        out.push_sql(")");
        Ok(())
    }
}

impl Seen {
    fn walk_unsent<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Uid>,
        CouncilId: ToSql<Uid, DB>,
    {
        out.push_sql(" AND (attachments.subject_kind <> 'FINAL_DOCUMENT' OR EXISTS (SELECT 1 FROM final_documents AS paper WHERE paper.id = attachments.subject_id AND (paper.state = 'SENT'");
        if !self.sight.councils.is_empty() {
            out.push_sql(" OR paper.council_id IN (");
            push_ids::<DB, kind::Council>(&mut out, &self.sight.councils)?;
            out.push_sql(")");
        }
        out.push_sql(")))");
        Ok(())
    }

    fn walk_offices<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Uid>,
        StateBodyId: ToSql<Uid, DB>,
    {
        if self.sight.bodies.is_empty() {
            return Ok(());
        }
        out.push_sql(" OR attachments.body_id IN (");
        push_ids::<DB, kind::StateBody>(&mut out, &self.sight.bodies)?;
        out.push_sql(") OR (attachments.subject_kind = 'FINAL_DOCUMENT' AND EXISTS (SELECT 1 FROM document_receipts AS receipt WHERE receipt.document_id = attachments.subject_id AND receipt.body_id IN (");
        push_ids::<DB, kind::StateBody>(&mut out, &self.sight.bodies)?;
        out.push_sql(")))");
        Ok(())
    }

    /// The same grounds on which members see restricted decisions.
    fn walk_seats<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Uid>,
        CouncilId: ToSql<Uid, DB>,
    {
        let councils = &self.sight.councils;
        if councils.is_empty() {
            return Ok(());
        }
        out.push_sql(" OR attachments.council_id IN (");
        push_ids::<DB, kind::Council>(&mut out, councils)?;
        out.push_sql(") OR (attachments.subject_kind = 'DECISION' AND EXISTS (SELECT 1 FROM decisions AS matter WHERE matter.id = attachments.decision_id AND matter.published_at IS NOT NULL AND (matter.body_id IN (SELECT body_id FROM councils AS own WHERE own.id IN (");
        push_ids::<DB, kind::Council>(&mut out, councils)?;
        out.push_sql(
            ")) OR EXISTS (SELECT 1 FROM reviews AS own WHERE own.decision_id = matter.id AND own.council_id IN (",
        );
        push_ids::<DB, kind::Council>(&mut out, councils)?;
        out.push_sql(")))))");
        Ok(())
    }
}

// The text depends on the viewer's bodies and councils, so the statement is remembered by its text.
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
