//! Pages and totals in SQL: the keyset window of a list ordered by (time, id), and counts that stop at a cap.

use super::conn::{AnyConn, MultiBackend};
use super::dialect::Side;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{Id, kind};
use crate::kernel::page::{Edge, Position, SortKey, Total, Window};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;

/// The direction in which a list runs, or in which its index is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    /// The direction in which rows are fetched: from the edge the page is cut from.
    #[must_use]
    pub fn from_edge(self, window: &Window) -> Self {
        match (window.edge, self) {
            (Edge::First, same) => same,
            (Edge::Last, Self::Ascending) => Self::Descending,
            (Edge::Last, Self::Descending) => Self::Ascending,
        }
    }

    /// On which side of a position lies what follows it in the list, and on which what precedes it.
    pub const fn sides(self) -> (Side, Side) {
        match self {
            Self::Ascending => (Side::After, Side::Before),
            Self::Descending => (Side::Before, Side::After),
        }
    }
}

/// The time and id of a position in a list ordered by them; a position of a list ordered by text is none of ours.
/// To SQL an id is an id, whatever it identifies.
pub fn time_and_id(position: &Position) -> Option<(Timestamp, Id<kind::Event>)> {
    match position.key {
        SortKey::At(micros) => Some((Timestamp::from_micros(micros)?, Id::from_uuid(position.id))),
        SortKey::Text(_) => None,
    }
}

/// The position of a row in a list ordered by time and id.
pub fn position<K>(at: Timestamp, id: Id<K>) -> Position {
    Position { key: SortKey::At(at.micros()), id: id.uuid() }
}

/// Narrows, orders and limits a boxed query to a window over two columns, a time and an id.
#[macro_export]
macro_rules! keyset {
    ($query:expr, $window:expr, $direction:expr, $at:expr, $id:expr) => {{
        let (mut query, window) = ($query, $window);
        let direction: $crate::db::page::Direction = $direction;
        let (beyond, short_of) = direction.sides();
        if let Some((at, id)) = window.after.as_ref().and_then($crate::db::page::time_and_id) {
            query = query.filter($crate::db::dialect::row_compare(($at, $id), beyond, at, id));
        }
        if let Some((at, id)) = window.before.as_ref().and_then($crate::db::page::time_and_id) {
            query = query.filter($crate::db::dialect::row_compare(($at, $id), short_of, at, id));
        }
        let query = match direction.from_edge(window) {
            $crate::db::page::Direction::Ascending => query.order(($at.asc(), $id.asc())),
            $crate::db::page::Direction::Descending => query.order(($at.desc(), $id.desc())),
        };
        query.limit(window.fetch())
    }};
}

/// `SELECT count(*) FROM (…)`, of a query that is itself limited.
#[derive(Clone, Copy, Debug)]
struct CountOf<Q>(Q);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for CountOf<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}
impl<Q> QueryId for CountOf<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<Q> Query for CountOf<Q> {
    type SqlType = BigInt;
}
impl<Q> RunQueryDsl<AnyConn> for CountOf<Q> {}

/// Counts the rows of a query that was limited to one more than `cap`: exactly up to the cap, "at least" beyond.
///
/// # Errors
/// Whatever the database says.
pub fn count_limited<Q: QueryFragment<MultiBackend>>(conn: &mut AnyConn, limited: Q, cap: i64) -> QueryResult<Total> {
    let found: i64 = CountOf(limited).get_result(conn)?;
    Ok(if found > cap { Total::AtLeast(cap) } else { Total::Exact(found) })
}
