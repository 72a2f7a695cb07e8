//! Who may do what: the only home of the matrix of roles.
//!
//! [`decide`] is an exhaustive match without a wildcard: a new action does not compile until somebody has written
//! down who may do it. `kenes access matrix` prints the outcome for every role, and a reviewed snapshot of that
//! print is part of the test suite. Rules of the domain ("the poll is closed") are not here: a permitted action may
//! still be refused by a rule.

use super::scopes::{self, ServiceScope};
use super::viewer::{Grant, Position, Role, Scope, Viewer};
use crate::kernel::failure::Denied;
use crate::kernel::id::{CouncilId, OrganizationId, PersonId, StateBodyId};

/// What an action is done to, as far as rights depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    pub body: Option<StateBodyId>,
    pub council: Option<CouncilId>,
    pub organization: Option<OrganizationId>,
    /// Whose it is: the author of a comment, the owner of an account.
    pub person: Option<PersonId>,
    /// Who stands in the frozen electorate of the poll: opening it gave a right that outlasts the seat.
    pub elector: Option<PersonId>,
    /// What a program needs, where the action alone does not say it: files are attached to things of several kinds.
    pub scope: Option<ServiceScope>,
}

impl Place {
    /// Nowhere in particular: only rights that hold everywhere apply.
    pub const EVERYWHERE: Self =
        Self { body: None, council: None, organization: None, person: None, elector: None, scope: None };

    #[must_use]
    pub fn body(body: StateBodyId) -> Self {
        Self { body: Some(body), ..Self::EVERYWHERE }
    }

    #[must_use]
    pub fn council(council: CouncilId) -> Self {
        Self { council: Some(council), ..Self::EVERYWHERE }
    }

    #[must_use]
    pub fn organization(organization: OrganizationId) -> Self {
        Self { organization: Some(organization), ..Self::EVERYWHERE }
    }

    #[must_use]
    pub fn person(person: PersonId) -> Self {
        Self { person: Some(person), ..Self::EVERYWHERE }
    }

    /// A review or poll: a council's work on a decision of a body.
    #[must_use]
    pub fn review(body: StateBodyId, council: CouncilId) -> Self {
        Self { body: Some(body), council: Some(council), ..Self::EVERYWHERE }
    }

    #[must_use]
    pub fn of(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }

    /// A poll in whose frozen electorate this person stands, or nobody of concern.
    #[must_use]
    pub fn for_elector(mut self, elector: Option<PersonId>) -> Self {
        self.elector = elector;
        self
    }
}

/// Everything that can be done, in the words of the API. `can::CastBallot` is the type, `Action::CastBallot` the value.
macro_rules! actions {
    ($($action:ident)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($action),+ }
        impl Action {
            pub const ALL: &'static [Self] = &[$(Self::$action),+];
            pub const fn name(self) -> &'static str { match self { $(Self::$action => stringify!($action)),+ } }
        }
        /// One empty type per action, for [`super::permit::Permit`].
        pub mod can {
            $(
                #[derive(Clone, Copy, Debug)]
                pub struct $action;
                impl super::Can for $action { const ACTION: super::Action = super::Action::$action; }
            )+
        }
    };
}

/// An action as a type.
pub trait Can {
    const ACTION: Action;
}

actions! {
    ReadEvents ReadAccounts ReadDrafts ReadRestricted ReadEmbargoed
    ReadServiceAccounts CreateServiceAccount RotateServiceToken RevokeServiceAccount
    InviteAccount SuspendAccount GrantRole RevokeRole ChangeOwnAccount AmendLegalRule WithdrawLegalRule
    CreateRegion CreateStateBody EndStateBody AppointHead
    RegisterOrganization VerifyOrganization AccreditOrganization CreateCouncil AppointMember EndMembership
    DraftDecision ReviseDecision PublishDecision WithdrawDecision SupersedeDecision AdoptDecision
    OpenReview AdvanceReview ConcludeReview AddComment EditComment HideComment
    DeclareRecusal OpenPoll CastBallot ClosePoll AnnulPoll AttachDissent
    AdoptFinalDocument ReviseFinalDocument SendFinalDocument AcknowledgeDocument
    SetCalendarDay ClearCalendarDay ImportCalendar
    AnswerRecommendation CorrectAnswer RateAnswer ReportMilestone ConfirmMilestone DisputeMilestone CloseReview
    CreateUpload UploadAttachment RestrictAttachment
    CallMeeting ChangeAgenda CancelMeeting OpenMeeting CloseMeeting CheckIn CheckOut RedrawProtocol SignProtocol
    Follow Unfollow SetNoticeDelivery MarkRead ReadWebhooks CreateWebhook ChangeWebhook EndWebhook
}

