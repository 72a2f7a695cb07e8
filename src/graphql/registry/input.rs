//! What the mutations of the registry take, and what they answer.

use super::body::StateBody;
use super::council::Council;
use super::head::Head;
use super::membership::Membership;
use super::organization::Organization;
use super::region::Region;
use super::words::{
    Accreditation, CouncilEligibility, CouncilKind, Level, MajorityBase, MemberCategory, MemberPosition,
    MembershipEndReason, OrganizationKind, StateBodyKind,
};
use crate::features::bodies::appoint_head::Who;
use crate::features::councils;
use crate::graphql::scalars::{Date, FractionInput, LocalizedTextInput};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{CouncilId, MembershipId, OrganizationId, PersonId, RegionId, StateBodyId};
use crate::payload;
use async_graphql::InputObject;

/// A region to enter.
#[derive(InputObject, Clone, Debug)]
pub struct CreateRegionInput {
    /// The KATO code, nine digits.
    pub kato: String,
    /// How high the region stands.
    pub level: Level,
    /// The region directly above; left out for the republic only.
    pub parent_id: Option<RegionId>,
    /// The name.
    pub name: LocalizedTextInput,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// A state body to enter. Its level is that of its region.
#[derive(InputObject, Clone, Debug)]
pub struct CreateStateBodyInput {
    /// What the body is.
    pub kind: StateBodyKind,
    /// The region it acts for; the republic for central bodies.
    pub region_id: RegionId,
    /// The body directly above.
    pub parent_id: Option<StateBodyId>,
    /// The body it takes over from.
    pub predecessor_id: Option<StateBodyId>,
    /// The name.
    pub name: LocalizedTextInput,
    /// Whether the law lets it have a public council.
    pub council_eligibility: CouncilEligibility,
    /// The first day on which it exists.
    pub established_on: Date,
    /// Where its days begin and end, by the name in the IANA database; `Asia/Almaty` when nothing is said.
    pub time_zone: Option<String>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// The end of a state body.
#[derive(InputObject, Clone, Debug)]
pub struct EndStateBodyInput {
    /// The body.
    pub body_id: StateBodyId,
    /// The first day on which it no longer exists.
    pub ended_on: Date,
}

/// The appointment of a head. Exactly one of `personId` and `personName` is given.
#[derive(InputObject, Clone, Debug)]
pub struct AppointHeadInput {
    /// The body.
    pub body_id: StateBodyId,
    /// The person, if known already.
    pub person_id: Option<PersonId>,
    /// The name of a person who is not known yet.
    pub person_name: Option<String>,
    /// The office, such as "Minister of Finance".
    pub title: LocalizedTextInput,
    /// The first day in office. A running head's office ends on it.
    pub since_on: Date,
    /// Given for heads of the past: the first day no longer in office.
    pub until_on: Option<Date>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

impl AppointHeadInput {
    /// # Errors
    /// BAD_INPUT unless exactly one of the two is given.
    pub(super) fn who(&self) -> Outcome<Who> {
        match (self.person_id, &self.person_name) {
            (Some(id), None) => Ok(Who::Known(id)),
            (None, Some(name)) => Ok(Who::Named(name.clone())),
            _ => Err(Failure::bad_input("personId", "give exactly one of personId and personName")),
        }
    }
}

/// An organisation to register.
#[derive(InputObject, Clone, Debug)]
pub struct RegisterOrganizationInput {
    /// What the organisation is.
    pub kind: OrganizationKind,
    /// The business identification number (BIN), twelve digits. A person's number is refused.
    pub bin: String,
    /// The name.
    pub name: LocalizedTextInput,
    /// The region it works in.
    pub region_id: Option<RegionId>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// The verification of an organisation.
#[derive(InputObject, Clone, Debug)]
pub struct VerifyOrganizationInput {
    /// The organisation.
    pub organization_id: OrganizationId,
}

/// The accreditation of a medium.
#[derive(InputObject, Clone, Debug)]
pub struct AccreditOrganizationInput {
    /// The medium.
    pub organization_id: OrganizationId,
    /// What it is from now on.
    pub accreditation: Accreditation,
}

/// The rules of a council. They may be stricter than the law, never laxer.
#[derive(InputObject, Clone, Copy, Debug)]
pub struct CharterInput {
    /// The least number of members.
    pub seats_min: u32,
    /// The greatest number of members.
    pub seats_max: u32,
    /// The share of the electorate that must take part in a poll.
    pub quorum: FractionInput,
    /// The least share of the public side among those who take part, for a quorum of two parts.
    pub public_quorum: Option<FractionInput>,
    /// The share that adopts: exactly one half means more than half, any other share means at least so much.
    pub majority: FractionInput,
    /// What the majority is a share of.
    pub majority_base: MajorityBase,
}

impl CharterInput {
    /// # Errors
    /// BAD_INPUT naming the share that is none.
    pub(super) fn charter(self) -> Outcome<councils::Charter> {
        Ok(councils::Charter {
            seats_min: self.seats_min,
            seats_max: self.seats_max,
            quorum: self.quorum.fraction("charter.quorum")?,
            public_quorum: self.public_quorum.map(|share| share.fraction("charter.publicQuorum")).transpose()?,
            majority: self.majority.fraction("charter.majority")?,
            majority_base: self.majority_base.into(),
        })
    }
}

/// A council to create.
#[derive(InputObject, Clone, Debug)]
pub struct CreateCouncilInput {
    /// The body.
    pub body_id: StateBodyId,
    /// The kind, which must fit the body.
    pub kind: CouncilKind,
    /// The name.
    pub name: LocalizedTextInput,
    /// The first day of the term.
    pub term_starts_on: Date,
    /// The last day of the term.
    pub term_ends_on: Date,
    /// The rules it gives itself.
    pub charter: CharterInput,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// The appointment of a member.
#[derive(InputObject, Clone, Debug)]
pub struct AppointMemberInput {
    /// The council.
    pub council_id: CouncilId,
    /// The person.
    pub person_id: PersonId,
    /// Whom the member comes from.
    pub category: MemberCategory,
    /// The position.
    pub position: MemberPosition,
    /// The organisation that nominates the member; needed for NGO, MEDIA and BUSINESS.
    pub organization_id: Option<OrganizationId>,
    /// The first day of the seat; today when nothing is said.
    pub since_on: Option<Date>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// The end of a membership.
#[derive(InputObject, Clone, Debug)]
pub struct EndMembershipInput {
    /// The membership.
    pub membership_id: MembershipId,
    /// The first day on which the seat is no longer held; today when nothing is said.
    pub until_on: Option<Date>,
    /// Why it ends.
    pub reason: MembershipEndReason,
}

payload! {
    /// What createRegion did.
    CreateRegionPayload {
        /// The new region.
        region: Region,
    }
}
payload! {
    /// What createStateBody did.
    CreateStateBodyPayload {
        /// The new body.
        body: StateBody,
    }
}
payload! {
    /// What endStateBody did.
    EndStateBodyPayload {
        /// The body with its end.
        body: StateBody,
    }
}
payload! {
    /// What appointHead did.
    AppointHeadPayload {
        /// The new head.
        head: Head,
    }
}
payload! {
    /// What registerOrganization did.
    RegisterOrganizationPayload {
        /// The new organisation, not verified yet.
        organization: Organization,
    }
}
payload! {
    /// What verifyOrganization did.
    VerifyOrganizationPayload {
        /// The organisation, verified.
        organization: Organization,
    }
}
payload! {
    /// What accreditOrganization did.
    AccreditOrganizationPayload {
        /// The medium with its accreditation.
        organization: Organization,
    }
}
payload! {
    /// What createCouncil did.
    CreateCouncilPayload {
        /// The new council, with no members yet.
        council: Council,
    }
}
payload! {
    /// What appointMember did.
    AppointMemberPayload {
        /// The new membership.
        membership: Membership,
    }
}
payload! {
    /// What endMembership did.
    EndMembershipPayload {
        /// The membership with its end.
        membership: Membership,
    }
}
