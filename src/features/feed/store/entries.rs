//! The entries of the feed, and the one condition that says which of them a viewer is shown.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::page::{Direction, count_limited};
use crate::db::schema::feed::{self, dsl};
use crate::features::decisions::store::{Through, visible_through};
use crate::features::feed::model::{Entry, Filter, Showing};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, EventId, Id, Kind, StateBodyId, kind};
use crate::kernel::page::{Page, Position, SortKey, Total, Window};
use crate::on_each;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = feed, treat_none_as_default_value = false)]
pub(super) struct Row {
    position: i64,
    event_id: EventId,
    kind: String,
    subject_kind: String,
    subject_id: Id<kind::Event>,
    occurred_at: Timestamp,
    decision_id: Option<DecisionId>,
    council_id: Option<CouncilId>,
    body_id: Option<StateBodyId>,
    showing: Showing,
}

impl From<Row> for Entry {
    fn from(row: Row) -> Self {
        let Row { position, event_id, kind, occurred_at, decision_id, council_id, body_id, showing, .. } = row;
        let subject = (row.subject_kind, row.subject_id.uuid());
        Self { position, event_id, kind, subject, occurred_at, decision_id, council_id, body_id, showing }
    }
}

impl From<&Entry> for Row {
    fn from(entry: &Entry) -> Self {
        Self {
            position: entry.position,
            event_id: entry.event_id,
            kind: entry.kind.clone(),
            subject_kind: entry.subject.0.clone(),
            subject_id: Id::from_uuid(entry.subject.1),
            occurred_at: entry.occurred_at,
            decision_id: entry.decision_id,
            council_id: entry.council_id,
            body_id: entry.body_id,
            showing: entry.showing,
        }
    }
}

/// Writes entries.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(conn: &mut AnyConn, entries: &[Entry]) -> Outcome<()> {
    if !entries.is_empty() {
        let rows: Vec<Row> = entries.iter().map(Row::from).collect();
        on_each!(conn, c => diesel::insert_into(feed::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// One page of what a viewer is shown, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, sight: &Sight, filter: &Filter, window: &Window) -> Outcome<Page<Entry>> {
    let mut query = narrowed(sight, filter);
    if let Some(after) = window.after.as_ref().and_then(place) {
        query = query.filter(dsl::position.gt(after));
    }
    if let Some(before) = window.before.as_ref().and_then(place) {
        query = query.filter(dsl::position.lt(before));
    }
    let query = match Direction::Ascending.from_edge(window) {
        Direction::Ascending => query.order(dsl::position.asc()),
        Direction::Descending => query.order(dsl::position.desc()),
    };
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = query.limit(window.fetch()).select(selection).load(conn)?;
    Ok(window.page(rows.into_iter().map(Entry::from).collect()))
}

/// How many there are, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, narrowed(sight, filter).select(dsl::position).limit(cap.saturating_add(1)), cap)?)
}

const fn place(position: &Position) -> Option<i64> {
    match position.key {
        SortKey::At(place) => Some(place),
        SortKey::Text(_) => None,
    }
}

fn narrowed(sight: &Sight, filter: &Filter) -> feed::BoxedQuery<'static, MultiBackend> {
    let mut query = dsl::feed.filter(shown(sight)).into_boxed::<MultiBackend>();
    if !filter.kinds.is_empty() {
        query = query.filter(dsl::kind.eq_any(filter.kinds.clone()));
    }
    let Some((prefix, id)) = &filter.subject else { return query };
    // What happens to a council or a decision happens at it too.
    match prefix.as_str() {
        <kind::Decision as Prefixed>::PREFIX => query.filter(dsl::decision_id.eq(DecisionId::from_uuid(*id))),
        <kind::Council as Prefixed>::PREFIX => query.filter(dsl::council_id.eq(CouncilId::from_uuid(*id))),
        <kind::StateBody as Prefixed>::PREFIX => query.filter(dsl::body_id.eq(StateBodyId::from_uuid(*id))),
        _ => query.filter(dsl::subject_id.eq(Id::<kind::Event>::from_uuid(*id))),
    }
}

/// The prefix of a kind's ids, where a pattern can name it.
trait Prefixed {
    const PREFIX: &'static str;
}
impl<K: Kind> Prefixed for K {
    const PREFIX: &'static str = K::TYPE;
}

/// The condition over `feed` of what a viewer is shown: see [`crate::features::feed`].
#[derive(Clone, Debug)]
struct Shown {
    /// The decision is seen now, for whatever reason.
    now: Through,
    /// It is seen for another reason than that it is public; `None` where the viewer has no other.
    otherwise: Option<Through>,
}

/// Accredited media see embargoed decisions, but each of their looks is logged: the feed is not a look.
fn shown(sight: &Sight) -> Shown {
    const DECISION: &str = "feed.decision_id";
    let sight = Sight { embargoed: false, ..sight.clone() };
    // Before time began nothing was public.
    let otherwise = (!sight.is_public()).then(|| Sight { now: Timestamp::EPOCH, ..sight.clone() });
    Shown {
        now: visible_through(DECISION, &sight),
        otherwise: otherwise.map(|sight| visible_through(DECISION, &sight)),
    }
}

impl<DB: Backend> QueryFragment<DB> for Shown
where
    Through: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(feed.decision_id IS NULL OR (feed.showing = 'PLAIN' AND ");
        self.now.walk_ast(out.reborrow())?;
        out.push_sql(") OR (feed.showing = 'RELEASED' AND ");
        self.now.walk_ast(out.reborrow())?;
        if let Some(otherwise) = &self.otherwise {
            out.push_sql(" AND NOT ");
            otherwise.walk_ast(out.reborrow())?;
            out.push_sql(") OR (feed.showing = 'EARLY' AND ");
            otherwise.walk_ast(out.reborrow())?;
        }
        out.push_sql("))");
        Ok(())
    }
}
impl QueryId for Shown {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Shown {
    type SqlType = Bool;
}
impl AppearsOnTable<feed::table> for Shown {}
impl SelectableExpression<feed::table> for Shown {}
impl ValidGrouping<()> for Shown {
    type IsAggregate = is_aggregate::No;
}
