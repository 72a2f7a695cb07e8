//! The rows of `stays` and `turnouts`. Whoever may read them is judged by the meeting they belong to.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::viewer::Position;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, first_per_parent};
use crate::db::page::Direction;
use crate::db::schema::stays::{self, dsl};
use crate::db::schema::turnouts;
use crate::features::councils::Category;
use crate::features::meetings::attendance::{Stay, Turnout};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{MeetingId, MembershipId, PersonId, StayId};
use crate::kernel::page::{Page, Window};
use crate::keyset;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = stays, treat_none_as_default_value = false)]
struct Row {
    id: StayId,
    meeting_id: MeetingId,
    membership_id: MembershipId,
    person_id: PersonId,
    name: String,
    category: Category,
    position: Position,
    came_at: Timestamp,
    entered_by_id: PersonId,
    left_at: Option<Timestamp>,
}

fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl From<Row> for Stay {
    fn from(row: Row) -> Self {
        let Row { id, meeting_id, membership_id, person_id, name, .. } = row;
        let Row { category, position, came_at, entered_by_id, left_at, .. } = row;
        Self { id, meeting_id, membership_id, person_id, name, category, position, came_at, entered_by_id, left_at }
    }
}

impl From<&Stay> for Row {
    fn from(stay: &Stay) -> Self {
        let stay = stay.clone();
        Self {
            id: stay.id,
            meeting_id: stay.meeting_id,
            membership_id: stay.membership_id,
            person_id: stay.person_id,
            name: stay.name,
            category: stay.category,
            position: stay.position,
            came_at: stay.came_at,
            entered_by_id: stay.entered_by_id,
            left_at: stay.left_at,
        }
    }
}

#[derive(Clone, Copy, Debug, QueryId)]
struct FirstOfMeeting;

impl Listing for FirstOfMeeting {
    const TABLE: &'static str = "stays";
    const PARENT: &'static str = "meeting_id";
    const ORDER: &'static str = "came_at, id";
}

/// Checks a member in. The caller holds the meeting's lock and has seen that the member is not there.
///
/// # Errors
/// A fault when the database refuses.
pub fn check_in(conn: &mut AnyConn, _permit: &Permit<can::CheckIn>, stay: &Stay) -> Outcome<()> {
    diesel::insert_into(dsl::stays).values(Row::from(stay)).execute(conn)?;
    Ok(())
}

/// Checks a member out, at the time the stay says.
///
/// # Errors
/// A fault when the database refuses.
pub fn check_out(conn: &mut AnyConn, _permit: &Permit<can::CheckOut>, stay: &Stay) -> Outcome<()> {
    diesel::update(dsl::stays.find(stay.id)).set(dsl::left_at.eq(stay.left_at)).execute(conn)?;
    Ok(())
}

/// Everybody who is still there leaves with the close. Part of [`super::close`].
pub(super) fn end_all(conn: &mut AnyConn, meeting: MeetingId, at: Timestamp) -> Outcome<()> {
    let remaining = dsl::stays.filter(dsl::meeting_id.eq(meeting)).filter(dsl::left_at.is_null());
    diesel::update(remaining).set(dsl::left_at.eq(at)).execute(conn)?;
    Ok(())
}

/// The stay of a member who is there now.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stay_now(conn: &mut AnyConn, meeting: MeetingId, membership: MembershipId) -> Outcome<Option<Stay>> {
    let query = dsl::stays.filter(dsl::meeting_id.eq(meeting)).filter(dsl::membership_id.eq(membership));
    let row: Option<Row> = query.filter(dsl::left_at.is_null()).select(columns()).first(conn).optional()?;
    Ok(row.map(Stay::from))
}

/// Whether a member is in a meeting now.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn is_present(conn: &mut AnyConn, meeting: MeetingId, membership: MembershipId) -> Outcome<bool> {
    let there = dsl::stays.filter(dsl::meeting_id.eq(meeting)).filter(dsl::membership_id.eq(membership));
    Ok(diesel::select(exists(there.filter(dsl::left_at.is_null()))).get_result(conn)?)
}