/// Whether the viewer may do this here.
///
/// # Errors
/// [`Denied::Unauthenticated`] when signing in could help, else [`Denied::Forbidden`].
pub fn decide(viewer: &Viewer, action: Action, place: &Place) -> Result<(), Denied> {
    if may(viewer, action, place) {
        Ok(())
    } else if viewer.standing.is_none() {
        Err(Denied::Unauthenticated)
    } else {
        Err(Denied::Forbidden)
    }
}

/// THE table.
fn may(viewer: &Viewer, action: Action, place: &Place) -> bool {
    let own = || viewer.account().is_some() && viewer.account() == place.person;
    // A program may do what its owner may where it is bound, and of that what its scopes name, as long as there is any.
    if let Some(service) = viewer.service() {
        let named = scopes::needed(action, place).is_some_and(|scope| service.scopes.contains(scope));
        if !named || !viewer.is_anybody() {
            return false;
        }
    }
    match action {
        Action::ReadEvents => viewer.holds(Role::Administrator) || viewer.holds(Role::Auditor),
        Action::ReadAccounts => viewer.holds(Role::Administrator) || own(),
        Action::ReadDrafts => is_officer(viewer, place) || viewer.holds(Role::Administrator),
        // A moderator reads what they moderate, where it was published: what cannot be read cannot be hidden.
        Action::ReadRestricted => reads_restricted(viewer, place),
        Action::ReadEmbargoed => reads_restricted(viewer, place) || viewer.is_accredited_media(),

        Action::InviteAccount => viewer.holds(Role::Administrator) || viewer.holds(Role::Registrar),
        Action::SuspendAccount
        | Action::GrantRole
        | Action::RevokeRole
        | Action::AmendLegalRule
        | Action::WithdrawLegalRule => viewer.holds(Role::Administrator),
        Action::ChangeOwnAccount => own(),

        // What it is told of is what its owner may see. Whoever may register themselves does not let us knock on doors.
        Action::CreateWebhook => own() && viewer.is_anybody(),
        Action::ChangeWebhook => own(),
        Action::ReadWebhooks | Action::EndWebhook => own() || viewer.holds(Role::Administrator),

        // The place names the owner, who answers for what the program does, and the organisation where it is bound to one.
        Action::ReadServiceAccounts | Action::RevokeServiceAccount => {
            own() || represents(viewer, place) || viewer.holds(Role::Administrator)
        }
        // Administrators enter one for somebody else; for themselves they have no rights to hand on.
        Action::CreateServiceAccount => (own() && represents(viewer, place)) || viewer.holds(Role::Administrator),
        // A token is for its owner's eyes: with it one acts as they may, which nobody else shall, administrators included.
        Action::RotateServiceToken => own(),
        // What somebody wants to be told is nobody else's business.
        Action::Follow | Action::Unfollow | Action::SetNoticeDelivery | Action::MarkRead => own(),

        Action::CreateRegion
        | Action::CreateStateBody
        | Action::EndStateBody
        | Action::AppointHead
        | Action::RegisterOrganization
        | Action::VerifyOrganization
        | Action::AccreditOrganization
        | Action::CreateCouncil
        | Action::AppointMember
        | Action::EndMembership => viewer.holds(Role::Registrar),

        Action::DraftDecision
        | Action::ReviseDecision
        | Action::PublishDecision
        | Action::WithdrawDecision
        | Action::SupersedeDecision
        | Action::AdoptDecision => is_officer(viewer, place),

        Action::OpenReview | Action::AdvanceReview | Action::OpenPoll | Action::ClosePoll => {
            presides(viewer, place) || is_secretary(viewer, place)
        }
        Action::ConcludeReview | Action::AnnulPoll => presides(viewer, place),

        // Those who run the system keep out of the debate, unless they also have a seat in the council that reviews.
        Action::AddComment => {
            let keeps_out = runs_the_system(viewer) && !is_member(viewer, place);
            let has_a_voice = viewer.service().is_none() || speaks_for_somebody(viewer, place);
            viewer.standing.is_some() && !keeps_out && has_a_voice
        }
        Action::EditComment => own(),
        Action::HideComment => is_moderator(viewer, place),

        Action::DeclareRecusal => is_member(viewer, place),
        // Opening a poll freezes its electorate: who leaves the council afterwards still votes in that poll and may
        // still dissent from its result. Who joined afterwards passes here and is refused by the rule (NOT_ELECTOR).
        // Administrators never vote: who can grant roles must not also decide. They get no seat either
        // (ADMINISTRATOR_SEAT), but who becomes one after leaving may still stand in the electorate of a running poll.
        Action::CastBallot => {
            (is_member(viewer, place) || is_elector(viewer, place)) && !viewer.holds(Role::Administrator)
        }
        Action::AttachDissent => is_member(viewer, place) || is_elector(viewer, place),

        Action::SetCalendarDay | Action::ClearCalendarDay | Action::ImportCalendar => viewer.holds(Role::Administrator),

        Action::AdoptFinalDocument | Action::ReviseFinalDocument | Action::SendFinalDocument => presides(viewer, place),
        Action::AcknowledgeDocument => is_officer(viewer, place),

        // The body that a recommendation is addressed to answers it and carries it out; the council judges both.
        Action::AnswerRecommendation | Action::CorrectAnswer | Action::ReportMilestone => is_officer(viewer, place),
        Action::RateAnswer | Action::ConfirmMilestone | Action::DisputeMilestone | Action::CloseReview => {
            presides(viewer, place)
        }

        // The place names whose the subject is: the body of a decision or an answer, or the council of a final document
        // or a meeting, and never both.
        Action::CreateUpload | Action::UploadAttachment | Action::RestrictAttachment => {
            is_officer(viewer, place) || presides(viewer, place) || is_secretary(viewer, place)
        }

        Action::CallMeeting | Action::CancelMeeting | Action::OpenMeeting | Action::CloseMeeting => {
            presides(viewer, place)
        }
        Action::ChangeAgenda | Action::RedrawProtocol | Action::SignProtocol => {
            presides(viewer, place) || is_secretary(viewer, place)
        }
        // The place names whose coming or going is recorded: the secretary keeps the list, members may enter
        // themselves.
        Action::CheckIn | Action::CheckOut => {
            is_secretary(viewer, place) || presides(viewer, place) || (is_member(viewer, place) && own())
        }
    }
}

