//! Relay connections over [`Page`]s: `edges`, `nodes`, `pageInfo`, and a total that is counted only when asked.

use super::int::int;
use crate::access::act::{Act, Reading};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::page::{Page, PageArgs, Position, Total, Window};
use async_graphql::{Enum, InputObject, Object, OutputType, Result, SimpleObject, TypeName};
use futures_util::future::BoxFuture;
use std::borrow::Cow;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Where a page lies in its list.
#[derive(SimpleObject, Clone, Debug)]
pub struct PageInfo {
    /// Whether there are rows after this page.
    pub has_next_page: bool,
    /// Whether there are rows before this page.
    pub has_previous_page: bool,
    /// The cursor of the first row.
    pub start_cursor: Option<String>,
    /// The cursor of the last row.
    pub end_cursor: Option<String>,
}

/// How exact a total is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountPrecision {
    /// Every row was counted.
    Exact,
    /// There are at least so many: counting stops at a configured limit.
    AtLeast,
}

/// The direction of a list's order.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Direction {
    /// Oldest, or first in the alphabet, first.
    Asc,
    /// Newest, or last in the alphabet, first.
    #[default]
    Desc,
}

type Counter = Arc<dyn Fn() -> BoxFuture<'static, Outcome<Total>> + Send + Sync>;

/// A row with its place in the list.
pub struct Edge<T> {
    cursor: String,
    node: T,
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Edge", T::type_name()))
    }
}

/// A row with its place in the list.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// The opaque place of the row, for `after` and `before`.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The row itself.
    async fn node(&self) -> &T {
        &self.node
    }
}

/// A page of a list.
pub struct Connection<T> {
    edges: Vec<Edge<T>>,
    info: PageInfo,
    counter: Counter,
    total: OnceCell<Total>,
}

impl<T> Connection<T> {
    /// A page whose rows know their position, and how to count the whole list.
    pub fn new<R>(
        page: Page<R>,
        position: impl Fn(&R) -> Position,
        node: impl Fn(R) -> T,
        counter: impl Fn() -> BoxFuture<'static, Outcome<Total>> + Send + Sync + 'static,
    ) -> Self {
        let cursors: Vec<String> = page.rows.iter().map(|row| page.cursor(position(row))).collect();
        let info = PageInfo {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: cursors.first().cloned(),
            end_cursor: cursors.last().cloned(),
        };
        let edges = page.rows.into_iter().zip(cursors).map(|(row, cursor)| Edge { cursor, node: node(row) }).collect();
        Self { edges, info, counter: Arc::new(counter), total: OnceCell::new() }
    }

    /// The same page between other cursors than those of its first and last row: of a list whose stretches without rows are
    /// dealt with too.
    #[must_use]
    pub fn between(mut self, start: String, end: String) -> Self {
        self.info.start_cursor = Some(start);
        self.info.end_cursor = Some(end);
        self
    }

    /// A page cut from a list that is in memory already, in order.
    pub fn in_memory<R: Clone>(
        all: &[R],
        window: &Window,
        position: impl Fn(&R) -> Position,
        node: impl Fn(R) -> T,
    ) -> Self {
        let total = Total::Exact(i64::try_from(all.len()).unwrap_or(i64::MAX));
        let page = window.cut(all, &position);
        Self::new(page, position, node, move || Box::pin(async move { Ok(total) }))
    }

    async fn counted(&self) -> Result<Total> {
        let total = self.total.get_or_try_init(|| (self.counter)()).await;
        total.copied().map_err(|failure: Failure| failure.into())
    }
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Connection", T::type_name()))
    }
}

/// A page of a list, after the Relay cursor connections specification.
#[Object(name_type)]
impl<T: OutputType> Connection<T> {
    /// The rows of this page with their cursors.
    async fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// The rows of this page.
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page lies in its list.
    async fn page_info(&self) -> &PageInfo {
        &self.info
    }

    /// The number of rows of the whole list; counted only when asked, and up to a configured limit.
    async fn total_count(&self) -> Result<i32> {
        Ok(match self.counted().await? {
            Total::Exact(count) | Total::AtLeast(count) => int(count),
        })
    }

    /// Whether `totalCount` is exact or a lower bound.
    async fn total_count_precision(&self) -> Result<CountPrecision> {
        Ok(match self.counted().await? {
            Total::Exact(_) => CountPrecision::Exact,
            Total::AtLeast(_) => CountPrecision::AtLeast,
        })
    }
}

/// How to count a list when its total is asked: a read of its own.
pub fn counting<F>(act: &Act, count: F) -> impl Fn() -> BoxFuture<'static, Outcome<Total>> + Send + Sync + 'static
where
    F: Fn(&mut Reading<'_>) -> Outcome<Total> + Clone + Send + Sync + 'static,
{
    let act = act.clone();
    move || {
        let (act, count) = (act.clone(), count.clone());
        Box::pin(async move { act.read(move |r| count(r)).await })
    }
}

/// The paging arguments of a connection field, to be flattened by hand: GraphQL has no argument groups.
pub fn args(first: Option<i32>, last: Option<i32>, after: Option<String>, before: Option<String>) -> PageArgs {
    PageArgs { first, last, after, before }
}

/// A period of time, half open.
#[derive(InputObject, Clone, Copy, Debug, serde::Serialize)]
pub struct PeriodInput {
    /// The first instant of the period.
    #[serde(serialize_with = "micros")]
    pub from: Option<crate::kernel::clock::Timestamp>,
    /// The first instant after the period.
    #[serde(serialize_with = "micros")]
    pub until: Option<crate::kernel::clock::Timestamp>,
}

fn micros<S: serde::Serializer>(
    at: &Option<crate::kernel::clock::Timestamp>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&at.map(crate::kernel::clock::Timestamp::micros), serializer)
}
