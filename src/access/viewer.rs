//! The viewer: who asks, with everything the policy needs to know, resolved once per request.

use super::scopes::Scopes;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, MembershipId, OrganizationId, PersonId, SessionId, StateBodyId};
use crate::kernel::localized::Locale;
use crate::text_enum;
use chrono::NaiveDate;
use std::net::IpAddr;
use std::sync::Arc;

text_enum! {
    /// Whether an account belongs to a human. Service accounts never vote.
    pub enum AccountKind { Person = "PERSON", Service = "SERVICE" }
}

text_enum! {
    /// Roles that are granted; seats in a council are not roles but memberships.
    pub enum Role {
        Administrator = "ADMINISTRATOR", Registrar = "REGISTRAR", Moderator = "MODERATOR", Auditor = "AUDITOR",
        Officer = "OFFICER", Representative = "REPRESENTATIVE",
    }
}

text_enum! {
    /// Positions in a council.
    pub enum Position { Member = "MEMBER", Chair = "CHAIR", DeputyChair = "DEPUTY_CHAIR", Secretary = "SECRETARY" }
}

text_enum! {
    /// What an organisation is, as far as rights depend on it: media read embargoed items, others do not.
    pub enum Accreditation { None = "NONE", Accredited = "ACCREDITED" }
}

/// Where a granted role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    Global,
    Body(StateBodyId),
    Council(CouncilId),
    Organization(OrganizationId),
}

/// A role, where, and from when to when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub scope: Scope,
    pub from: Timestamp,
    /// The first instant at which it no longer holds.
    pub until: Option<Timestamp>,
    /// For representatives: whether their organisation is a verified medium with accreditation, or any medium.
    pub organization: Option<Represented>,
}

impl Grant {
    pub fn in_force_at(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// What a representative represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Represented {
    pub medium: bool,
    pub accreditation: Accreditation,
}

/// A seat in a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub membership: MembershipId,
    pub council: CouncilId,
    pub position: Position,
    pub organization: Option<OrganizationId>,
    pub since: NaiveDate,
    /// The first day on which it no longer holds.
    pub until: Option<NaiveDate>,
}

impl Seat {
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.since <= day && self.until.is_none_or(|until| day < until)
    }
}

/// A signed-in account: its session, roles and seats, as cached per instance. Periods are judged at each use.
#[derive(Clone, Debug)]
pub struct Standing {
    pub account: PersonId,
    pub name: String,
    pub locale: Locale,
    /// Of a program: its token, as one.
    pub session: SessionId,
    pub session_expires: Timestamp,
    /// Of a program: what its owner was granted where it is bound.
    pub grants: Vec<Grant>,
    /// Of a program: its owner's seats where it is bound.
    pub seats: Vec<Seat>,
    /// What makes a program of it.
    pub service: Option<Service>,
}

impl Standing {
    /// Whether there is a grant in force or a seat then.
    pub fn is_anybody_at(&self, now: Timestamp) -> bool {
        let today = now.day();
        self.grants.iter().any(|grant| grant.in_force_at(now)) || self.seats.iter().any(|seat| seat.valid_on(today))
    }
}

/// What a program's account has besides a human's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub scopes: Scopes,
    /// What its owner holds everywhere. It gives the program nothing; it is asked where a role takes a right away.
    pub owner_everywhere: Vec<Grant>,
    /// The SHA-256 of the token it was identified by.
    pub token_hash: Vec<u8>,
}

/// Who asks, from where, and in which languages.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub standing: Option<Arc<Standing>>,
    /// When the request came in: one instant for everything it does.
    pub now: Timestamp,
    /// The languages to answer in, best first.
    pub locales: Vec<Locale>,
    pub address: Option<IpAddr>,
    pub request_id: String,
}

impl Viewer {
    pub fn anonymous(now: Timestamp) -> Self {
        Self { standing: None, now, locales: vec![Locale::Kk], address: None, request_id: String::new() }
    }

    pub fn account(&self) -> Option<PersonId> {
        self.standing.as_ref().map(|standing| standing.account)
    }

    /// The language of messages.
    pub fn locale(&self) -> Locale {
        self.locales.first().copied().unwrap_or_default()
    }

    /// What makes a program of the viewer, if it is one.
    pub fn service(&self) -> Option<&Service> {
        self.standing.as_ref().and_then(|standing| standing.service.as_ref())
    }

    /// Whether there is a grant in force or a seat.
    pub fn is_anybody(&self) -> bool {
        self.standing.as_ref().is_some_and(|standing| standing.is_anybody_at(self.now))
    }

    /// Whether a role is held everywhere, by the viewer or by the owner of the program that it is.
    pub fn holds_by_itself_or_its_owner(&self, role: Role) -> bool {
        let owners = self.service().map(|service| service.owner_everywhere.as_slice()).unwrap_or_default();
        self.holds(role) || owners.iter().any(|grant| grant.role == role && grant.in_force_at(self.now))
    }

    /// The grants in force now.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        let now = self.now;
        self.standing.iter().flat_map(|standing| &standing.grants).filter(move |grant| grant.in_force_at(now))
    }

    /// The seats valid today.
    pub fn seats(&self) -> impl Iterator<Item = &Seat> {
        let today = self.now.day();
        self.standing.iter().flat_map(|standing| &standing.seats).filter(move |seat| seat.valid_on(today))
    }

    pub fn seat_in(&self, council: CouncilId) -> Option<&Seat> {
        self.seats().find(|seat| seat.council == council)
    }

    /// Whether a role is held everywhere.
    pub fn holds(&self, role: Role) -> bool {
        self.grants().any(|grant| grant.role == role && grant.scope == Scope::Global)
    }

    /// Whether a role is held in exactly this scope.
    pub fn holds_in(&self, role: Role, scope: Scope) -> bool {
        self.grants().any(|grant| grant.role == role && grant.scope == scope)
    }

    /// Whether it represents a verified, accredited medium.
    pub fn is_accredited_media(&self) -> bool {
        self.grants().any(|grant| {
            grant.role == Role::Representative
                && grant.organization.is_some_and(|o| o.medium && o.accreditation == Accreditation::Accredited)
        })
    }
}
