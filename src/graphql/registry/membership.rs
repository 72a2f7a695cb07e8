//! A seat in a council in the graph.

use super::council::Council;
use super::loader::MembershipById;
use super::organization::Organization;
use super::words::{MemberCategory, MemberPosition, MembershipEndReason};
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::councils;
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::people::Person;
use crate::graphql::scalars::Date;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::MembershipId;
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// One person's seat in a council, from when to when.
#[derive(Clone)]
pub struct Membership(pub Arc<councils::Membership>);

impl Membership {
    /// The membership of an id; none when there is none.
    ///
    /// # Errors
    /// A fault when it cannot be read.
    pub async fn find(context: &Context<'_>, id: MembershipId) -> Outcome<Option<Self>> {
        Ok(context.load::<MembershipById>(id).await?.map(Self))
    }
}

/// One person's seat in a council, from when to when. Memberships end and are never deleted.
#[Object]
impl Membership {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The council.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.0.council_id).await?)
    }

    /// The person.
    async fn person(&self) -> Person {
        Person::known(self.0.person_id, self.0.person_name.clone())
    }

    /// Whom the member comes from.
    async fn category(&self) -> MemberCategory {
        self.0.category.into()
    }

    /// The position in the council.
    async fn position(&self) -> MemberPosition {
        self.0.position.into()
    }

    /// The organisation that nominated the member, where there is one.
    async fn organization(&self, context: &Context<'_>) -> Option<Result<Organization>> {
        nullable(Organization::of(context, self.0.organization_id?).await.map(Some))
    }

    /// The first day of the seat.
    async fn since_on(&self) -> Date {
        Date(self.0.since_on)
    }

    /// The first day on which the seat is no longer held; null while no end is set.
    async fn until_on(&self) -> Option<Date> {
        self.0.until_on.map(Date)
    }

    /// Why the membership ended; null while no end is set.
    async fn end_reason(&self) -> Option<MembershipEndReason> {
        self.0.end_reason.map(MembershipEndReason::from)
    }

    /// When the appointment was entered.
    async fn appointed_at(&self) -> Timestamp {
        self.0.appointed_at
    }

    /// Whether the viewer may end it.
    async fn viewer_can_end(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::EndMembership, &Place::council(self.0.council_id))
    }
}