fn reads_restricted(viewer: &Viewer, place: &Place) -> bool {
    is_officer(viewer, place)
        || is_member(viewer, place)
        || is_moderator(viewer, place)
        || viewer.holds(Role::Administrator)
}

/// Administrators, registrars and auditors.
fn runs_the_system(viewer: &Viewer) -> bool {
    let roles = [Role::Administrator, Role::Registrar, Role::Auditor];
    roles.into_iter().any(|role| viewer.holds_by_itself_or_its_owner(role))
}

fn is_officer(viewer: &Viewer, place: &Place) -> bool {
    place.body.is_some_and(|body| viewer.holds_in(Role::Officer, Scope::Body(body)))
}

fn is_member(viewer: &Viewer, place: &Place) -> bool {
    place.council.is_some_and(|council| viewer.seat_in(council).is_some())
}

fn is_elector(viewer: &Viewer, place: &Place) -> bool {
    viewer.account().is_some() && viewer.account() == place.elector
}

/// Speaks for the organisation; while it is not verified, nobody does.
fn represents(viewer: &Viewer, place: &Place) -> bool {
    place.organization.is_some_and(|organization| {
        let scope = Scope::Organization(organization);
        viewer.grants().any(|g| g.role == Role::Representative && g.scope == scope && g.organization.is_some())
    })
}

/// As a member or an official here, or for a verified organisation anywhere: a program has no citizen's voice.
fn speaks_for_somebody(viewer: &Viewer, place: &Place) -> bool {
    let represents = |grant: &Grant| grant.role == Role::Representative && grant.organization.is_some();
    is_member(viewer, place) || is_officer(viewer, place) || viewer.grants().any(represents)
}

/// Chair or deputy chair.
fn presides(viewer: &Viewer, place: &Place) -> bool {
    has_position(viewer, place, &[Position::Chair, Position::DeputyChair])
}

fn is_secretary(viewer: &Viewer, place: &Place) -> bool {
    has_position(viewer, place, &[Position::Secretary])
}

fn has_position(viewer: &Viewer, place: &Place, positions: &[Position]) -> bool {
    let seat = place.council.and_then(|council| viewer.seat_in(council));
    seat.is_some_and(|seat| positions.contains(&seat.position))
}

fn is_moderator(viewer: &Viewer, place: &Place) -> bool {
    viewer.holds(Role::Moderator)
        || place.council.is_some_and(|council| viewer.holds_in(Role::Moderator, Scope::Council(council)))
        || place.body.is_some_and(|body| viewer.holds_in(Role::Moderator, Scope::Body(body)))
}
