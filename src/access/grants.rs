//! Loads what the policy judges: a session's account, its granted roles and its seats.

use super::scopes::Scopes;
use super::viewer::{AccountKind, Accreditation, Grant, Position, Represented, Role, Scope, Seat, Service, Standing};
use crate::db::AnyConn;
use crate::db::schema::{
    accounts, memberships, organizations, people, role_grants, service_accounts, service_tokens, sessions,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, Id, MembershipId, OrganizationId, PersonId, SessionId, kind};
use crate::kernel::localized::Locale;
use chrono::NaiveDate;
use diesel::prelude::*;

type AccountRow = (PersonId, String, String, Timestamp);
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
        .filter(accounts::kind.eq(AccountKind::Person))
        .select((accounts::id, people::name, accounts::locale, sessions::expires_at))
        .first(conn)
        .optional()?;
    let Some((account, name, locale, session_expires)) = account else { return Ok(None) };
    Ok(Some(Standing {
        account,
        name,
        locale: Locale::parse(&locale).unwrap_or_default(),
        session,
        session_expires,
        grants: grants(conn, account)?,
        seats: seats(conn, account)?,
        service: None,
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
        name,
        locale: Locale::parse(&locale).unwrap_or_default(),
        // None: nothing that needs a session is asked of it.
        session: Id::from_uuid(uuid::Uuid::nil()),
        session_expires: now,
        grants: grants(conn, account)?,
        seats: seats(conn, account)?,
        service: None,
    }))
}

type ServiceRow =
    (PersonId, String, String, String, Id<kind::Event>, String, PersonId, Vec<u8>, Timestamp, Option<Timestamp>);

/// A program as its token identifies it, and when that was last noted.
pub struct Identified {
    pub standing: Standing,
    pub used_at: Option<Timestamp>,
}

/// The standing of a program by its token: what its owner has where it is bound. `None` when the token has run out, or the account was
/// revoked, or its owner's is suspended.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn service_standing(conn: &mut AnyConn, token: SessionId, now: Timestamp) -> Outcome<Option<Identified>> {
    let found: Option<ServiceRow> = service_tokens::table
        .inner_join(service_accounts::table.on(service_accounts::id.eq(service_tokens::service_account_id)))
        .inner_join(people::table.on(people::id.eq(service_accounts::id)))
        .inner_join(accounts::table.on(accounts::id.eq(service_accounts::owner_id)))
        .filter(service_tokens::id.eq(token))
        .filter(service_tokens::expires_at.gt(now))
        .filter(service_accounts::revoked_at.is_null())
        .filter(accounts::state.eq("ACTIVE"))
        .select((
            service_accounts::id,
            people::name,
            accounts::locale,
            service_accounts::bound_kind,
            service_accounts::bound_id,
            service_accounts::scopes,
            service_accounts::owner_id,
            service_tokens::token_hash,
            service_tokens::expires_at,
            service_tokens::used_at,
        ))
        .first(conn)
        .optional()?;
    let Some((account, name, locale, bound_kind, bound_id, scopes, owner, token_hash, session_expires, used_at)) =
        found
    else {
        return Ok(None);
    };
    let bound = scope(&bound_kind, Some(bound_id))?;
    let scopes = Scopes::parse(&scopes).ok_or_else(|| Failure::fault(format!("unknown scope in {scopes}")))?;
    let (grants, seats) = held_in(conn, owner, bound)?;
    let mut owner_everywhere = self::grants(conn, owner)?;
    owner_everywhere.retain(|grant| grant.scope == Scope::Global);
    let standing = Standing {
        account,
        name,
        locale: Locale::parse(&locale).unwrap_or_default(),
        session: token,
        session_expires,
        grants,
        seats,
        service: Some(Service { scopes, owner_everywhere, token_hash }),
    };
    Ok(Some(Identified { standing, used_at }))
}

/// The standing of a program outside any request: what the system may tell it by itself. `None` when it was revoked, or its owner's
/// account is suspended.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn service_standing_of(conn: &mut AnyConn, account: PersonId) -> Outcome<Option<Standing>> {
    let now = Timestamp::EPOCH;
    let newest: Option<SessionId> = service_tokens::table
        .filter(service_tokens::service_account_id.eq(account))
        .order(service_tokens::issued_at.desc())
        .select(service_tokens::id)
        .first(conn)
        .optional()?;
    // Whether a token has run out does not matter here.
    let Some(token) = newest else { return Ok(None) };
    Ok(service_standing(conn, token, now)?.map(|found| found.standing))
}

/// What somebody was granted for a body, a council or an organisation, and their seats there, whatever their periods.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn held_in(conn: &mut AnyConn, person: PersonId, bound: Scope) -> Outcome<(Vec<Grant>, Vec<Seat>)> {
    let (mut grants, mut seats) = (grants(conn, person)?, seats(conn, person)?);
    grants.retain(|grant| grant.scope == bound);
    seats.retain(|seat| Scope::Council(seat.council) == bound);
    Ok((grants, seats))
}

/// Notes that a token was used.
///
/// # Errors
/// A fault when the database refuses.
pub fn note_use(conn: &mut AnyConn, token: SessionId, now: Timestamp) -> Outcome<()> {
    diesel::update(service_tokens::table.find(token)).set(service_tokens::used_at.eq(now)).execute(conn)?;
    Ok(())
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
    let scope = scope(&kind, id)?;
    let organization = match scope {
        Scope::Organization(id) => represented(conn, id)?,
        _ => None,
    };
    Ok(Grant { role, scope, from, until, organization })
}

/// Where something holds, as it is stored.
fn scope(kind: &str, id: Option<Id<kind::Event>>) -> Outcome<Scope> {
    Ok(match (kind, id.map(Id::uuid)) {
        ("GLOBAL", _) => Scope::Global,
        ("BODY", Some(id)) => Scope::Body(Id::from_uuid(id)),
        ("COUNCIL", Some(id)) => Scope::Council(Id::from_uuid(id)),
        ("ORGANIZATION", Some(id)) => Scope::Organization(Id::from_uuid(id)),
        _ => return Err(Failure::fault(format!("unknown scope {kind}"))),
    })
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
