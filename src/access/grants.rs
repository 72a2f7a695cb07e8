//! Loads what the policy judges: a session's account, its granted roles and its seats.

use super::viewer::{AccountKind, Accreditation, Grant, Position, Represented, Role, Scope, Seat, Standing};
use crate::db::AnyConn;
use crate::db::schema::{accounts, memberships, organizations, people, role_grants, sessions};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, Id, MembershipId, OrganizationId, PersonId, SessionId, kind};
use crate::kernel::localized::Locale;
use chrono::NaiveDate;
use diesel::prelude::*;

type AccountRow = (PersonId, AccountKind, String, String, Timestamp);
type GrantRow = (Role, String, Option<Id<kind::Event>>, Timestamp, Option<Timestamp>);
type SeatRow = (MembershipId, CouncilId, Position, Option<OrganizationId>, NaiveDate, Option<NaiveDate>);

/// The standing of a session that has neither ended nor expired, of an active account.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn standing(conn: &mut AnyConn, session: SessionId, now: Timestamp) -> Outcome<Option<Standing>> {
    let account: Option<AccountRow> = sessions::table
        .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
        .inner_join(people::table.on(people::id.eq(accounts::id)))
        .filter(sessions::id.eq(session))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(accounts::state.eq("ACTIVE"))
        .select((accounts::id, accounts::kind, people::name, accounts::locale, sessions::expires_at))
        .first(conn)
        .optional()?;
    let Some((account, kind, name, locale, session_expires)) = account else { return Ok(None) };
    Ok(Some(Standing {
        account,
        kind,
        name,
        locale: Locale::parse(&locale).unwrap_or_default(),
        session,
        session_expires,
        grants: grants(conn, account)?,
        seats: seats(conn, account)?,
    }))
}

/// The standing of an active human's account outside any session: what the system may tell them by itself.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn standing_of(conn: &mut AnyConn, account: PersonId, now: Timestamp) -> Outcome<Option<Standing>> {
    let found: Option<(String, String)> = accounts::table
        .inner_join(people::table.on(people::id.eq(accounts::id)))
        .filter(accounts::id.eq(account))
        .filter(accounts::kind.eq(AccountKind::Person))
        .filter(accounts::state.eq("ACTIVE"))
        .select((people::name, accounts::locale))
        .first(conn)
        .optional()?;
    let Some((name, locale)) = found else { return Ok(None) };
    Ok(Some(Standing {
        account,
        kind: AccountKind::Person,
        name,
        locale: Locale::parse(&locale).unwrap_or_default(),
        // None: nothing that needs a session is asked of it.
        session: Id::from_uuid(uuid::Uuid::nil()),
        session_expires: now,
        grants: grants(conn, account)?,
        seats: seats(conn, account)?,
    }))
}

/// Every grant of an account that was not revoked, whatever its period.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn grants(conn: &mut AnyConn, account: PersonId) -> Outcome<Vec<Grant>> {
    let rows: Vec<GrantRow> = role_grants::table
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::revoked_at.is_null())
        .select((
            role_grants::role,
            role_grants::scope_kind,
            role_grants::scope_id,
            role_grants::valid_from,
            role_grants::valid_until,
        ))
        .load(conn)?;
    rows.into_iter().map(|row| grant(conn, row)).collect()
}

fn grant(conn: &mut AnyConn, (role, kind, id, from, until): GrantRow) -> Outcome<Grant> {
    let scope = match (kind.as_str(), id.map(Id::uuid)) {
        ("GLOBAL", _) => Scope::Global,
        ("BODY", Some(id)) => Scope::Body(Id::from_uuid(id)),
        ("COUNCIL", Some(id)) => Scope::Council(Id::from_uuid(id)),
        ("ORGANIZATION", Some(id)) => Scope::Organization(Id::from_uuid(id)),
        _ => return Err(Failure::fault(format!("unknown scope {kind}"))),
    };
    let organization = match scope {
        Scope::Organization(id) => represented(conn, id)?,
        _ => None,
    };
    Ok(Grant { role, scope, from, until, organization })
}

/// What a representative speaks for; nothing while the organisation is not verified.
fn represented(conn: &mut AnyConn, id: OrganizationId) -> Outcome<Option<Represented>> {
    let found: Option<(String, String, Accreditation)> = organizations::table
        .find(id)
        .select((organizations::kind, organizations::verification, organizations::accreditation))
        .first(conn)
        .optional()?;
    Ok(found
        .filter(|(_, verification, _)| verification == "VERIFIED")
        .map(|(kind, _, accreditation)| Represented { medium: kind == "MEDIA", accreditation }))
}

fn seats(conn: &mut AnyConn, person: PersonId) -> Outcome<Vec<Seat>> {
    let rows: Vec<SeatRow> = memberships::table
        .filter(memberships::person_id.eq(person))
        .select((
            memberships::id,
            memberships::council_id,
            memberships::position,
            memberships::organization_id,
            memberships::since_on,
            memberships::until_on,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(membership, council, position, organization, since, until)| Seat {
            membership,
            council,
            position,
            organization,
            since,
            until,
        })
        .collect())
}
