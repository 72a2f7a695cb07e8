//! What administrators, and registrars for invitations, do to the accounts of others.

use super::object::{Account, Person};
use super::role::{Role, RoleGrant};
use crate::access::viewer::Scope;
use crate::features::people::grant::{Granting, grant};
use crate::features::people::invite::{Invite, invite};
use crate::features::people::model;
use crate::features::people::restore::restore;
use crate::features::people::revoke::revoke;
use crate::features::people::suspend::suspend;
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, OrganizationId, PersonId, RoleGrantId, StateBodyId};
use crate::payload;
use async_graphql::{Context, InputObject, Object, OneofObject, Result};

/// Who is invited.
#[derive(InputObject)]
pub struct InviteAccountInput {
    /// The e-mail address the account will sign in with.
    pub email: String,
    /// The name; needed for somebody new, ignored with `personId`.
    pub name: Option<String>,
    /// A person the registry knows already, such as a council member without an account.
    pub person_id: Option<PersonId>,
}

/// An account to suspend.
#[derive(InputObject)]
pub struct SuspendAccountInput {
    /// The account, by its person's id.
    pub account_id: PersonId,
}

/// An account to restore.
#[derive(InputObject)]
pub struct RestoreAccountInput {
    /// The account, by its person's id.
    pub account_id: PersonId,
}

/// Where a role holds: exactly one of these.
#[derive(OneofObject)]
pub enum RoleScopeInput {
    /// In a state body: officers and moderators.
    StateBodyId(StateBodyId),
    /// In a council: moderators.
    CouncilId(CouncilId),
    /// In an organisation: representatives.
    OrganizationId(OrganizationId),
}

impl From<RoleScopeInput> for Scope {
    fn from(input: RoleScopeInput) -> Self {
        match input {
            RoleScopeInput::StateBodyId(id) => Self::Body(id),
            RoleScopeInput::CouncilId(id) => Self::Council(id),
            RoleScopeInput::OrganizationId(id) => Self::Organization(id),
        }
    }
}

/// A role to grant.
#[derive(InputObject)]
pub struct GrantRoleInput {
    /// The account, by its person's id.
    pub account_id: PersonId,
    /// The role.
    pub role: Role,
    /// Where it holds; everywhere when nothing is said, which administrators, registrars and auditors need and moderators may.
    pub scope: Option<RoleScopeInput>,
    /// The first instant at which it holds; now when nothing is said.
    pub valid_from: Option<Timestamp>,
    /// The first instant at which it no longer holds; open when nothing is said.
    pub valid_until: Option<Timestamp>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// A role to revoke.
#[derive(InputObject)]
pub struct RevokeRoleInput {
    /// The grant.
    pub role_grant_id: RoleGrantId,
}

/// An invitation to open an account.
pub struct Invitation(model::Invitation);

/// An invitation to open an account.
#[Object]
impl Invitation {
    /// The address the account will sign in with.
    async fn email(&self) -> &str {
        self.0.email.as_str()
    }

    /// The name of who is invited.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The person it is for, where the registry knew them already.
    async fn person(&self) -> Option<Person> {
        self.0.person.map(|id| Person::known(id, self.0.name.clone()))
    }

    /// When it runs out.
    async fn expires_at(&self) -> Timestamp {
        self.0.expires_at
    }
}

payload! { /// What `inviteAccount` did.
InviteAccountPayload {
    /// The invitation.
    invitation: Invitation,
    /// The one-time token to hand over, for `acceptInvitation`. It is shown this once.
    token: String,
} }
payload! { /// What `suspendAccount` did.
SuspendAccountPayload { /// The account as it now is.
    account: Account } }
payload! { /// What `restoreAccount` did.
RestoreAccountPayload { /// The account as it now is.
    account: Account } }
payload! { /// What `grantRole` did.
GrantRolePayload { /// The role as it is granted.
    role_grant: RoleGrant } }
payload! { /// What `revokeRole` did.
RevokeRolePayload { /// The role as it is revoked.
    role_grant: RoleGrant } }

/// Mutations of the accounts of others.
#[derive(Default)]
pub struct PeopleMutation;

#[Object]
impl PeopleMutation {
    /// Invites somebody to open an account. The answer holds the one-time token to hand over; earlier open invitations
    /// to the same address or person run out. For administrators and registrars.
    async fn invite_account(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who is invited.")] input: InviteAccountInput,
    ) -> Result<InviteAccountPayload> {
        let act = context.act();
        let input = Invite { email: input.email, name: input.name, person: input.person_id };
        let outcome = act.write(move |tx| invite(tx, &input)).await;
        InviteAccountPayload::settle(act, outcome.map(|invited| (Invitation(invited.invitation), invited.token)))
    }

    /// Suspends an account: its sessions end at once and it cannot sign in. For administrators.
    async fn suspend_account(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account to suspend.")] input: SuspendAccountInput,
    ) -> Result<SuspendAccountPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| suspend(tx, input.account_id)).await;
        SuspendAccountPayload::settle(act, outcome.map(|account| (account.into(),)))
    }

    /// Lets a suspended account sign in again. For administrators.
    async fn restore_account(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The account to restore.")] input: RestoreAccountInput,
    ) -> Result<RestoreAccountPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| restore(tx, input.account_id)).await;
        RestoreAccountPayload::settle(act, outcome.map(|account| (account.into(),)))
    }

    /// Grants a role. Asked again for the same one, the running grant is the answer. For administrators.
    async fn grant_role(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The role to grant.")] input: GrantRoleInput,
    ) -> Result<GrantRolePayload> {
        let once = once("grantRole", &input);
        let act = context.act();
        let GrantRoleInput { account_id: account, role, scope, valid_from, valid_until, .. } = input;
        let scope = scope.map_or(Scope::Global, Scope::from);
        let input = Granting { account, role: role.into(), scope, valid_from, valid_until };
        let made = once.write(act, move |tx| grant(tx, &input), |made| made.id).await;
        let outcome = shown(made, |grant| grant.into(), |id| RoleGrant::find(context, id)).await;
        GrantRolePayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Revokes a role, at once and on every server. The last administrator's is refused. For administrators.
    async fn revoke_role(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The role to revoke.")] input: RevokeRoleInput,
    ) -> Result<RevokeRolePayload> {
        let act = context.act();
        let outcome = act.write(move |tx| revoke(tx, input.role_grant_id)).await;
        RevokeRolePayload::settle(act, outcome.map(|grant| (grant.into(),)))
    }
}
