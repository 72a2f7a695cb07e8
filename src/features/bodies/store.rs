//! The rows of `state_bodies` and `heads`.

use super::model::{Eligibility, Head, Kind, StateBody};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{heads, people, state_bodies};
use crate::features::regions::Level;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{HeadId, PersonId, RegionId, StateBodyId};
use crate::kernel::localized::Localized;
use crate::kernel::zone::Zone;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

#[derive(Queryable, Selectable)]
#[diesel(table_name = state_bodies)]
struct Row {
    id: StateBodyId,
    kind: Kind,
    level: Level,
    region_id: RegionId,
    parent_id: Option<StateBodyId>,
    predecessor_id: Option<StateBodyId>,
    name: Localized,
    council_eligibility: Eligibility,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    created_at: Timestamp,
    time_zone: Zone,
}

impl From<Row> for StateBody {
    fn from(row: Row) -> Self {
        let Row { id, kind, level, region_id, parent_id, predecessor_id, name, council_eligibility, .. } = row;
        let Row { valid_from, valid_to, created_at, time_zone, .. } = row;
        Self {
            id,
            kind,
            level,
            region_id,
            parent_id,
            predecessor_id,
            name,
            council_eligibility,
            valid_from,
            valid_to,
            created_at,
            time_zone,
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = heads)]
struct HeadRow {
    id: HeadId,
    body_id: StateBodyId,
    person_id: PersonId,
    #[diesel(select_expression = people::name)]
    person_name: String,
    title: Localized,
    since_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

impl From<HeadRow> for Head {
    fn from(row: HeadRow) -> Self {
        let HeadRow { id, body_id, person_id, person_name, title, since_on, until_on } = row;
        Self { id, body_id, person_id, person_name, title, since_on, until_on }
    }
}

/// Every body, whatever its period.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn all(conn: &mut AnyConn) -> Outcome<Vec<StateBody>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let rows: Vec<Row> = state_bodies::table.select(selection).load(conn)?;
    Ok(rows.into_iter().map(StateBody::from).collect())
}

/// One body.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, id: StateBodyId) -> Outcome<Option<StateBody>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let row: Option<Row> = state_bodies::table.find(id).select(selection).first(conn).optional()?;
    Ok(row.map(StateBody::from))
}

/// The bodies of these ids, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, ids: &[StateBodyId]) -> Outcome<Vec<StateBody>> {
    let query = state_bodies::table.filter(any(state_bodies::id, ids));
    let rows: Vec<Row> = query.select(<Row as Selectable<MultiBackend>>::construct_selection()).load(conn)?;
    Ok(rows.into_iter().map(StateBody::from).collect())
}

/// The time zones of bodies.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn zones(conn: &mut AnyConn, ids: &[StateBodyId]) -> Outcome<HashMap<StateBodyId, Zone>> {
    let query = state_bodies::table.filter(any(state_bodies::id, ids));
    let rows: Vec<(StateBodyId, Zone)> = query.select((state_bodies::id, state_bodies::time_zone)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// One body, held against changes of itself, its heads and its councils until the transaction ends.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, id: StateBodyId) -> Outcome<Option<StateBody>> {
    let selection = <Row as Selectable<MultiBackend>>::construct_selection();
    let query = Lock(state_bodies::table.find(id).select(selection), LockMode::Update);
    let row: Option<Row> = query.get_result(conn).optional()?;
    Ok(row.map(StateBody::from))
}

/// Enters a body.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert(conn: &mut AnyConn, _permit: &Permit<can::CreateStateBody>, body: &StateBody) -> Outcome<()> {
    let values = (
        state_bodies::id.eq(body.id),
        state_bodies::kind.eq(body.kind),
        state_bodies::level.eq(body.level),
        state_bodies::region_id.eq(body.region_id),
        state_bodies::parent_id.eq(body.parent_id),
        state_bodies::predecessor_id.eq(body.predecessor_id),
        state_bodies::name.eq(&body.name),
        state_bodies::council_eligibility.eq(body.council_eligibility),
        state_bodies::valid_from.eq(body.valid_from),
        state_bodies::valid_to.eq(body.valid_to),
        state_bodies::created_at.eq(body.created_at),
        state_bodies::time_zone.eq(body.time_zone),
    );
    diesel::insert_into(state_bodies::table).values(values).execute(conn)?;
    Ok(())
}

/// Ends a body.
///
/// # Errors
/// A fault when the database refuses.
pub fn end(
    conn: &mut AnyConn,
    _permit: &Permit<can::EndStateBody>,
    id: StateBodyId,
    valid_to: NaiveDate,
) -> Outcome<()> {
    diesel::update(state_bodies::table.find(id)).set(state_bodies::valid_to.eq(valid_to)).execute(conn)?;
    Ok(())
}

/// The heads of bodies over time, by body and beginning.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn heads_of(conn: &mut AnyConn, bodies: &[StateBodyId]) -> Outcome<Vec<Head>> {
    let rows: Vec<HeadRow> = heads::table
        .inner_join(people::table.on(people::id.eq(heads::person_id)))
        .filter(any(heads::body_id, bodies))
        .order((heads::body_id, heads::since_on))
        .select(<HeadRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Head::from).collect())
}

/// Who leads each of these bodies on a day; at most one head per body.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn head_on(conn: &mut AnyConn, bodies: &[StateBodyId], day: NaiveDate) -> Outcome<Vec<Head>> {
    let rows: Vec<HeadRow> = heads::table
        .inner_join(people::table.on(people::id.eq(heads::person_id)))
        .filter(any(heads::body_id, bodies))
        .filter(heads::since_on.le(day))
        .filter(heads::until_on.is_null().or(heads::until_on.gt(day)))
        .select(<HeadRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Head::from).collect())
}

/// Heads by their ids.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn heads(conn: &mut AnyConn, ids: &[HeadId]) -> Outcome<Vec<Head>> {
    let rows: Vec<HeadRow> = heads::table
        .inner_join(people::table.on(people::id.eq(heads::person_id)))
        .filter(any(heads::id, ids))
        .select(<HeadRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Head::from).collect())
}

/// Enters a head.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert_head(conn: &mut AnyConn, _permit: &Permit<can::AppointHead>, head: &Head) -> Outcome<()> {
    let values = (
        heads::id.eq(head.id),
        heads::body_id.eq(head.body_id),
        heads::person_id.eq(head.person_id),
        heads::title.eq(&head.title),
        heads::since_on.eq(head.since_on),
        heads::until_on.eq(head.until_on),
    );
    diesel::insert_into(heads::table).values(values).execute(conn)?;
    Ok(())
}

/// Ends the office of a head: a successor begins, or the body ceases to exist.
///
/// # Errors
/// A fault when the database refuses.
pub fn end_head<A>(conn: &mut AnyConn, _permit: &Permit<A>, id: HeadId, until: NaiveDate) -> Outcome<()> {
    diesel::update(heads::table.find(id)).set(heads::until_on.eq(until)).execute(conn)?;
    Ok(())
}
