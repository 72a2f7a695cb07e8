//! Pages cut from the registry in memory: filtered, put in order, and given cursors.

use crate::features::reference::Entry;
use crate::graphql::connection::{Connection, Direction};
use crate::graphql::scalars::Date;
use crate::kernel::id::{Id, Kind};
use crate::kernel::page::{Edge, Page, Position, Total, Window};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// Whether rows are in the wanted order already, as they stand on their shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sorting {
    Shelved,
    ByPosition,
}

/// One page of `rows`. `position` is the ascending order; `direction` may turn it round.
pub(super) fn page<R>(
    mut rows: Vec<R>,
    window: &Window,
    (sorting, direction): (Sorting, Direction),
    position: impl Fn(&R) -> Position,
) -> Page<R> {
    if sorting == Sorting::ByPosition {
        rows.sort_by_cached_key(&position);
    }
    if direction == Direction::Desc {
        rows.reverse();
    }
    let is_past = |row: &R, cursor: &Position| match direction {
        Direction::Asc => position(row) > *cursor,
        Direction::Desc => position(row) < *cursor,
    };
    let is_short_of = |row: &R, cursor: &Position| match direction {
        Direction::Asc => position(row) < *cursor,
        Direction::Desc => position(row) > *cursor,
    };
    rows.retain(|row| {
        window.after.as_ref().is_none_or(|cursor| is_past(row, cursor))
            && window.before.as_ref().is_none_or(|cursor| is_short_of(row, cursor))
    });
    if window.edge == Edge::Last {
        rows.reverse();
    }
    rows.truncate(usize::try_from(window.fetch()).unwrap_or(usize::MAX));
    window.page(rows)
}

/// A connection over entries of a shelf.
pub(super) fn connection<'a, T: 'a, N>(
    entries: impl Iterator<Item = &'a Entry<T>>,
    window: &Window,
    order: (Sorting, Direction),
    position: impl Fn(&Entry<T>) -> Position,
    node: impl Fn(Arc<T>) -> N,
) -> Connection<N> {
    let rows: Vec<&Entry<T>> = entries.collect();
    let total = exactly(rows.len());
    let page = page(rows, window, order, |entry| position(entry));
    Connection::new(
        page,
        |entry| position(entry),
        |entry| node(Arc::clone(&entry.item)),
        move || Box::pin(async move { Ok(total) }),
    )
}

/// The total of a list that is in memory.
pub(super) fn exactly(count: usize) -> Total {
    Total::Exact(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Writes an id of a filter into a fingerprint.
pub(super) fn wire<K: Kind, S: Serializer>(id: &Option<Id<K>>, serializer: S) -> Result<S::Ok, S::Error> {
    id.map(Id::wire).serialize(serializer)
}

/// Writes a day of a filter into a fingerprint.
pub(super) fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.0.to_string()).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::page::{PageArgs, SortKey};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn at(n: i64) -> Position {
        Position { key: SortKey::At(n), id: Uuid::nil() }
    }

    proptest! {
        #[test]
        fn every_row_is_visited_once_in_both_orders_and_both_ways(total in 0_i64..40, size in 1_i32..9) {
            for direction in [Direction::Asc, Direction::Desc] {
                let mut expected: Vec<i64> = (0..total).collect();
                if direction == Direction::Desc { expected.reverse(); }
                for back in [false, true] {
                    let (mut seen, mut cursor) = (Vec::new(), None);
                    loop {
                        let args = if back {
                            PageArgs { last: Some(size), before: cursor.clone(), ..PageArgs::default() }
                        } else {
                            PageArgs { first: Some(size), after: cursor.clone(), ..PageArgs::default() }
                        };
                        let window = Window::new(&args, 7).expect("valid");
                        let rows: Vec<i64> = (0..total).rev().collect();
                        let page = page(rows, &window, (Sorting::ByPosition, direction), |n| at(*n));
                        let (edge, more) = if back { (page.rows.first(), page.has_previous) } else { (page.rows.last(), page.has_next) };
                        cursor = edge.map(|n| page.cursor(at(*n)));
                        if back { seen.splice(0..0, page.rows.clone()); } else { seen.extend(&page.rows); }
                        if !more { break; }
                    }
                    prop_assert_eq!(&seen, &expected);
                }
            }
        }
    }
}
