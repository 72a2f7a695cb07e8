//! An entry of the feed, and who may learn of which kind of event.

use crate::kernel::clock::Timestamp;
use crate::kernel::event::EventKind;
use crate::kernel::id::{CouncilId, DecisionId, EventId, StateBodyId, kind};
use crate::kernel::page::{Position, SortKey, fingerprint};
use crate::text_enum;
use type_safe_id::StaticType;
use uuid::Uuid;

text_enum! {
    /// To whom an entry is shown.
    pub enum Showing {
        /// To everybody who sees the decision.
        Plain = "PLAIN",
        /// Its decision was not public yet: to those who see it for another reason.
        Early = "EARLY",
        /// The same once more, when the decision became public: to the others.
        Released = "RELEASED",
    }
}

/// Who may learn of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Everybody,
    /// Whoever sees the decision it hangs on.
    OfDecision,
    /// Whoever sees the meeting it happened at: everybody, unless it is closed to the public.
    OfPublicMeeting,
    /// It is only in the audit log.
    Nobody,
}

impl Audience {
    pub const fn of(kind: EventKind) -> Self {
        use EventKind as K;
        match kind {
            K::LegalRuleAmended
            | K::LegalRuleWithdrawn
            | K::RegionCreated
            | K::StateBodyCreated
            | K::StateBodyEnded
            | K::HeadAppointed
            | K::OrganizationRegistered
            | K::OrganizationVerified
            | K::OrganizationAccredited
            | K::CouncilCreated
            | K::MemberAppointed
            | K::MembershipEnded
            | K::CalendarDaySet
            | K::CalendarDayCleared
            | K::CalendarImported
            | K::MeetingCalled
            | K::AgendaChanged
            | K::MeetingCancelled
            | K::MeetingOpened
            | K::MeetingClosed => Self::Everybody,
            K::ProtocolDrawnUp | K::ProtocolSigned => Self::OfPublicMeeting,
            K::DecisionRevised
            | K::DecisionPublished
            | K::DecisionWithdrawn
            | K::DecisionSuperseded
            | K::DecisionAdopted
            | K::ReviewOpened
            | K::ReviewMoved
            | K::ReviewConcluded
            | K::ReviewClosed
            | K::CommentAdded
            | K::CommentEdited
            | K::CommentHidden
            | K::RecusalDeclared
            | K::PollOpened
            | K::PollClosed
            | K::PollAnnulled
            | K::DissentAttached
            | K::DeadlineStarted
            | K::DeadlineMoved
            | K::DeadlineMet
            | K::DeadlineOverdue
            | K::DeadlineCancelled
            | K::FinalDocumentSent
            | K::DocumentAcknowledged
            | K::RecommendationAnswered
            | K::AnswerCorrected
            | K::AnswerRated
            | K::MilestoneReported
            | K::MilestoneConfirmed
            | K::MilestoneDisputed
            | K::AttachmentUploaded
            | K::AttachmentRestricted => Self::OfDecision,
            // Of persons and their accounts; how an open poll stands; what was not published or sent yet; who looked at what.
            K::DecisionDrafted
            | K::InvitationIssued
            | K::AccountOpened
            | K::AccountSuspended
            | K::AccountRestored
            | K::PasswordChanged
            | K::SessionStarted
            | K::SessionRefreshed
            | K::SessionEnded
            | K::RefreshTokenReused
            | K::LocaleChanged
            | K::RoleGranted
            | K::RoleRevoked
            | K::EmbargoedDecisionRead
            | K::BallotCast
            | K::BallotChanged
            | K::FinalDocumentAdopted
            | K::FinalDocumentRevised
            | K::UploadCreated
            | K::MemberCheckedIn
            | K::MemberCheckedOut
            | K::Followed
            | K::Unfollowed
            | K::NoticeDeliveryChosen
            | K::NoticesRead
            | K::ServiceAccountCreated
            | K::ServiceTokenIssued
            | K::ServiceAccountRevoked
            | K::WebhookCreated
            | K::WebhookPaused
            | K::WebhookResumed
            | K::WebhookSecretRotated
            | K::WebhookTested
            | K::WebhookReplayed
            | K::WebhookDisabled
            | K::WebhookEnded => Self::Nobody,
        }
    }
}

/// Something that happened, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From 1; each further entry has a greater one.
    pub position: i64,
    pub event_id: EventId,
    /// A name of [`EventKind`]; one that this version does not know is possible while an older one runs beside it.
    pub kind: String,
    /// The prefix of the subject's id, and the id.
    pub subject: (String, Uuid),
    pub occurred_at: Timestamp,
    pub decision_id: Option<DecisionId>,
    pub council_id: Option<CouncilId>,
    pub body_id: Option<StateBodyId>,
    pub showing: Showing,
}

impl Entry {
    /// Where it stands: its position is all there is to it.
    pub const fn place(&self) -> Position {
        Self::at(self.position)
    }

    /// What happens to a council, a state body or a decision happens at it too.
    fn belongs_to(&self, prefix: &str, id: Uuid) -> bool {
        if prefix == kind::Decision::TYPE {
            self.decision_id == Some(DecisionId::from_uuid(id))
        } else if prefix == kind::Council::TYPE {
            self.council_id == Some(CouncilId::from_uuid(id))
        } else if prefix == kind::StateBody::TYPE {
            self.body_id == Some(StateBodyId::from_uuid(id))
        } else {
            self.subject.1 == id
        }
    }

    /// A position, whether there is an entry to show or not.
    pub const fn at(position: i64) -> Position {
        Position { key: SortKey::At(position), id: Uuid::nil() }
    }
}

/// Which entries. Conditions add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Names of event kinds; empty means all.
    pub kinds: Vec<&'static str>,
    /// What they happened to, or a decision, council or body that it belongs to: the prefix of an id, and the id.
    pub subject: Option<(String, Uuid)>,
}

impl Filter {
    /// What a cursor of these entries belongs to: one of the query is good for a subscription to the same, and for a webhook.
    pub fn identity(&self) -> u64 {
        fingerprint(&("events", format!("{self:?}")))
    }

    /// Whether an entry is of these: what `store/entries.rs` says in SQL.
    pub fn fits(&self, entry: &Entry) -> bool {
        let is_of_kind = self.kinds.is_empty() || self.kinds.iter().any(|kind| *kind == entry.kind);
        is_of_kind && self.subject.as_ref().is_none_or(|(prefix, id)| entry.belongs_to(prefix, *id))
    }
}
