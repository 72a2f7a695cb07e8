//! The list of decisions: filtered, searched, in pages by keyset, counted up to a cap.

use super::rows::{Row, columns};
use super::visible::visible;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::page::{Direction, count_limited};
use crate::db::schema::decisions::{self, dsl};
use crate::db::schema::reviews;
use crate::db::search;
use crate::db::types::Uid;
use crate::features::decisions::details::DecisionKind;
use crate::features::decisions::model::{Decision, DecisionState};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, StateBodyId};
use crate::kernel::page::{Page, Total, Window};
use crate::kernel::terms;
use crate::{keyset, sql_expression};
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Text};

type Boxed = decisions::BoxedQuery<'static, MultiBackend>;

/// Which decisions. What is not given does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    pub kinds: Option<Vec<DecisionKind>>,
    pub states: Option<Vec<DecisionState>>,
    /// One body, or all of a region's: an empty list finds nothing.
    pub bodies: Option<Vec<StateBodyId>>,
    /// Reviewed by this council, now or earlier.
    pub council: Option<CouncilId>,
    /// Listed at this moment or later.
    pub from: Option<Timestamp>,
    /// Listed before this moment.
    pub until: Option<Timestamp>,
    /// Words that all occur, inflected or not. A text without a word finds nothing.
    pub text: Option<String>,
}

impl Filter {
    /// Whether the hits must be found before they are known to be the latest: then only their ids are sorted, and the
    /// wide rows fetched for one page alone (ten times faster at 200,000 rows).
    pub fn searches(&self) -> bool {
        self.text.is_some() || self.council.is_some() || self.bodies.as_ref().is_some_and(|bodies| bodies.len() > 1)
    }
}

/// How the list runs: by publication, or by drafting while there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Newest,
    Oldest,
}

impl Order {
    pub(super) const fn direction(self) -> Direction {
        match self {
            Self::Newest => Direction::Descending,
            Self::Oldest => Direction::Ascending,
        }
    }
}

/// One page of the decisions the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(
    conn: &mut AnyConn,
    sight: &Sight,
    filter: &Filter,
    order: Order,
    window: &Window,
) -> Outcome<Page<Decision>> {
    let Some(query) = narrowed(sight, filter) else { return Ok(window.page(Vec::new())) };
    let query = keyset!(query, window, order.direction(), dsl::listed_at, dsl::id);
    let rows: Vec<Row> = if filter.searches() {
        let wide = dsl::decisions.filter(IdIn(query.select(dsl::id))).select(columns()).into_boxed::<MultiBackend>();
        match order.direction().from_edge(window) {
            Direction::Ascending => wide.order((dsl::listed_at.asc(), dsl::id.asc())),
            Direction::Descending => wide.order((dsl::listed_at.desc(), dsl::id.desc())),
        }
        .load(conn)?
    } else {
        query.select(columns()).load(conn)?
    };
    Ok(window.page(rows.into_iter().map(Decision::from).collect()))
}

/// How many decisions the viewer may see, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    let Some(query) = narrowed(sight, filter) else { return Ok(Total::Exact(0)) };
    Ok(count_limited(conn, query.select(dsl::id).limit(cap.saturating_add(1)), cap)?)
}

// Beside a text the other conditions must not lead: SQLite, which has no statistics, would walk all decisions of a state
// and look each of them up among the hits (15 times the time at 20,000 decisions). A coalesce is no column with an index.
sql_expression! { KindBeside over decisions::table: Text = "coalesce(decisions.kind, decisions.kind)" }
sql_expression! { StateBeside over decisions::table: Text = "coalesce(decisions.state, decisions.state)" }
sql_expression! { BodyBeside over decisions::table: Uid = "coalesce(decisions.body_id, decisions.body_id)" }

/// The conditions that are given and no others: `$1 IS NULL OR …` would cost three to seven times. `None` when
/// nothing can match.
pub(super) fn narrowed(sight: &Sight, filter: &Filter) -> Option<Boxed> {
    let all = decisions::table.into_boxed::<MultiBackend>().filter(visible(sight));
    let mut query = match &filter.text {
        Some(text) => beside(all.filter(search::matches(&terms::query_terms(text))?), filter),
        None => leading(all, filter),
    };
    if let Some(council) = filter.council {
        let reviewed = reviews::table.filter(reviews::council_id.eq(council)).select(reviews::decision_id);
        query = query.filter(dsl::id.eq_any(reviewed));
    }
    if let Some(from) = filter.from {
        query = query.filter(dsl::listed_at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(dsl::listed_at.lt(until));
    }
    Some(query)
}

/// Kinds, states and bodies where their indexes may lead to the rows.
fn leading(mut query: Boxed, filter: &Filter) -> Boxed {
    query = match filter.kinds.as_deref() {
        None => query,
        Some([kind]) => query.filter(dsl::kind.eq(*kind)),
        Some(kinds) => query.filter(dsl::kind.eq_any(kinds.to_vec())),
    };
    query = match filter.states.as_deref() {
        None => query,
        Some([state]) => query.filter(dsl::state.eq(*state)),
        Some(states) => query.filter(dsl::state.eq_any(states.to_vec())),
    };
    match filter.bodies.as_deref() {
        None => query,
        Some([body]) => query.filter(dsl::body_id.eq(*body)),
        Some(bodies) => query.filter(any(dsl::body_id, bodies)),
    }
}

/// The same where a search leads.
fn beside(mut query: Boxed, filter: &Filter) -> Boxed {
    if let Some(kinds) = &filter.kinds {
        query = query.filter(KindBeside.eq_any(kinds.clone()));
    }
    if let Some(states) = &filter.states {
        query = query.filter(StateBeside.eq_any(states.clone()));
    }
    match filter.bodies.as_deref() {
        None => query,
        Some(bodies) => query.filter(any(BodyBeside, bodies)),
    }
}

/// `decisions.id IN (…)` of a query over the same table, which diesel's own `eq_any` does not take.
#[derive(Clone, Copy, Debug)]
struct IdIn<Q>(Q);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for IdIn<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("decisions.id IN (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
impl<Q> QueryId for IdIn<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl<Q> Expression for IdIn<Q> {
    type SqlType = Bool;
}
impl<Q> AppearsOnTable<decisions::table> for IdIn<Q> {}
impl<Q> SelectableExpression<decisions::table> for IdIn<Q> {}
impl<Q> ValidGrouping<()> for IdIn<Q> {
    type IsAggregate = is_aggregate::No;
}
