//! The entries of the feed, and the one condition that says which of them a viewer is shown.

use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::page::count_limited;
use crate::db::schema::feed::{self, dsl};
use crate::db::schema::feed_end;
use crate::features::decisions::store::{Through, visible_through};
use crate::features::feed::model::{Entry, Filter, Showing};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, EventId, Id, Kind, StateBodyId, kind};
use crate::kernel::page::{Edge, Page, Position, SortKey, Total, Window};
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

/// How many positions one page looks at. A filter that fits little, or much that the viewer may not see, is passed in steps
/// of so many instead of at once.
pub const LOOKS_AT: i64 = 5_000;
/// Of how many of the newest entries a total is counted.
const COUNTS: i64 = 20_000;

/// A page, and which positions it speaks for: those without an entry to show are dealt with too.
#[derive(Clone, Debug)]
pub struct Passage {
    pub page: Page<Entry>,
    pub first: i64,
    pub last: i64,
}

/// One page of what a viewer is shown, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, sight: &Sight, filter: &Filter, window: &Window) -> Outcome<Passage> {
    let after = window.after.as_ref().and_then(place).unwrap_or(0).max(0);
    let before = window.before.as_ref().and_then(place).unwrap_or(i64::MAX);
    let end = end(conn)?.min(before.saturating_sub(1)).max(after);
    let forwards = window.edge == Edge::First;
    let (from, to) = if forwards {
        (after, end.min(after.saturating_add(LOOKS_AT)))
    } else {
        (after.max(end.saturating_sub(LOOKS_AT)), end)
    };
    let query = narrowed(sight, filter).filter(dsl::position.gt(from)).filter(dsl::position.le(to));
    let query = if forwards { query.order(dsl::position.asc()) } else { query.order(dsl::position.desc()) };
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = query.limit(window.fetch()).select(selection).load(conn)?;
    let mut page = window.page(rows.into_iter().map(Entry::from).collect());
    // What was cut off is the next page's.
    let (mut first, mut last) = (from.saturating_add(1), to);
    if forwards {
        last = page.rows.last().filter(|_| page.has_next).map_or(to, |entry| entry.position);
        page.has_next |= to < end;
    } else {
        first = page.rows.first().filter(|_| page.has_previous).map_or(first, |entry| entry.position);
        page.has_previous |= from > after;
    }
    Ok(Passage { page, first, last })
}

/// How many there are among the newest, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, filter: &Filter, cap: i64) -> Outcome<Total> {
    let from = end(conn)?.saturating_sub(COUNTS);
    let query = narrowed(sight, filter).filter(dsl::position.gt(from)).select(dsl::position);
    let total = count_limited(conn, query.limit(cap.saturating_add(1)), cap)?;
    Ok(match total {
        Total::Exact(count) if from > 0 => Total::AtLeast(count),
        total => total,
    })
}

/// The newest entries after a position, whoever may see them, oldest first: at most `limit`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn newest(conn: &mut AnyConn, after: i64, limit: usize) -> Outcome<Vec<Entry>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let from = end(conn)?.saturating_sub(limit).max(after);
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let query = dsl::feed.filter(dsl::position.gt(from)).order(dsl::position.asc()).limit(limit);
    let rows: Vec<Row> = query.select(selection).load(conn)?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// The entry at a position, if the viewer sees what it tells of. Whether they were to be told of it early or when it was released does not
/// matter any more: they were told, and it is asked whether they still may.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn at(conn: &mut AnyConn, sight: &Sight, position: i64) -> Outcome<Option<Entry>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let row: Option<Row> = dsl::feed.filter(dsl::position.eq(position)).select(selection).first(conn).optional()?;
    let Some(entry) = row.map(Entry::from) else { return Ok(None) };
    // As in `shown`: what was public when it got its position was public at some time.
    let sight = Sight { embargoed: entry.showing != Showing::Early, ..sight.clone() };
    let seen = dsl::decision_id.is_null().or(visible_through("feed.decision_id", &sight));
    let found = dsl::feed.filter(dsl::position.eq(position)).filter(seen).select(dsl::position);
    let found: Option<i64> = found.first(conn).optional()?;
    Ok(found.map(|_| entry))
}

/// The last position.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn end(conn: &mut AnyConn) -> Outcome<i64> {
    Ok(feed_end::table.select(feed_end::position).first(conn)?)
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
    /// The decision is public, or seen for another reason.
    public: Through,
    /// It is seen for another reason than that it is public; `None` where the viewer has no other.
    otherwise: Option<Through>,
}

/// Whether a decision is public by now is not asked of the clock: who gave the position has looked at it, and a request that
/// began a moment before would pass an entry by that it should have shown. So "public" is "public at some time", which is
/// what accredited media see; for them the feed is no look, and each of their looks is logged, so they get no more.
fn shown(sight: &Sight) -> Shown {
    const DECISION: &str = "feed.decision_id";
    let public = Sight { embargoed: true, ..sight.clone() };
    // Before time began nothing was public.
    let otherwise = Sight { embargoed: false, now: Timestamp::EPOCH, ..sight.clone() };
    let otherwise = (!otherwise.is_public()).then(|| visible_through(DECISION, &otherwise));
    Shown { public: visible_through(DECISION, &public), otherwise }
}

impl<DB: Backend> QueryFragment<DB> for Shown
where
    Through: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(feed.decision_id IS NULL OR (feed.showing = 'PLAIN' AND ");
        self.public.walk_ast(out.reborrow())?;
        out.push_sql(") OR (feed.showing = 'RELEASED' AND ");
        self.public.walk_ast(out.reborrow())?;
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
