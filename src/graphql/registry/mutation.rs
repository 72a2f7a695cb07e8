//! What registrars do in the registry.

use super::input::{
    AccreditOrganizationInput, AccreditOrganizationPayload, AppointHeadInput, AppointHeadPayload, AppointMemberInput,
    AppointMemberPayload, CreateCouncilInput, CreateCouncilPayload, CreateRegionInput, CreateRegionPayload,
    CreateStateBodyInput, CreateStateBodyPayload, EndMembershipInput, EndMembershipPayload, EndStateBodyInput,
    EndStateBodyPayload, RegisterOrganizationInput, RegisterOrganizationPayload, VerifyOrganizationInput,
    VerifyOrganizationPayload,
};
use super::{Council, Head, Membership, Organization, Region, StateBody};
use crate::features::bodies::appoint_head::{self, HeadAppointment};
use crate::features::bodies::create::{self as create_body, NewStateBody};
use crate::features::bodies::end::{self as end_body, BodyEnd};
use crate::features::councils::appoint::{self, Appointment};
use crate::features::councils::charter::Term;
use crate::features::councils::create::{self as create_council, NewCouncil};
use crate::features::councils::end_membership::{self, MembershipEnd};
use crate::features::organizations::accredit::{self, AccreditationChange};
use crate::features::organizations::register::{self, NewOrganization};
use crate::features::organizations::verify;
use crate::features::regions::create::{self as create_region, NewRegion};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// Mutations of the registry.
#[derive(Default)]
pub struct RegistryMutation;

#[Object]
impl RegistryMutation {
    /// Enters a region.
    async fn create_region(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The region.")] input: CreateRegionInput,
    ) -> Result<CreateRegionPayload> {
        let once = once("createRegion", &input);
        let new = NewRegion {
            kato: input.kato,
            level: input.level.into(),
            parent_id: input.parent_id,
            name: input.name.into(),
        };
        let act = context.act();
        let made = once.write(act, move |tx| create_region::create(tx, &new), |made| made.id).await;
        let outcome = shown(made, |region| Region(Arc::new(region)), |id| Region::find(context, id)).await;
        CreateRegionPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Enters a state body.
    async fn create_state_body(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The body.")] input: CreateStateBodyInput,
    ) -> Result<CreateStateBodyPayload> {
        let once = once("createStateBody", &input);
        let new = NewStateBody {
            kind: input.kind.into(),
            region_id: input.region_id,
            parent_id: input.parent_id,
            predecessor_id: input.predecessor_id,
            name: input.name.into(),
            council_eligibility: input.council_eligibility.into(),
            valid_from: input.established_on.0,
            time_zone: input.time_zone,
        };
        let act = context.act();
        let made = once.write(act, move |tx| create_body::create(tx, &new), |made| made.id).await;
        let outcome = shown(made, |body| StateBody(Arc::new(body)), |id| StateBody::find(context, id)).await;
        CreateStateBodyPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Enters that a state body ceases to exist. The office of its running head ends with it.
    async fn end_state_body(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The body and its end.")] input: EndStateBodyInput,
    ) -> Result<EndStateBodyPayload> {
        let end = BodyEnd { body_id: input.body_id, valid_to: input.ended_on.0 };
        let act = context.act();
        let outcome = act.write(move |tx| end_body::end(tx, &end)).await;
        EndStateBodyPayload::settle(act, outcome.map(|body| (StateBody(Arc::new(body)),)))
    }

    /// Enters who leads a state body from a day on.
    async fn appoint_head(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The appointment.")] input: AppointHeadInput,
    ) -> Result<AppointHeadPayload> {
        let once = once("appointHead", &input);
        let new = HeadAppointment {
            body_id: input.body_id,
            who: input.who()?,
            title: input.title.into(),
            since_on: input.since_on.0,
            until_on: input.until_on.map(|day| day.0),
        };
        let act = context.act();
        let made = once.write(act, move |tx| appoint_head::appoint_head(tx, &new), |made| made.id).await;
        let outcome = shown(made, |head| Head(Arc::new(head)), |id| Head::find(context, id)).await;
        AppointHeadPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Registers an organisation. It starts unverified.
    async fn register_organization(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: RegisterOrganizationInput,
    ) -> Result<RegisterOrganizationPayload> {
        let once = once("registerOrganization", &input);
        let new = NewOrganization {
            kind: input.kind.into(),
            bin: input.bin,
            name: input.name.into(),
            region_id: input.region_id,
        };
        let act = context.act();
        let made = once.write(act, move |tx| register::register(tx, &new), |made| made.id).await;
        let outcome = shown(made, |found| Organization(Arc::new(found)), |id| Organization::find(context, id)).await;
        RegisterOrganizationPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Verifies that an organisation exists and is what it says.
    async fn verify_organization(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The organisation.")] input: VerifyOrganizationInput,
    ) -> Result<VerifyOrganizationPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| verify::verify(tx, input.organization_id)).await;
        VerifyOrganizationPayload::settle(act, outcome.map(|found| (Organization(Arc::new(found)),)))
    }

    /// Gives a medium accreditation, or takes it back. It takes effect at once.
    async fn accredit_organization(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The medium and its accreditation.")] input: AccreditOrganizationInput,
    ) -> Result<AccreditOrganizationPayload> {
        let change =
            AccreditationChange { organization_id: input.organization_id, accreditation: input.accreditation.into() };
        let act = context.act();
        let outcome = act.write(move |tx| accredit::accredit(tx, &change)).await;
        AccreditOrganizationPayload::settle(act, outcome.map(|found| (Organization(Arc::new(found)),)))
    }

    /// Creates the public council of a body for a term.
    async fn create_council(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The council.")] input: CreateCouncilInput,
    ) -> Result<CreateCouncilPayload> {
        let once = once("createCouncil", &input);
        let new = NewCouncil {
            body_id: input.body_id,
            kind: input.kind.into(),
            name: input.name.into(),
            term: Term { starts_on: input.term_starts_on.0, ends_on: input.term_ends_on.0 },
            charter: input.charter.charter()?,
        };
        let act = context.act();
        let made = once.write(act, move |tx| create_council::create(tx, &new), |made| made.id).await;
        let outcome = shown(made, |council| Council(Arc::new(council)), |id| Council::find(context, id)).await;
        CreateCouncilPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Gives somebody a seat in a council.
    async fn appoint_member(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The appointment.")] input: AppointMemberInput,
    ) -> Result<AppointMemberPayload> {
        let once = once("appointMember", &input);
        let act = context.act();
        let new = Appointment {
            council_id: input.council_id,
            person_id: input.person_id,
            category: input.category.into(),
            position: input.position.into(),
            organization_id: input.organization_id,
            since_on: input.since_on.map_or_else(|| act.viewer.now.day(), |day| day.0),
        };
        let made = once.write(act, move |tx| appoint::appoint(tx, &new), |made| made.id).await;
        let outcome = shown(made, |seat| Membership(Arc::new(seat)), |id| Membership::find(context, id)).await;
        AppointMemberPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Ends a membership. Polls that are open keep the electorate they were opened with.
    async fn end_membership(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The membership and its end.")] input: EndMembershipInput,
    ) -> Result<EndMembershipPayload> {
        let act = context.act();
        let end = MembershipEnd {
            membership_id: input.membership_id,
            until_on: input.until_on.map_or_else(|| act.viewer.now.day(), |day| day.0),
            reason: input.reason.into(),
        };
        let outcome = act.write(move |tx| end_membership::end_membership(tx, &end)).await;
        EndMembershipPayload::settle(act, outcome.map(|seat| (Membership(Arc::new(seat)),)))
    }
}
