//! Entering, renewing and revoking programs.

use super::object::{ServiceAccount, ServiceScope};
use crate::access::scopes::{self, Scopes};
use crate::features::service_accounts::create::{NewServiceAccount, create};
use crate::features::service_accounts::model::Issued;
use crate::features::service_accounts::revoke::revoke;
use crate::features::service_accounts::rotate::{Rotation, rotate};
use crate::graphql::context::Ask;
use crate::graphql::people::RoleScopeInput;
use crate::kernel::id::{PersonId, ServiceAccountId};
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};

/// A program to enter.
#[derive(InputObject)]
pub struct CreateServiceAccountInput {
    /// What others see beside what it does, at most 300 characters.
    pub name: String,
    /// Where it may do something: one organisation, body or council.
    pub bound_to: RoleScopeInput,
    /// What it may do there at most, of what its owner may; at least one.
    pub scopes: Vec<ServiceScope>,
    /// Who answers for it, by their person's id, with a role or a seat there; the viewer when nothing is said. Of somebody else only
    /// administrators may enter one.
    pub owner_id: Option<PersonId>,
    /// The days its first token is good for, from 1 to 366 unless the operator says otherwise; the most when nothing is said.
    pub valid_days: Option<i32>,
}

/// A program whose owner wants its next token.
#[derive(InputObject)]
pub struct RotateServiceTokenInput {
    /// The service account.
    pub service_account_id: ServiceAccountId,
    /// The hours for which the token before stays good, from 0 to 168; 24 when nothing is said. With 0 it ends at once.
    pub overlap_hours: Option<i32>,
    /// The days the new token is good for, from 1 to 366 unless the operator says otherwise; the most when nothing is said.
    pub valid_days: Option<i32>,
}

/// A program to revoke.
#[derive(InputObject)]
pub struct RevokeServiceAccountInput {
    /// The service account.
    pub service_account_id: ServiceAccountId,
}

payload! {
    /// What `createServiceAccount` did.
    CreateServiceAccountPayload {
        /// The new service account.
        service_account: ServiceAccount,
        /// Its token, shown this once, for its owner only: null where somebody else owns it, who gets it by `rotateServiceToken`.
        token: Option<String>,
    }
}

payload! {
    /// What `rotateServiceToken` did.
    RotateServiceTokenPayload {
        /// The service account with its tokens.
        service_account: ServiceAccount,
        /// The new token, shown this once.
        token: Option<String>,
    }
}

payload! {
    /// What `revokeServiceAccount` did.
    RevokeServiceAccountPayload {
        /// The service account as it is now.
        service_account: ServiceAccount,
    }
}

/// Mutations of service accounts.
#[derive(Default)]
pub struct ServiceAccountMutation;

#[Object]
impl ServiceAccountMutation {
    /// Enters a program: it may do what its owner may where it is bound, and of that what its scopes name; it never votes. For
    /// representatives of a verified organisation, and for administrators in the name of an owner. The token is shown this once, to the
    /// owner only. It takes no `idempotencyKey`, because what it answers with is not kept.
    async fn create_service_account(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The program.")] input: CreateServiceAccountInput,
    ) -> Result<CreateServiceAccountPayload> {
        let act = context.act();
        let scopes: Vec<scopes::ServiceScope> = input.scopes.into_iter().map(Into::into).collect();
        let new = NewServiceAccount {
            name: input.name,
            owner: input.owner_id,
            bound: input.bound_to.into(),
            scopes: Scopes::of(&scopes),
            valid_days: input.valid_days.map(Into::into),
        };
        let outcome = act.write(move |tx| create(tx, &new)).await;
        CreateServiceAccountPayload::settle(act, outcome.map(shown))
    }

    /// Gives the owner the program's next token. The one before stays good for the overlap, any other ends at once. For the owner only.
    async fn rotate_service_token(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The program.")] input: RotateServiceTokenInput,
    ) -> Result<RotateServiceTokenPayload> {
        let act = context.act();
        let RotateServiceTokenInput { service_account_id: id, overlap_hours, valid_days } = input;
        let (overlap_hours, valid_days) = (overlap_hours.map(Into::into), valid_days.map(Into::into));
        let outcome = act.write(move |tx| rotate(tx, Rotation { id, overlap_hours, valid_days })).await;
        RotateServiceTokenPayload::settle(act, outcome.map(shown))
    }

    /// Revokes a program, at once and on every server, for good. What it wrote stays. For its owner, for whoever speaks for the
    /// organisation it is bound to, and for administrators.
    async fn revoke_service_account(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The program.")] input: RevokeServiceAccountInput,
    ) -> Result<RevokeServiceAccountPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| revoke(tx, input.service_account_id)).await;
        RevokeServiceAccountPayload::settle(act, outcome.map(|account| (account.into(),)))
    }
}

fn shown(Issued { account, token }: Issued) -> (ServiceAccount, Option<String>) {
    (account.into(), token)
}
