//! What can happen to a service account. Never a secret; the name a human chose for it is erasable.

use super::model::{ServiceAccount, Token};
use crate::access::viewer::Scope;
use crate::kernel::clock::Timestamp;
use crate::kernel::event::{EventKind, NewEvent};
use serde_json::json;

/// A program was entered.
pub fn created(account: &ServiceAccount) -> NewEvent {
    let bound = match account.bound {
        Scope::Global => None,
        Scope::Body(id) => Some(id.wire()),
        Scope::Council(id) => Some(id.wire()),
        Scope::Organization(id) => Some(id.wire()),
    };
    NewEvent::new(EventKind::ServiceAccountCreated, account.id)
        .about("owner", account.owner_id)
        .with("boundTo", bound)
        .with("scopes", account.scopes.to_string())
        .private(json!({ "name": account.name }))
}

/// Its owner got a token; those before it are good until then.
pub fn token_issued(token: &Token, others_until: Option<Timestamp>) -> NewEvent {
    NewEvent::new(EventKind::ServiceTokenIssued, token.service_account_id)
        .about("token", token.id)
        .with("expiresAt", token.expires_at.rfc3339())
        .with("othersUntil", others_until.map(|until| until.rfc3339()))
}

/// It may do nothing any more.
pub fn revoked(account: &ServiceAccount) -> NewEvent {
    NewEvent::new(EventKind::ServiceAccountRevoked, account.id)
}
