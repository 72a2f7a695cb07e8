//! Pages after the Relay cursor specification, by keyset: page 10,000 costs what page 1 costs.
//!
//! A cursor is opaque to clients. Inside it is the position (sort key and id) and a fingerprint of the sort and
//! filter it was made under: used with another it is refused, because the answer would be silently wrong.

use super::failure::Failure;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The most rows one page may hold, and what it holds when the client does not say.
pub const MAX_PAGE: u32 = 100;
pub const DEFAULT_PAGE: u32 = 20;

/// The four arguments of a connection, as the client sent them.
#[derive(Clone, Debug, Default)]
pub struct PageArgs {
    pub first: Option<i32>,
    pub last: Option<i32>,
    pub after: Option<String>,
    pub before: Option<String>,
}

/// Where a row stands in its list: its sort key, then its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    #[serde(rename = "k")]
    pub key: SortKey,
    #[serde(rename = "i")]
    pub id: Uuid,
}

/// Lists are ordered by time (microseconds) or, where they live in memory, by text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortKey {
    At(i64),
    Text(String),
}

/// From which end of the list the page is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    First,
    Last,
}

/// The page to read: `limit` rows from one edge, strictly between two positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub limit: u32,
    pub edge: Edge,
    pub after: Option<Position>,
    pub before: Option<Position>,
    fingerprint: u64,
}

/// One page of rows in list order, and what lies on both sides of it.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub has_next: bool,
    pub has_previous: bool,
    fingerprint: u64,
}

/// How many rows a list holds in all. Counting a large search costs more than it tells, so beyond a cap the answer is
/// a lower bound and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    Exact(i64),
    AtLeast(i64),
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    #[serde(rename = "f")]
    fingerprint: u64,
    #[serde(flatten)]
    position: Position,
}

/// The fingerprint of a list: its name, its order and its filter, in any serialisable form.
pub fn fingerprint(list: &impl Serialize) -> u64 {
    let bytes = serde_json::to_vec(list).unwrap_or_default();
    let digest = Sha256::digest(&bytes);
    // 48 bits: enough to tell lists apart, and exact in every JSON reader.
    digest.iter().take(6).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// The cursor of a position in a list.
pub fn cursor(fingerprint: u64, position: Position) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&Cursor { fingerprint, position }).unwrap_or_default())
}

impl Window {
    /// Checks the arguments against the rules of the specification and our bounds.
    ///
    /// # Errors
    /// BAD_INPUT naming the argument: both `first` and `last`, a size outside 1 to 100, a cursor of another list.
    pub fn new(args: &PageArgs, fingerprint: u64) -> Result<Self, Failure> {
        let (edge, limit) = match (args.first, args.last) {
            (Some(_), Some(_)) => return Err(Failure::bad_input("last", "first and last exclude each other")),
            (None, Some(last)) => (Edge::Last, size("last", last)?),
            (Some(first), None) => (Edge::First, size("first", first)?),
            (None, None) => (Edge::First, DEFAULT_PAGE),
        };
        let after = args.after.as_deref().map(|c| read_cursor("after", c, fingerprint)).transpose()?;
        let before = args.before.as_deref().map(|c| read_cursor("before", c, fingerprint)).transpose()?;
        Ok(Self { limit, edge, after, before, fingerprint })
    }

    /// The first `limit` rows of a list.
    pub fn head(limit: u32, fingerprint: u64) -> Self {
        Self { limit, edge: Edge::First, after: None, before: None, fingerprint }
    }

    /// The same after a position.
    #[must_use]
    pub fn following(mut self, position: Position) -> Self {
        self.after = Some(position);
        self
    }

    /// Whether it is simply the start of the list, so that many parents can share one statement.
    pub fn is_head(&self) -> bool {
        self.edge == Edge::First && self.after.is_none() && self.before.is_none()
    }

