//! Final documents in lists: by council for many parents at once, and in pages.

use super::documents::{Row, columns, models};
use super::visible::seen;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, Only, first_per_parent_where};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::final_documents::{self, dsl};
use crate::features::documents::model::{DocumentState, FinalDocument};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, StateBodyId};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Which final documents. What is not given does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub council: Option<CouncilId>,
    /// The body whose decision was reviewed.
    pub body: Option<StateBodyId>,
    pub decision: Option<DecisionId>,
    pub states: Option<Vec<DocumentState>>,
    /// The year of the number.
    pub year: Option<i64>,
}

/// How the list runs: by adoption.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    Oldest,
}

impl Order {
    const fn direction(self) -> Direction {
        match self {
            Self::Newest => Direction::Descending,
            Self::Oldest => Direction::Ascending,
        }
    }
}

#[derive(Clone, Copy, Debug, QueryId)]
struct NewestOfCouncil;

impl Listing for NewestOfCouncil {
    const TABLE: &'static str = "final_documents";
    const PARENT: &'static str = "council_id";
    const ORDER: &'static str = "adopted_at DESC, id DESC";
}

/// The newest `limit` documents of each council that the viewer may see, newest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_councils(
    conn: &mut AnyConn,
    sight: &Sight,
    councils: &[CouncilId],
    limit: i64,
) -> Outcome<Vec<FinalDocument>> {
    let parents: Vec<Uuid> = councils.iter().map(|id| id.uuid()).collect();
    let rows = first_per_parent_where::<NewestOfCouncil, Row, _>(conn, &parents, limit, Only(seen(sight)))?;
    let mut documents = models(rows)?;
    documents.sort_by_key(|document| Reverse((document.adopted_at, document.id)));
    Ok(documents)
}

/// How many documents of each of these councils the viewer may see; councils without one are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of_councils(
    conn: &mut AnyConn,
    sight: &Sight,
    councils: &[CouncilId],
) -> Outcome<HashMap<CouncilId, i64>> {
    let query = dsl::final_documents.filter(any(dsl::council_id, councils)).filter(seen(sight));
    let rows: Vec<(CouncilId, i64)> =
        query.group_by(dsl::council_id).select((dsl::council_id, count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// One page of the documents the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(
    conn: &mut AnyConn,
    sight: &Sight,
    filter: &Filter,
    order: Order,
    window: &Window,
) -> Outcome<Page<FinalDocument>> {
    let query = keyset!(narrowed(sight, filter), window, order.direction(), dsl::adopted_at, dsl::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(models(rows)?))
}

/// How many documents the viewer may see, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, narrowed(sight, filter).select(dsl::id).limit(cap.saturating_add(1)), cap)?)
}

/// The conditions that are given and no others.
fn narrowed(sight: &Sight, filter: &Filter) -> final_documents::BoxedQuery<'static, MultiBackend> {
    let mut query = final_documents::table.into_boxed::<MultiBackend>().filter(seen(sight));
    if let Some(council) = filter.council {
        query = query.filter(dsl::council_id.eq(council));
    }
    if let Some(body) = filter.body {
        query = query.filter(dsl::body_id.eq(body));
    }
    if let Some(decision) = filter.decision {
        query = query.filter(dsl::decision_id.eq(decision));
    }
    if let Some(states) = &filter.states {
        // A client may repeat itself; the statement has one bind per state.
        let distinct: BTreeSet<_> = states.iter().copied().collect();
        query = query.filter(dsl::state.eq_any(distinct));
    }
    if let Some(year) = filter.year {
        query = query.filter(dsl::year.eq(year));
    }
    query
}
