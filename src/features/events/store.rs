//! Pages of the event table.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::log::EventRow;
use crate::db::page::{Direction, count_limited};
use crate::db::schema::events::{self, dsl};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{Id, PersonId, kind};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::prelude::*;
use uuid::Uuid;

/// Which events.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Names of event kinds; empty means all.
    pub kinds: Vec<&'static str>,
    pub subject: Option<Uuid>,
    pub actor: Option<PersonId>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
}

type Query<'a> = events::BoxedQuery<'a, MultiBackend>;

fn filtered(filter: &Filter) -> Query<'_> {
    let mut query = dsl::events.into_boxed::<MultiBackend>();
    if !filter.kinds.is_empty() {
        query = query.filter(dsl::kind.eq_any(&filter.kinds));
    }
    if let Some(subject) = filter.subject {
        query = query.filter(dsl::subject_id.eq(Id::<kind::Event>::from_uuid(subject)));
    }
    if let Some(actor) = filter.actor {
        query = query.filter(dsl::actor_id.eq(actor));
    }
    if let Some(from) = filter.from {
        query = query.filter(dsl::occurred_at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(dsl::occurred_at.lt(until));
    }
    query
}

/// One page of events.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(
    conn: &mut AnyConn,
    _permit: &Permit<can::ReadEvents>,
    filter: &Filter,
    direction: Direction,
    window: &Window,
) -> Outcome<Page<EventRow>> {
    let query = keyset!(filtered(filter), window, direction, dsl::occurred_at, dsl::id);
    let rows: Vec<EventRow> = query.select(<EventRow as Selectable<MultiBackend>>::construct_selection()).load(conn)?;
    Ok(window.page(rows))
}

/// How many events, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, _permit: &Permit<can::ReadEvents>, filter: &Filter, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, filtered(filter).select(dsl::id).limit(cap + 1), cap)?)
}
