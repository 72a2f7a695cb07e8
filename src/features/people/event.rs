//! What can happen to accounts, sessions and roles. Names and addresses go into the erasable part only.

use super::model::{Account, EndReason, Invitation, RoleGrant, Session};
use crate::access::viewer::Scope;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::{Id, InvitationId, PersonId};
use crate::kernel::localized::Locale;
use serde_json::json;

/// How an account came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    Invitation(InvitationId),
    Registration,
    /// The operator, at the machine.
    Operator,
}

/// Somebody was invited.
pub fn invitation_issued(invitation: &Invitation) -> NewEvent {
    NewEvent::new(EventKind::InvitationIssued, invitation.id)
        .with("person", invitation.person.map(Id::wire))
        .with("expiresAt", invitation.expires_at.rfc3339())
        .private(json!({ "email": invitation.email.as_str(), "name": invitation.name }))
}

/// An account was opened.
pub fn account_opened(account: &Account, opening: Opening) -> NewEvent {
    let (by, invitation) = match opening {
        Opening::Invitation(id) => ("INVITATION", Some(id.wire())),
        Opening::Registration => ("REGISTRATION", None),
        Opening::Operator => ("OPERATOR", None),
    };
    NewEvent::new(EventKind::AccountOpened, account.id)
        .with("by", by)
        .with("invitation", invitation)
        .with("kind", account.kind.as_str())
        .private(json!({ "email": account.email.as_str(), "name": account.name }))
}

/// An account was suspended, and with it so many sessions.
pub fn account_suspended(account: PersonId, sessions: usize) -> NewEvent {
    NewEvent::new(EventKind::AccountSuspended, account).with("sessionsEnded", sessions)
}

/// A suspended account was restored.
pub fn account_restored(account: PersonId) -> NewEvent {
    NewEvent::new(EventKind::AccountRestored, account)
}

/// A password was changed, and so many sessions ended with it.
pub fn password_changed(account: PersonId, sessions: usize) -> NewEvent {
    NewEvent::new(EventKind::PasswordChanged, account).with("sessionsEnded", sessions)
}

/// A language was chosen.
pub fn locale_changed(account: PersonId, locale: Locale) -> NewEvent {
    NewEvent::new(EventKind::LocaleChanged, account).with("locale", locale.code())
}

/// Somebody signed in.
pub fn session_started(session: &Session) -> NewEvent {
    NewEvent::new(EventKind::SessionStarted, session.id)
        .about("account", session.account)
        .with("expiresAt", session.expires_at.rfc3339())
}

/// A session got new tokens.
pub fn session_refreshed(session: &Session) -> NewEvent {
    NewEvent::new(EventKind::SessionRefreshed, session.id).about("account", session.account)
}

/// A session ended.
pub fn session_ended(session: &Session, reason: EndReason) -> NewEvent {
    NewEvent::new(EventKind::SessionEnded, session.id).about("account", session.account).with("reason", reason.as_str())
}

/// A used refresh token came back, and its session was ended.
pub fn refresh_token_reused(session: &Session) -> NewEvent {
    NewEvent::new(EventKind::RefreshTokenReused, session.id).about("account", session.account)
}

/// A role was granted.
pub fn role_granted(grant: &RoleGrant) -> NewEvent {
    of_grant(EventKind::RoleGranted, grant)
        .with("validFrom", grant.valid_from.rfc3339())
        .with("validUntil", grant.valid_until.map(|until| until.rfc3339()))
}

/// A role was revoked.
pub fn role_revoked(grant: &RoleGrant) -> NewEvent {
    of_grant(EventKind::RoleRevoked, grant)
}

fn of_grant(kind: EventKind, grant: &RoleGrant) -> NewEvent {
    let scope = match grant.scope {
        Scope::Global => None,
        Scope::Body(id) => Some(id.wire()),
        Scope::Council(id) => Some(id.wire()),
        Scope::Organization(id) => Some(id.wire()),
    };
    NewEvent::new(kind, grant.account).about("grant", grant.id).with("role", grant.role.as_str()).with("scope", scope)
}
