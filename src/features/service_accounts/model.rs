//! A service account, its tokens, and the rules of both.

use crate::access::policy::Place;
use crate::access::scopes::Scopes;
use crate::access::viewer::{Grant, Scope, Seat};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{PersonId, ServiceAccountId, SessionId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// The longest time for which a replaced token stays good, in hours, and the usual one.
pub const OVERLAP_HOURS: i64 = 7 * 24;
pub const USUAL_OVERLAP_HOURS: i64 = 24;

/// A program that may do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAccount {
    /// Its person's id, as a service account's.
    pub id: ServiceAccountId,
    pub name: String,
    /// Who answers for it, and of whose rights it has a part.
    pub owner_id: PersonId,
    /// Where it may do something: a body, a council or an organisation.
    pub bound: Scope,
    pub scopes: Scopes,
    pub created_by: PersonId,
    pub created_at: Timestamp,
    pub revoked_by: Option<PersonId>,
    pub revoked_at: Option<Timestamp>,
}

/// A token, without what is secret in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: SessionId,
    pub service_account_id: ServiceAccountId,
    pub issued_at: Timestamp,
    /// The first instant at which it is not good any more.
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// An account, and the text of its new token for whoever may see it: shown this once. Without `Debug`.
pub struct Issued {
    pub account: ServiceAccount,
    pub token: Option<String>,
}

impl ServiceAccount {
    /// As whom it acts.
    pub fn person(&self) -> PersonId {
        PersonId::from_uuid(self.id.uuid())
    }

    /// Where the rights on it hang.
    pub fn place(&self) -> Place {
        place(self.owner_id, self.bound)
    }

    /// Refuses what is done to an account that was revoked.
    ///
    /// # Errors
    /// SERVICE_ACCOUNT_REVOKED.
    pub fn admit_live(&self) -> Result<(), Refusal> {
        if self.revoked_at.is_none() { Ok(()) } else { Err(Refusal::new(Code::ServiceAccountRevoked)) }
    }
}

/// Where the rights on an account of this owner hang that is bound there.
pub fn place(owner: PersonId, bound: Scope) -> Place {
    let place = Place::person(owner);
    match bound {
        Scope::Global => place,
        Scope::Body(id) => Place { body: Some(id), ..place },
        Scope::Council(id) => Place { council: Some(id), ..place },
        Scope::Organization(id) => Place { organization: Some(id), ..place },
    }
}

/// Refuses a program that could do nothing: without a scope, or of an owner without a role or a seat where it is bound.
///
/// # Errors
/// BLANK at the scopes; SERVICE_OWNER_WITHOUT_RIGHTS.
pub fn admit_rights(scopes: Scopes, grants: &[Grant], seats: &[Seat], now: Timestamp) -> Result<(), Refusal> {
    if scopes.is_empty() {
        return Err(Refusal::new(Code::Blank).at("scopes"));
    }
    let holds = grants.iter().any(|grant| grant.in_force_at(now)) || seats.iter().any(|seat| seat.valid_on(now.day()));
    if holds { Ok(()) } else { Err(Refusal::new(Code::ServiceOwnerWithoutRights).at("ownerId")) }
}

/// Refuses one account too many of an owner.
///
/// # Errors
/// SERVICE_ACCOUNT_LIMIT.
pub fn admit_count(live: i64, limit: i64) -> Result<(), Refusal> {
    if live < limit {
        return Ok(());
    }
    Err(Refusal::new(Code::ServiceAccountLimit).with("limit", limit))
}

/// How many days a new token is good for: as asked, or the longest.
///
/// # Errors
/// OUT_OF_RANGE.
pub fn days(asked: Option<i64>, longest: i64) -> Result<i64, Refusal> {
    within(asked.unwrap_or(longest), "validDays", (1, longest))
}

/// How many hours a replaced token stays good.
///
/// # Errors
/// OUT_OF_RANGE.
pub fn overlap_hours(asked: Option<i64>) -> Result<i64, Refusal> {
    within(asked.unwrap_or(USUAL_OVERLAP_HOURS), "overlapHours", (0, OVERLAP_HOURS))
}

fn within(asked: i64, field: &str, (min, max): (i64, i64)) -> Result<i64, Refusal> {
    let is_within = (min..=max).contains(&asked);
    is_within.then_some(asked).ok_or_else(|| Refusal::new(Code::OutOfRange).at(field).with("min", min).with("max", max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::scopes::ServiceScope;
    use crate::access::viewer::Role;
    use crate::kernel::id::Id;

    #[test]
    fn a_program_needs_a_scope_and_an_owner_with_a_right() {
        let now = Timestamp::parse("2026-11-22T10:00:00Z").expect("an instant");
        let bound = Scope::Body(Id::from_uuid(uuid::Uuid::nil()));
        let grant = Grant { role: Role::Officer, scope: bound, from: now, until: None, organization: None };
        let some = Scopes::of(&[ServiceScope::EventsRead]);
        assert_eq!(admit_rights(some, std::slice::from_ref(&grant), &[], now), Ok(()));
        let code = |scopes, grants: &[Grant]| admit_rights(scopes, grants, &[], now).map_err(|refusal| refusal.code);
        assert_eq!(code(Scopes::default(), std::slice::from_ref(&grant)), Err(Code::Blank));
        assert_eq!(code(some, &[]), Err(Code::ServiceOwnerWithoutRights));
        let over = Grant { until: Some(now), ..grant };
        assert_eq!(code(some, &[over]), Err(Code::ServiceOwnerWithoutRights));
    }

    #[test]
    fn times_are_within_their_bounds() {
        assert_eq!(days(None, 366), Ok(366));
        assert_eq!(days(Some(1), 366), Ok(1));
        assert!(days(Some(0), 366).is_err() && days(Some(367), 366).is_err());
        assert_eq!(overlap_hours(Some(0)), Ok(0));
        assert!(overlap_hours(Some(-1)).is_err() && overlap_hours(Some(OVERLAP_HOURS + 1)).is_err());
    }
}
