//! A service account as those see it who may know of it.

use super::loader::{ServiceAccountById, TokensOfServiceAccount};
use crate::access::permit::allowed;
use crate::access::policy::Action;
use crate::access::viewer::Scope;
use crate::features::service_accounts as model;
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::people::{Person, RoleScope};
use crate::graphql::registry::{Council, Organization, StateBody};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::ServiceAccountId;
use async_graphql::{Context, Enum, ID, Object, Result};
use std::sync::Arc;

/// What a program may do at most, of what its owner may.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::access::scopes::ServiceScope")]
pub enum ServiceScope {
    /// `registry:read`: asking for bodies, councils, seats, organisations, regions and legal rules.
    RegistryRead,
    /// `decisions:read`: asking for decisions and all that hangs on them, as far as the owner sees them.
    DecisionsRead,
    /// `comments:write`: commenting, in the owner's capacity there.
    CommentsWrite,
    /// `decisions:write`: drafting, publishing and changing a body's decisions, and attaching files to them.
    DecisionsWrite,
    /// `findings:write`: writing a council's final document until a human sends it, and attaching files to it and to meetings.
    FindingsWrite,
    /// `answers:write`: acknowledging documents, answering recommendations, reporting milestones.
    AnswersWrite,
    /// `events:read`: the event feed and its subscriptions.
    EventsRead,
    /// `webhooks:manage`: having events sent to an address.
    WebhooksManage,
}

/// Whether a service account may do anything.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceAccountState {
    /// It may do what its owner may, within its scopes.
    Active,
    /// It may do nothing any more.
    Revoked,
}

/// A token of a service account, without what is secret in it.
pub struct ServiceToken(model::Token);

/// A token of a service account, without what is secret in it.
#[Object]
impl ServiceToken {
    /// When it was issued.
    async fn issued_at(&self) -> Timestamp {
        self.0.issued_at
    }

    /// The first instant at which it is not good any more.
    async fn expires_at(&self) -> Timestamp {
        self.0.expires_at
    }

    /// When it was used last, to about five minutes; null while it was not.
    async fn used_at(&self) -> Option<Timestamp> {
        self.0.used_at
    }
}

/// A program. Whoever holds this object in the code was allowed to read it.
#[derive(Clone, Debug)]
pub struct ServiceAccount(pub Arc<model::ServiceAccount>);

impl From<model::ServiceAccount> for ServiceAccount {
    fn from(account: model::ServiceAccount) -> Self {
        Self(Arc::new(account))
    }
}

impl ServiceAccount {
    /// An account by id, if the viewer may read it.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: ServiceAccountId) -> Outcome<Option<Self>> {
        Ok(context.load::<ServiceAccountById>(id).await?.map(Self))
    }
}

/// A program that may do some of what its owner may where it is bound, and never votes. Seen by its owner, by whoever speaks for
/// the organisation it is bound to, and by administrators.
#[Object]
impl ServiceAccount {
    /// The opaque id; in OAuth, the `client_id`.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// What others see beside what it does.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The program as the author of what it writes.
    async fn person(&self) -> Person {
        Person::known(self.0.person(), self.0.name.clone())
    }

    /// Who answers for it.
    async fn owner(&self) -> Person {
        Person::unnamed(self.0.owner_id)
    }

    /// Where it may do something; null where that cannot be read for the moment.
    async fn bound_to(&self, context: &Context<'_>) -> Option<Result<RoleScope>> {
        let bound = match self.0.bound {
            Scope::Global => Err(Failure::fault("a service account bound to nothing")),
            Scope::Body(id) => StateBody::of(context, id).await.map(RoleScope::StateBody),
            Scope::Council(id) => Council::of(context, id).await.map(RoleScope::Council),
            Scope::Organization(id) => Organization::of(context, id).await.map(RoleScope::Organization),
        };
        nullable(bound.map(Some))
    }

    /// What it may do at most.
    async fn scopes(&self) -> Vec<ServiceScope> {
        self.0.scopes.iter().map(ServiceScope::from).collect()
    }

    /// Whether it may do anything.
    async fn state(&self) -> ServiceAccountState {
        if self.0.revoked_at.is_none() { ServiceAccountState::Active } else { ServiceAccountState::Revoked }
    }

    /// The tokens that are good now, the newest first: two while one is replaced by the next.
    async fn tokens(&self, context: &Context<'_>) -> Result<Vec<ServiceToken>> {
        if self.0.revoked_at.is_some() {
            return Ok(Vec::new());
        }
        let tokens = context.load::<TokensOfServiceAccount>(self.0.id).await?.unwrap_or_default();
        Ok(tokens.iter().cloned().map(ServiceToken).collect())
    }

    /// Who entered it.
    async fn created_by(&self) -> Person {
        Person::unnamed(self.0.created_by)
    }

    /// When it was entered.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Who revoked it; null where nobody did.
    async fn revoked_by(&self) -> Option<Person> {
        self.0.revoked_by.map(Person::unnamed)
    }

    /// When it was revoked; null where it was not.
    async fn revoked_at(&self) -> Option<Timestamp> {
        self.0.revoked_at
    }

    /// Whether the viewer may have its next token: its owner may.
    async fn viewer_can_rotate(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::RotateServiceToken, &self.0.place())
    }

    /// Whether the viewer may revoke it.
    async fn viewer_can_revoke(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::RevokeServiceAccount, &self.0.place())
    }
}
