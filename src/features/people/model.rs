//! The words of the people: persons, accounts, invitations, grants, and the pure rules about them.

use crate::access::viewer::{AccountKind, Role, Scope};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{InvitationId, PersonId, RoleGrantId, SessionId};
use crate::kernel::localized::Locale;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;
use unicode_normalization::UnicodeNormalization;

/// A human, or a program that acts for one, as others see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub kind: AccountKind,
    pub created_at: Timestamp,
}

text_enum! {
    /// Whether an account may sign in.
    pub enum AccountState { Active = "ACTIVE", Suspended = "SUSPENDED" }
}

text_enum! {
    /// Why a session ended before its time.
    pub enum EndReason {
        SignedOut = "SIGNED_OUT", PasswordChanged = "PASSWORD_CHANGED", TokenReused = "TOKEN_REUSED",
        Suspended = "SUSPENDED",
    }
}

/// A person who can sign in. Its e-mail address is for itself and for administrators only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The person's id.
    pub id: PersonId,
    pub name: String,
    pub kind: AccountKind,
    pub email: Email,
    pub locale: Locale,
    pub state: AccountState,
    pub created_at: Timestamp,
}

/// An account with the hash its password is checked against. Deliberately without `Debug`.
#[derive(Clone)]
pub struct Credentials {
    pub account: Account,
    pub password_hash: String,
}

impl Credentials {
    /// Not a program's, which has its own ways in and out.
    pub fn is_a_humans(&self) -> bool {
        self.account.kind == AccountKind::Person
    }
}

impl Person {
    /// Refuses to put a program where a human is meant: in a seat, in an office.
    ///
    /// # Errors
    /// NOT_A_HUMAN.
    pub fn admit_human(&self) -> Result<(), Refusal> {
        match self.kind {
            AccountKind::Person => Ok(()),
            AccountKind::Service => Err(Refusal::new(Code::NotAHuman).at("personId")),
        }
    }
}

/// An e-mail address as it is stored and looked up: trimmed, lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// The longest address and the longest part before the `@`, after RFC 5321, in bytes.
const EMAIL_BYTES: usize = 254;
const LOCAL_BYTES: usize = 64;

impl Email {
    /// The stored form of whatever was typed, valid or not: good for looking up, not for storing.
    pub fn normalised(typed: &str) -> Self {
        // PostgreSQL cannot even look for a NUL.
        Self(typed.replace('\0', "").trim().to_lowercase())
    }

    /// Reads an address that is to be stored. Only its shape is checked: whether it exists, only a mail would tell.
    ///
    /// # Errors
    /// INVALID_EMAIL.
    pub fn parse(typed: &str) -> Result<Self, Refusal> {
        let email = Self::normalised(typed);
        // Normalised away, a NUL would make a stored address out of one that nobody has.
        let as_typed = !typed.contains('\0');
        if as_typed && email.is_well_formed() { Ok(email) } else { Err(Refusal::new(Code::InvalidEmail).at("email")) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn is_well_formed(&self) -> bool {
        let Some((local, domain)) = self.0.split_once('@') else { return false };
        let visible =
            |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '@' | '<' | '>' | ',' | ';' | '"');
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        self.0.len() <= EMAIL_BYTES
            && (1..=LOCAL_BYTES).contains(&local.len())
            && local.chars().all(visible)
            && domain.contains('.')
            && domain.split('.').all(label)
    }
}

/// A name as it is searched: composed, lower case, `ё` as `е`, one space between words, no NUL (at which the engines
/// would end the pattern).
pub fn search_form(name: &str) -> String {
    let folded: String = name
        .nfc()
        .filter(|c| *c != '\0')
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ё' { 'е' } else { c })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A link to open an account. The link's secret itself is never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub email: Email,
    /// The person it is for, where the registry knew them already.
    pub person: Option<PersonId>,
    pub name: String,
    pub invited_by: Option<PersonId>,
    pub invited_at: Timestamp,
    pub expires_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
}

impl Invitation {
    pub fn open_at(&self, now: Timestamp) -> bool {
        self.accepted_at.is_none() && now < self.expires_at
    }
}

/// One sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account: PersonId,
    pub started_at: Timestamp,
    /// The first instant at which it is over, whatever happens.
    pub expires_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl Session {
    pub fn open_at(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }
}

/// A role somebody was given. Nothing is deleted: a revoked grant stays, with who revoked it and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleGrant {
    pub id: RoleGrantId,
    pub account: PersonId,
    pub role: Role,
    pub scope: Scope,
    pub valid_from: Timestamp,
    /// The first instant at which it no longer holds.
    pub valid_until: Option<Timestamp>,
    /// `None` when the operator granted it at the machine.
    pub granted_by: Option<PersonId>,
    pub granted_at: Timestamp,
    pub revoked_by: Option<PersonId>,
    pub revoked_at: Option<Timestamp>,
}

impl RoleGrant {
    /// Neither revoked nor run out; it may still have to begin.
    pub fn lasts_at(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.valid_until.is_none_or(|until| now < until)
    }

    pub fn in_force_at(&self, now: Timestamp) -> bool {
        self.lasts_at(now) && self.valid_from <= now
    }

    /// Whether it still holds when `other` ends.
    fn outlasts(&self, other: &Self) -> bool {
        match (self.valid_until, other.valid_until) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => mine >= theirs,
        }
    }
}

/// Whether a role can be held in a scope of that kind.
pub fn fits(role: Role, scope: Scope) -> bool {
    match role {
        Role::Administrator | Role::Registrar | Role::Auditor => matches!(scope, Scope::Global),
        Role::Moderator => matches!(scope, Scope::Global | Scope::Body(_) | Scope::Council(_)),
        Role::Officer => matches!(scope, Scope::Body(_)),
        Role::Representative => matches!(scope, Scope::Organization(_)),
    }
}

/// Whether somebody with these grants is an administrator, now or later.
pub fn administers(grants: &[RoleGrant], now: Timestamp) -> bool {
    grants.iter().any(|grant| grant.role == Role::Administrator && grant.lasts_at(now))
}

/// Whether the installation keeps an administrator when `leaving` go: another one in force now whose role lasts at
/// least as long, so that a deputy of one week is not left as the only one. `all` are the administrators' grants of
/// active accounts.
pub fn keeps_an_administrator(all: &[RoleGrant], leaving: &[RoleGrantId], now: Timestamp) -> bool {
    let (going, staying): (Vec<_>, Vec<_>) =
        all.iter().filter(|grant| grant.in_force_at(now)).partition(|grant| leaving.contains(&grant.id));
    going.iter().all(|gone| staying.iter().any(|stays| stays.outlasts(gone)))
}

#[cfg(test)]
mod tests;
