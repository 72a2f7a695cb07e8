//! Roles as they were granted.

use super::loader::GrantById;
use super::object::Person;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::access::viewer::Scope;
use crate::features::people::model;
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::registry::{Council, Organization, StateBody};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::RoleGrantId;
use async_graphql::{Context, Enum, ID, Object, Result, Union};
use std::sync::Arc;

/// A role that is granted. Seats in councils are memberships, not roles.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::access::viewer::Role")]
pub enum Role {
    /// Keeps accounts, roles and legal rules; never votes and never sees a secret choice.
    Administrator,
    /// Keeps the registry: regions, bodies, organisations, councils and seats.
    Registrar,
    /// Hides comments, with a reason.
    Moderator,
    /// Reads the event log.
    Auditor,
    /// Drafts and publishes the decisions of a state body.
    Officer,
    /// Speaks for an organisation.
    Representative,
}

/// Where in its life a grant stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleGrantState {
    /// It begins later.
    Scheduled,
    /// It holds now.
    InForce,
    /// Its period is over.
    Ended,
    /// It was revoked.
    Revoked,
}

impl RoleGrantState {
    pub fn of(grant: &model::RoleGrant, now: Timestamp) -> Self {
        if grant.revoked_at.is_some() {
            Self::Revoked
        } else if !grant.lasts_at(now) {
            Self::Ended
        } else if grant.in_force_at(now) {
            Self::InForce
        } else {
            Self::Scheduled
        }
    }
}

/// Where a role holds, when it is not everywhere.
#[derive(Union)]
pub enum RoleScope {
    StateBody(StateBody),
    Council(Council),
    Organization(Organization),
}

/// A role that was granted, with where and when it holds.
#[derive(Clone, Debug)]
pub struct RoleGrant(pub Arc<model::RoleGrant>);

impl From<model::RoleGrant> for RoleGrant {
    fn from(grant: model::RoleGrant) -> Self {
        Self(Arc::new(grant))
    }
}

impl RoleGrant {
    /// A grant by id, if the viewer may read the account it belongs to.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: RoleGrantId) -> Outcome<Option<Self>> {
        Ok(context.load::<GrantById>(id).await?.map(Self))
    }
}

/// A role that was granted, with where and when it holds. Nothing is deleted: a revoked grant stays.
#[Object]
impl RoleGrant {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The role.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Where it holds; null for everywhere.
    async fn scope(&self, context: &Context<'_>) -> Option<Result<RoleScope>> {
        let scope = match self.0.scope {
            Scope::Global => return None,
            Scope::Body(id) => StateBody::of(context, id).await.map(RoleScope::StateBody),
            Scope::Council(id) => Council::of(context, id).await.map(RoleScope::Council),
            Scope::Organization(id) => Organization::of(context, id).await.map(RoleScope::Organization),
        };
        nullable(scope.map(Some))
    }

    /// Where in its life it stands.
    async fn state(&self, context: &Context<'_>) -> RoleGrantState {
        RoleGrantState::of(&self.0, context.act().viewer.now)
    }

    /// Who holds it.
    async fn person(&self) -> Person {
        Person::unnamed(self.0.account)
    }

    /// The first instant at which it holds.
    async fn valid_from(&self) -> Timestamp {
        self.0.valid_from
    }

    /// The first instant at which it no longer holds; null while it is open.
    async fn valid_until(&self) -> Option<Timestamp> {
        self.0.valid_until
    }

    /// Who granted it; null when the operator did, at the machine.
    async fn granted_by(&self) -> Option<Person> {
        self.0.granted_by.map(Person::unnamed)
    }

    /// When it was granted.
    async fn granted_at(&self) -> Timestamp {
        self.0.granted_at
    }

    /// Who revoked it; null where nobody did.
    async fn revoked_by(&self) -> Option<Person> {
        self.0.revoked_by.map(Person::unnamed)
    }

    /// When it was revoked; null where it was not.
    async fn revoked_at(&self) -> Option<Timestamp> {
        self.0.revoked_at
    }

    /// Whether the viewer may revoke it.
    async fn viewer_can_revoke(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::RevokeRole, &Place::person(self.0.account))
    }
}
