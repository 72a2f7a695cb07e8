//! A searched list with its total in one statement: the hits are found once, counted, and the page is cut from them.
//! Finding them is nearly all of the cost, so asking for the page and for the total apart would double it.

use super::page::{Filter, Order, narrowed};
use super::rows::{Row, columns};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::Side;
use crate::db::page::{Direction, time_and_id};
use crate::db::schema::decisions::{self, dsl};
use crate::db::types::{Instant, Uid};
use crate::features::decisions::model::Decision;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{Id, kind};
use crate::kernel::page::{Page, Total, Window};
use diesel::expression::Expression;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;

type Columns = <Row as Selectable<MultiBackend>>::SelectExpression;
type Found = decisions::BoxedQuery<'static, MultiBackend, (Uid, Instant)>;

/// One page of the decisions found, and how many there are in all, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page_and_total(
    conn: &mut AnyConn,
    sight: &Sight,
    filter: &Filter,
    order: Order,
    window: &Window,
    cap: i64,
) -> Outcome<(Page<Decision>, Total)> {
    let Some(query) = narrowed(sight, filter) else { return Ok((window.page(Vec::new()), Total::Exact(0))) };
    let place = |position: &Option<_>| position.as_ref().and_then(time_and_id);
    let (after, before) = order.direction().sides();
    let statement = Hits {
        found: query.select((dsl::id, dsl::listed_at)),
        columns: columns(),
        bounds: [place(&window.after).map(|at| (after, at)), place(&window.before).map(|at| (before, at))],
        direction: order.direction().from_edge(window),
        limit: window.fetch(),
        counted: cap.saturating_add(1),
    };
    let rows: Vec<(Row, i64)> = statement.load(conn)?;
    let total = match rows.first() {
        Some((_, count)) if *count > cap => Total::AtLeast(cap),
        Some((_, count)) => Total::Exact(*count),
        // A page beyond the last row tells nothing of the rows before it.
        None => super::page::count(conn, sight, filter, cap)?,
    };
    Ok((window.page(rows.into_iter().map(|(row, _)| Decision::from(row)).collect()), total))
}

/// A side of a position in the list.
type Bound = (Side, (Timestamp, Id<kind::Event>));

struct Hits {
    found: Found,
    columns: Columns,
    bounds: [Option<Bound>; 2],
    direction: Direction,
    limit: i64,
    counted: i64,
}

impl QueryFragment<MultiBackend> for Hits {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("WITH hits (id, listed_at) AS MATERIALIZED (");
        <Found as QueryFragment<MultiBackend>>::walk_ast(&self.found, out.reborrow())?;
        out.push_sql(") SELECT ");
        self.columns.walk_ast(out.reborrow())?;
        out.push_sql(", (SELECT count(*) FROM (SELECT 1 FROM hits LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.counted)?;
        out.push_sql(") AS counted) FROM (SELECT id FROM hits");
        let mut link = " WHERE ";
        for (side, (at, id)) in self.bounds.iter().flatten() {
            out.push_sql(link);
            out.push_sql(match side {
                Side::Before => "(listed_at, id) < (",
                Side::After => "(listed_at, id) > (",
            });
            out.push_bind_param::<Instant, _>(at)?;
            out.push_sql(", ");
            out.push_bind_param::<Uid, _>(id)?;
            out.push_sql(")");
            link = " AND ";
        }
        let (hits, rows) = match self.direction {
            Direction::Ascending => (" ORDER BY listed_at, id LIMIT ", " ORDER BY decisions.listed_at, decisions.id"),
            Direction::Descending => {
                (" ORDER BY listed_at DESC, id DESC LIMIT ", " ORDER BY decisions.listed_at DESC, decisions.id DESC")
            }
        };
        out.push_sql(hits);
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        out.push_sql(") AS page JOIN decisions ON decisions.id = page.id");
        out.push_sql(rows);
        Ok(())
    }
}
impl QueryId for Hits {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Query for Hits {
    type SqlType = (<Columns as Expression>::SqlType, BigInt);
}
impl RunQueryDsl<AnyConn> for Hits {}
