//! The rows of `memberships`, always with the name of who sits there.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::viewer::Position;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::{memberships, people};
use crate::features::councils::model::{Category, EndReason, Membership};
use crate::features::councils::seats::Ending;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, MembershipId, OrganizationId, PersonId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

#[derive(Queryable, Selectable)]
#[diesel(table_name = memberships)]
struct SeatRow {
    id: MembershipId,
    council_id: CouncilId,
    person_id: PersonId,
    #[diesel(select_expression = people::name)]
    person_name: String,
    category: Category,
    position: Position,
    organization_id: Option<OrganizationId>,
    since_on: NaiveDate,
    until_on: Option<NaiveDate>,
    end_reason: Option<EndReason>,
    appointed_at: Timestamp,
}

impl From<SeatRow> for Membership {
    fn from(row: SeatRow) -> Self {
        let SeatRow { id, council_id, person_id, person_name, category, position, organization_id, .. } = row;
        let SeatRow { since_on, until_on, end_reason, appointed_at, .. } = row;
        Self {
            id,
            council_id,
            person_id,
            person_name,
            category,
            position,
            organization_id,
            since_on,
            until_on,
            end_reason,
            appointed_at,
        }
    }
}

/// Which seats: those held on a day, or all there ever were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    On(NaiveDate),
    All,
}

/// Days no seat lies outside of, on which both databases agree.
const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(1, 1, 1);
const LAST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(9999, 12, 31);

impl Span {
    /// A seat of this span begins on or before the first day and ends after the second.
    fn bounds(self) -> (NaiveDate, NaiveDate) {
        match self {
            Self::On(day) => (day, day),
            Self::All => (LAST_DAY.unwrap_or(NaiveDate::MAX), FIRST_DAY.unwrap_or(NaiveDate::MIN)),
        }
    }
}

/// The seats of a council held on a day.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn seats_on(conn: &mut AnyConn, council: CouncilId, day: NaiveDate) -> Outcome<Vec<Membership>> {
    of_councils(conn, &[council], Span::On(day))
}

/// The seats of a council held on or after a day.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn seats_from(conn: &mut AnyConn, council: CouncilId, day: NaiveDate) -> Outcome<Vec<Membership>> {
    let rows: Vec<SeatRow> = memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(memberships::council_id.eq(council))
        .filter(memberships::until_on.is_null().or(memberships::until_on.gt(day)))
        .order((memberships::since_on, memberships::id))
        .select(<SeatRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// The seats of many councils in one statement, by council and beginning.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_councils(conn: &mut AnyConn, ids: &[CouncilId], span: Span) -> Outcome<Vec<Membership>> {
    let (begun_by, ended_after) = span.bounds();
    let rows: Vec<SeatRow> = memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(any(memberships::council_id, ids))
        .filter(memberships::since_on.le(begun_by))
        .filter(memberships::until_on.is_null().or(memberships::until_on.gt(ended_after)))
        .order((memberships::council_id, memberships::since_on, memberships::id))
        .select(<SeatRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// The seats of many people in one statement, by person and beginning.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_persons(conn: &mut AnyConn, ids: &[PersonId], span: Span) -> Outcome<Vec<Membership>> {
    let (begun_by, ended_after) = span.bounds();
    let rows: Vec<SeatRow> = memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(any(memberships::person_id, ids))
        .filter(memberships::since_on.le(begun_by))
        .filter(memberships::until_on.is_null().or(memberships::until_on.gt(ended_after)))
        .order((memberships::person_id, memberships::since_on, memberships::id))
        .select(<SeatRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// Memberships by their ids.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn memberships(conn: &mut AnyConn, ids: &[MembershipId]) -> Outcome<Vec<Membership>> {
    let rows: Vec<SeatRow> = memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(any(memberships::id, ids))
        .select(<SeatRow as Selectable<MultiBackend>>::construct_selection())
        .load(conn)?;
    Ok(rows.into_iter().map(Membership::from).collect())
}

/// Enters a membership. Whoever holds the council's row has ruled out what the unique indexes refuse; they stand
/// guard against whoever does not.
///
/// # Errors
/// ALREADY_MEMBER, SEAT_OF_ORGANIZATION_TAKEN; a fault when the database refuses otherwise.
pub fn insert_membership(conn: &mut AnyConn, _permit: &Permit<can::AppointMember>, new: &Membership) -> Outcome<()> {
    let values = (
        memberships::id.eq(new.id),
        memberships::council_id.eq(new.council_id),
        memberships::person_id.eq(new.person_id),
        memberships::category.eq(new.category),
        memberships::position.eq(new.position),
        memberships::organization_id.eq(new.organization_id),
        memberships::since_on.eq(new.since_on),
        memberships::until_on.eq(new.until_on),
        memberships::end_reason.eq(new.end_reason),
        memberships::appointed_at.eq(new.appointed_at),
    );
    diesel::insert_into(memberships::table).values(values).execute(conn).map(|_| ()).map_err(taken)
}

/// Which of the two unique indexes said no. PostgreSQL names the index, SQLite its columns.
fn taken(error: Error) -> Failure {
    match &error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
            let by_name = info.constraint_name() == Some("memberships_running_ngo");
            if by_name || info.message().contains("memberships.organization_id") {
                Refusal::new(Code::SeatOfOrganizationTaken).at("organizationId").into()
            } else {
                Refusal::new(Code::AlreadyMember).at("personId").into()
            }
        }
        _ => Failure::from(error),
    }
}

/// Sets the end of a membership.
///
/// # Errors
/// A fault when the database refuses.
pub fn end_membership(
    conn: &mut AnyConn,
    _permit: &Permit<can::EndMembership>,
    id: MembershipId,
    ending: Ending,
) -> Outcome<()> {
    diesel::update(memberships::table.find(id))
        .set((memberships::until_on.eq(ending.until_on), memberships::end_reason.eq(ending.reason)))
        .execute(conn)?;
    Ok(())
}
