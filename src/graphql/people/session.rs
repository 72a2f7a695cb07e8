//! Coming in, staying in, going out, and the viewer's own account.

use super::object::Account;
use crate::features::people::accept::{Acceptance, accept_invitation};
use crate::features::people::change_password::{PasswordChange, change_password};
use crate::features::people::refresh::refresh;
use crate::features::people::register::{Registration, register};
use crate::features::people::session::SignedIn;
use crate::features::people::set_locale::set_locale;
use crate::features::people::sign_in::{SignIn, sign_in};
use crate::features::people::sign_out::{Extent, sign_out};
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::scalars::LocaleName;
use crate::kernel::clock::Timestamp;
use crate::payload;
use async_graphql::{Context, Enum, InputObject, Object, Result};

/// What is needed to sign in.
#[derive(InputObject)]
pub struct SignInInput {
    /// The e-mail address of the account.
    pub email: String,
    /// The password.
    #[graphql(secret)]
    pub password: String,
}

/// What is needed to refresh a session.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// The refresh token of the last payload. It is good once.
    #[graphql(secret)]
    pub refresh_token: String,
}

/// Which sessions end.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "crate::features::people::sign_out::Extent")]
pub enum SignOutExtent {
    /// The session of this request.
    This,
    /// Every session of the viewer, on every device.
    All,
}

/// Which sessions the viewer ends.
#[derive(InputObject)]
pub struct SignOutInput {
    /// Which sessions end.
    #[graphql(default_with = "SignOutExtent::This")]
    pub extent: SignOutExtent,
}

/// What is needed to accept an invitation.
#[derive(InputObject)]
pub struct AcceptInvitationInput {
    /// The one-time token of the invitation's link.
    #[graphql(secret)]
    pub token: String,
    /// The name as its owner writes it; the inviter's spelling when nothing is said. The name of a person whom the registry
    /// knew before, such as a council member, stays the registry's.
    pub name: Option<String>,
    /// The new password, at least 12 characters.
    #[graphql(secret)]
    pub password: String,
    /// The language to be answered in; the request's when nothing is said.
    pub locale: Option<LocaleName>,
}

/// What is needed to register.
#[derive(InputObject)]
pub struct RegisterAccountInput {
    /// The name, as others will see it.
    pub name: String,
    /// The e-mail address to sign in with.
    pub email: String,
    /// The new password, at least 12 characters.
    #[graphql(secret)]
    pub password: String,
    /// The language to be answered in; the request's when nothing is said.
    pub locale: Option<LocaleName>,
}

/// What is needed to change one's password.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The password so far.
    #[graphql(secret)]
    pub current_password: String,
    /// The new password, at least 12 characters.
    #[graphql(secret)]
    pub new_password: String,
}

/// The viewer's choice of language.
#[derive(InputObject)]
pub struct SetLocaleInput {
    /// The language to be answered in.
    pub locale: LocaleName,
}

macro_rules! token_payload {
    ($(#[$meta:meta])* $name:ident) => {
        payload! {
            $(#[$meta])*
            $name {
                /// The token to send as `Authorization: Bearer …`.
                access_token: String,
                /// When the access token runs out.
                expires_at: Timestamp,
                /// The token for the next `refreshSession`. It is good once and ends the session when it comes back.
                refresh_token: String,
                /// The account that is signed in.
                account: Account,
            }
        }
    };
}
token_payload! { /// What `signIn` did.
SignInPayload }
token_payload! { /// What `refreshSession` did.
RefreshSessionPayload }
token_payload! { /// What `acceptInvitation` did.
AcceptInvitationPayload }
token_payload! { /// What `registerAccount` did.
RegisterAccountPayload }
payload! { /// What `signOut` did.
SignOutPayload { /// How many sessions ended.
    sessions_ended: i32 } }
payload! { /// What `changePassword` did.
ChangePasswordPayload { /// The account, whose sessions have all ended.
    account: Account } }
payload! { /// What `setLocale` did.
SetLocalePayload { /// The account as it now is.
    account: Account } }

fn tokens(signed_in: SignedIn) -> (String, Timestamp, String, Account) {
    (signed_in.access_token, signed_in.access_expires_at, signed_in.refresh_token, signed_in.account.into())
}

/// Mutations of sessions and of the viewer's own account.
#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs in with e-mail address and password. An unknown address, a wrong password and a suspended account get
    /// the same answer; after repeated failures the answer is RATE_LIMITED for a while.
    async fn sign_in(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is needed to sign in.")] input: SignInInput,
    ) -> Result<SignInPayload> {
        let act = context.act();
        let outcome = sign_in(act, SignIn { email: input.email, password: input.password }).await;
        SignInPayload::settle(act, outcome.map(tokens))
    }

    /// Exchanges a refresh token for the next pair of tokens. One at a time: a token that comes back ends the session.
    async fn refresh_session(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is needed to refresh a session.")] input: RefreshSessionInput,
    ) -> Result<RefreshSessionPayload> {
        let act = context.act();
        RefreshSessionPayload::settle(act, refresh(act, &input.refresh_token).await.map(tokens))
    }

    /// Ends the viewer's session, or all of them. Their tokens end with them, on every server.
    async fn sign_out(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which sessions the viewer ends.")] input: SignOutInput,
    ) -> Result<SignOutPayload> {
        let act = context.act();
        let extent = Extent::from(input.extent);
        let outcome = act.write(move |tx| sign_out(tx, extent)).await;
        SignOutPayload::settle(act, outcome.map(|ended| (int(ended.len()),)))
    }

    /// Opens the account of an invitation and signs in.
    async fn accept_invitation(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is needed to accept an invitation.")] input: AcceptInvitationInput,
    ) -> Result<AcceptInvitationPayload> {
        let act = context.act();
        let AcceptInvitationInput { token, name, password, locale } = input;
        let acceptance = Acceptance { token, name, password, locale: locale.map(Into::into) };
        AcceptInvitationPayload::settle(act, accept_invitation(act, acceptance).await.map(tokens))
    }

    /// Opens an account for a citizen, where the operator allows self-registration, and signs in.
    async fn register_account(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is needed to register.")] input: RegisterAccountInput,
    ) -> Result<RegisterAccountPayload> {
        let act = context.act();
        let RegisterAccountInput { name, email, password, locale } = input;
        let registration = Registration { name, email, password, locale: locale.map(Into::into) };
        RegisterAccountPayload::settle(act, register(act, registration).await.map(tokens))
    }

    /// Changes the viewer's password. Every session of the account ends, this one too: sign in again.
    async fn change_password(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What is needed to change one's password.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        let act = context.act();
        let change = PasswordChange { current: input.current_password, new: input.new_password };
        ChangePasswordPayload::settle(act, change_password(act, change).await.map(|account| (account.into(),)))
    }

    /// Chooses the language in which the viewer is answered where a request does not ask for one.
    async fn set_locale(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The viewer's choice of language.")] input: SetLocaleInput,
    ) -> Result<SetLocalePayload> {
        let act = context.act();
        let locale = input.locale.into();
        let outcome = act.write(move |tx| set_locale(tx, locale)).await;
        SetLocalePayload::settle(act, outcome.map(|account| (account.into(),)))
    }
}