/// In which of these meetings a person is now.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn present_persons(conn: &mut AnyConn, meetings: &[MeetingId], person: PersonId) -> Outcome<Vec<MeetingId>> {
    let there = dsl::stays.filter(any(dsl::meeting_id, meetings)).filter(dsl::person_id.eq(person));
    Ok(there.filter(dsl::left_at.is_null()).select(dsl::meeting_id).load(conn)?)
}

/// All stays of meetings, in the order of coming.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stays_of(conn: &mut AnyConn, meetings: &[MeetingId]) -> Outcome<Vec<Stay>> {
    let query = dsl::stays.filter(any(dsl::meeting_id, meetings)).order((dsl::meeting_id, dsl::came_at, dsl::id));
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Stay::from).collect())
}

/// Stays by id, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stays_by_ids(conn: &mut AnyConn, ids: &[StayId]) -> Outcome<Vec<Stay>> {
    let rows: Vec<Row> = dsl::stays.filter(any(dsl::id, ids)).select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Stay::from).collect())
}

/// The first `limit` stays of each meeting, in the order of coming.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stays_first_of(conn: &mut AnyConn, meetings: &[MeetingId], limit: i64) -> Outcome<Vec<Stay>> {
    let parents: Vec<Uuid> = meetings.iter().map(|id| id.uuid()).collect();
    let rows = first_per_parent::<FirstOfMeeting, Row>(conn, &parents, limit)?;
    let mut stays: Vec<Stay> = rows.into_iter().map(Stay::from).collect();
    stays.sort_by_key(|stay| (stay.came_at, stay.id));
    Ok(stays)
}

/// One page of the stays of a meeting, in the order of coming.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stays_page(conn: &mut AnyConn, meeting: MeetingId, window: &Window) -> Outcome<Page<Stay>> {
    let all = stays::table.into_boxed::<MultiBackend>().filter(dsl::meeting_id.eq(meeting));
    let query = keyset!(all, window, Direction::Ascending, dsl::came_at, dsl::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Stay::from).collect()))
}

/// How many stays each of these meetings has; meetings without one are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn stays_counts_of(conn: &mut AnyConn, meetings: &[MeetingId]) -> Outcome<HashMap<MeetingId, i64>> {
    let query = dsl::stays.filter(any(dsl::meeting_id, meetings)).group_by(dsl::meeting_id);
    let rows: Vec<(MeetingId, i64)> = query.select((dsl::meeting_id, count_star())).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many members of each category are in a meeting now.
pub type Headcount = Vec<(Category, u32)>;

/// The headcounts of meetings, by category; meetings in which nobody is are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn headcounts_of(conn: &mut AnyConn, meetings: &[MeetingId]) -> Outcome<HashMap<MeetingId, Headcount>> {
    let there = dsl::stays.filter(any(dsl::meeting_id, meetings)).filter(dsl::left_at.is_null());
    let query = there.group_by((dsl::meeting_id, dsl::category));
    let rows: Vec<(MeetingId, Category, i64)> =
        query.select((dsl::meeting_id, dsl::category, count_star())).load(conn)?;
    let mut counts: HashMap<MeetingId, Headcount> = HashMap::new();
    for (meeting, category, count) in rows {
        counts.entry(meeting).or_default().push((category, whole(count)));
    }
    counts.values_mut().for_each(|lines| lines.sort_unstable());
    Ok(counts)
}

/// The frozen turnouts of meetings, in the order of the categories; meetings that were not closed are missing.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn turnouts_of(conn: &mut AnyConn, meetings: &[MeetingId]) -> Outcome<HashMap<MeetingId, Vec<Turnout>>> {
    let rows: Vec<(MeetingId, Category, i64, i64)> = turnouts::table
        .filter(any(turnouts::meeting_id, meetings))
        .select((turnouts::meeting_id, turnouts::category, turnouts::members, turnouts::attended))
        .load(conn)?;
    let mut found: HashMap<MeetingId, Vec<Turnout>> = HashMap::new();
    for (meeting, category, members, attended) in rows {
        let turnout = Turnout { category, members: whole(members), attended: whole(attended) };
        found.entry(meeting).or_default().push(turnout);
    }
    found.values_mut().for_each(|lines| lines.sort_unstable_by_key(|turnout| turnout.category));
    Ok(found)
}

/// A count as the database keeps it; ours are never negative and never near the limit.
fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or_default()
}
