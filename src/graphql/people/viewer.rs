//! The viewer: who asks, and what a front end should offer them.

use super::loader::{AccountById, GrantsOfAccount};
use super::object::{Account, Person};
use super::role::RoleGrant;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::access::viewer::Standing;
use crate::features::councils::store::Span;
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::registry::Membership;
use crate::graphql::registry::loader::SeatsOfPerson;
use crate::graphql::scalars::LocaleName;
use crate::kernel::clock::Timestamp;
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// Who asks.
#[derive(Clone, Debug)]
pub struct Viewer(pub Arc<Standing>);

/// Who asks. What they may do to a thing, the thing itself says (`viewerCan…`); here is what they may do anywhere.
#[Object]
impl Viewer {
    /// The viewer as others see them.
    async fn person(&self) -> Person {
        Person::known(self.0.account, self.0.name.clone())
    }

    /// The viewer's account; null for a program's.
    async fn account(&self, context: &Context<'_>) -> Option<Result<Account>> {
        nullable(context.load::<AccountById>(self.0.account).await.map(|found| found.map(Account)))
    }

    /// The language the viewer has chosen to be answered in.
    async fn locale(&self) -> LocaleName {
        self.0.locale.into()
    }

    /// When the session is over, however often it is refreshed.
    async fn session_expires_at(&self) -> Timestamp {
        self.0.session_expires
    }

    /// The viewer's roles in force now.
    async fn roles(&self, context: &Context<'_>) -> Result<Vec<RoleGrant>> {
        let now = context.act().viewer.now;
        let grants = context.load::<GrantsOfAccount>(self.0.account).await?.unwrap_or_default();
        Ok(grants.iter().filter(|grant| grant.in_force_at(now)).cloned().map(RoleGrant::from).collect())
    }

    /// The seats in councils the viewer holds today.
    async fn seats(&self, context: &Context<'_>) -> Result<Vec<Membership>> {
        let held = Span::On(context.act().viewer.now.day());
        let seats = context.load::<SeatsOfPerson>((self.0.account, held)).await?.unwrap_or_default();
        Ok(seats.iter().cloned().map(Membership).collect())
    }

    /// Whether the viewer may follow what they see.
    async fn viewer_can_follow(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::Follow, &Place::person(self.0.account))
    }

    /// Whether the viewer may choose how to be told.
    async fn viewer_can_set_notice_delivery(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::SetNoticeDelivery, &Place::person(self.0.account))
    }

    /// Whether the viewer may read the event log.
    async fn viewer_can_read_events(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::ReadEvents)
    }

    /// Whether the viewer may read other accounts.
    async fn viewer_can_read_accounts(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::ReadAccounts)
    }

    /// Whether the viewer may invite somebody to open an account.
    async fn viewer_can_invite_account(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::InviteAccount)
    }

    /// Whether the viewer may grant roles.
    async fn viewer_can_grant_role(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::GrantRole)
    }

    /// Whether the viewer may give legal rules new values.
    async fn viewer_can_amend_legal_rule(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::AmendLegalRule)
    }

    /// Whether the viewer may enter regions.
    async fn viewer_can_create_region(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::CreateRegion)
    }

    /// Whether the viewer may enter state bodies.
    async fn viewer_can_create_state_body(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::CreateStateBody)
    }

    /// Whether the viewer may register an organisation.
    async fn viewer_can_register_organization(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::RegisterOrganization)
    }

    /// Whether the viewer may hide comments everywhere.
    async fn viewer_can_hide_comments(&self, context: &Context<'_>) -> bool {
        anywhere(context, Action::HideComment)
    }
}

fn anywhere(context: &Context<'_>, action: Action) -> bool {
    allowed(&context.act().viewer, action, &Place::EVERYWHERE)
}