    /// Rows to ask the database for: one more than the page, to know whether there is a next.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Makes the page of what was fetched, rows nearest to the edge first.
    pub fn page<T>(&self, mut rows: Vec<T>) -> Page<T> {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let (has_next, has_previous) = match self.edge {
            Edge::First => (more, self.after.is_some()),
            Edge::Last => {
                rows.reverse();
                (self.before.is_some(), more)
            }
        };
        Page { rows, has_next, has_previous, fingerprint: self.fingerprint }
    }

    /// Cuts the page out of a whole list that is already in order, in memory.
    pub fn cut<T: Clone>(&self, all: &[T], position: impl Fn(&T) -> Position) -> Page<T> {
        let inside = |row: &&T| {
            let at = position(row);
            self.after.as_ref().is_none_or(|after| at > *after)
                && self.before.as_ref().is_none_or(|before| at < *before)
        };
        let fetch = usize::try_from(self.fetch()).unwrap_or(usize::MAX);
        let rows: Vec<T> = match self.edge {
            Edge::First => all.iter().filter(inside).take(fetch).cloned().collect(),
            Edge::Last => all.iter().rev().filter(inside).take(fetch).cloned().collect(),
        };
        self.page(rows)
    }
}

impl<T> Page<T> {
    pub fn cursor(&self, position: Position) -> String {
        cursor(self.fingerprint, position)
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            rows: self.rows.into_iter().map(f).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
            fingerprint: self.fingerprint,
        }
    }
}

fn size(field: &str, asked: i32) -> Result<u32, Failure> {
    u32::try_from(asked)
        .ok()
        .filter(|n| (1..=MAX_PAGE).contains(n))
        .ok_or_else(|| Failure::bad_input(field, format!("must be between 1 and {MAX_PAGE}, was {asked}")))
}

fn read_cursor(field: &str, text: &str, fingerprint: u64) -> Result<Position, Failure> {
    let cursor: Cursor = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| Failure::bad_input(field, "is not a cursor of this server"))?;
    if cursor.fingerprint == fingerprint {
        Ok(cursor.position)
    } else {
        Err(Failure::bad_input(field, "belongs to a list with another order or filter"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(n: i64) -> Position {
        Position { key: SortKey::At(n), id: Uuid::nil() }
    }

    proptest! {
        #[test]
        fn walking_forwards_and_backwards_visits_every_row_once(total in 0_i64..60, size in 1_i32..15) {
            let all: Vec<i64> = (0..total).collect();
            for back in [false, true] {
                let (mut seen, mut cursor) = (Vec::new(), None);
                loop {
                    let args = if back {
                        PageArgs { last: Some(size), before: cursor.clone(), ..PageArgs::default() }
                    } else {
                        PageArgs { first: Some(size), after: cursor.clone(), ..PageArgs::default() }
                    };
                    let page = Window::new(&args, 7).expect("valid").cut(&all, |n| at(*n));
                    let (edge, more) = if back { (page.rows.first(), page.has_previous) } else { (page.rows.last(), page.has_next) };
                    cursor = edge.map(|n| page.cursor(at(*n)));
                    if back { seen.splice(0..0, page.rows.clone()); } else { seen.extend(&page.rows); }
                    if !more { break; }
                }
                prop_assert_eq!(&seen, &all);
            }
        }
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let page = Window::head(1, fingerprint(&("decisions", "newest"))).page(vec![1]);
        let after = Some(page.cursor(at(1)));
        let args = PageArgs { after, ..PageArgs::default() };
        assert!(Window::new(&args, fingerprint(&("decisions", "newest"))).is_ok());
        assert!(Window::new(&args, fingerprint(&("decisions", "oldest"))).is_err());
    }

    #[test]
    fn sizes_outside_one_to_a_hundred_are_refused() {
        for (asked, good) in [(0, false), (1, true), (100, true), (101, false), (-5, false)] {
            let args = PageArgs { first: Some(asked), ..PageArgs::default() };
            assert_eq!(Window::new(&args, 0).is_ok(), good, "{asked}");
        }
    }
}
