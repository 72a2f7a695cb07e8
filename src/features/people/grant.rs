//! An administrator grants a role, somewhere, from a time on and perhaps until another.

use super::model::{Credentials, RoleGrant, fits};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::viewer::{Role, Scope};
use crate::db::AnyConn;
use crate::db::dialect::LockMode;
use crate::features::councils::store::Span;
use crate::features::{bodies, councils, organizations};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What is granted, to whom, where and when.
#[derive(Clone, Debug)]
pub struct Granting {
    pub account: PersonId,
    pub role: Role,
    pub scope: Scope,
    /// From now on where it is left out.
    pub valid_from: Option<Timestamp>,
    /// The first instant at which it no longer holds; open where it is left out.
    pub valid_until: Option<Timestamp>,
}

/// Grants a role. The same role in the same scope, until the same time, is granted once: asked again, the running
/// grant is the answer.
///
/// # Errors
/// NOT_FOUND for an unknown account or scope; ROLE_SCOPE; INVALID_PERIOD for one that lies in the past or ends before
/// it begins; ADMINISTRATOR_SEAT.
pub fn grant(tx: &mut Writing<'_>, input: &Granting) -> Outcome<RoleGrant> {
    // authorize
    let permit = tx.authorize::<can::GrantRole>(Place::person(input.account))?;
    // load; the lock makes two who grant the same role at once wait for each other
    let account = store::accounts::lock(tx.conn, input.account, LockMode::Update)?;
    account.filter(Credentials::is_a_humans).ok_or(Denied::NotFound("account"))?;
    let held = store::grants::of_accounts(tx.conn, &[input.account])?;
    // admit
    admit(input, tx.now)?;
    expect_scope(tx.conn, input.scope)?;
    admit_beside_seats(tx, input.account, input.role)?;
    let from = input.valid_from.unwrap_or(tx.now);
    if let Some(running) = held.into_iter().find(|grant| is_same(grant, input, from, tx.now)) {
        return Ok(running);
    }
    // write
    let grant = RoleGrant {
        id: tx.id(),
        account: input.account,
        role: input.role,
        scope: input.scope,
        valid_from: from,
        valid_until: input.valid_until,
        granted_by: permit.actor,
        granted_at: tx.now,
        revoked_by: None,
        revoked_at: None,
    };
    store::grants::insert(tx.conn, &permit, &grant)?;
    // record
    tx.record(event::role_granted(&grant));
    Ok(grant)
}

/// Sees that what a scope names exists.
///
/// # Errors
/// NOT_FOUND, naming the kind.
pub fn expect_scope(conn: &mut AnyConn, scope: Scope) -> Outcome<()> {
    let (exists, kind) = match scope {
        Scope::Global => return Ok(()),
        Scope::Body(id) => (bodies::store::find(conn, id)?.is_some(), "state body"),
        Scope::Council(id) => (councils::store::find(conn, id)?.is_some(), "council"),
        Scope::Organization(id) => (organizations::store::find(conn, id)?.is_some(), "organization"),
    };
    if exists { Ok(()) } else { Err(Denied::NotFound(kind).into()) }
}

/// Refuses to make an administrator of somebody who has a seat in a council, now or later. Administrators never vote:
/// in the frozen electorate of a poll they would only make the quorum harder to reach.
///
/// # Errors
/// ADMINISTRATOR_SEAT.
pub(super) fn admit_beside_seats(tx: &mut Writing<'_>, account: PersonId, role: Role) -> Outcome<()> {
    if role != Role::Administrator {
        return Ok(());
    }
    // Who appoints this person at the same moment holds them too: the second sees what the first did.
    store::lock(tx.conn, account)?;
    let seats = councils::store::of_persons(tx.conn, &[account], Span::All)?;
    if seats.iter().any(|seat| councils::seats::is_held_after(seat, tx.now.day())) {
        return Err(Refusal::new(Code::AdministratorSeat).at("role").into());
    }
    Ok(())
}

fn admit(input: &Granting, now: Timestamp) -> Result<(), Refusal> {
    if !fits(input.role, input.scope) {
        return Err(Refusal::new(Code::RoleScope).at("scope"));
    }
    // Who held which role when is a record; it is not written backwards.
    if input.valid_from.is_some_and(|from| from < now) {
        return Err(Refusal::new(Code::InvalidPeriod).at("validFrom"));
    }
    if input.valid_until.is_some_and(|until| until <= input.valid_from.unwrap_or(now)) {
        return Err(Refusal::new(Code::InvalidPeriod).at("validUntil"));
    }
    Ok(())
}

fn is_same(grant: &RoleGrant, input: &Granting, from: Timestamp, now: Timestamp) -> bool {
    grant.lasts_at(now)
        && (grant.role, grant.scope, grant.valid_until) == (input.role, input.scope, input.valid_until)
        && grant.valid_from <= from
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use uuid::Uuid;

    fn code(from: Option<i64>, until: Option<i64>) -> Result<(), Vec<String>> {
        let now = Timestamp::parse("2026-11-22T10:00:00Z").expect("valid");
        let at = |hours| now.plus(Duration::hours(hours));
        let account = PersonId::from_uuid(Uuid::from_u128(1));
        let (valid_from, valid_until) = (from.map(at), until.map(at));
        let input = Granting { account, role: Role::Auditor, scope: Scope::Global, valid_from, valid_until };
        admit(&input, now).map_err(|refusal| refusal.field)
    }

    #[test]
    fn a_period_lies_ahead_and_is_not_empty() {
        assert_eq!(code(None, None), Ok(()));
        assert_eq!(code(Some(0), Some(1)), Ok(()));
        assert_eq!(code(Some(-1), None), Err(vec!["validFrom".to_owned()]));
        assert_eq!(code(Some(2), Some(2)), Err(vec!["validUntil".to_owned()]));
        assert_eq!(code(None, Some(-1)), Err(vec!["validUntil".to_owned()]));
    }
}
