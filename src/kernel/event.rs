//! Events: what happened, to what, by whom. One row per change, in the same transaction, never changed again.
//!
//! An event's body is RFC 8785 canonical JSON in version 1, so that it can become a leaf of a provable log without
//! being rewritten. What must stay erasable (personal data) goes into the private part: the body carries only the
//! SHA-256 of salt and private part, and the part itself lives in a table of its own.

use super::clock::Timestamp;
use super::id::{EventId, Id, PersonId};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The version of the body's shape.
pub const BODY_VERSION: u32 = 1;

macro_rules! event_kinds {
    ($($kind:ident $text:literal;)+) => {
        /// What can happen. The text is its description in the schema.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventKind { $($kind),+ }
        impl EventKind {
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];
            /// The name in the database and in the body.
            pub const fn name(self) -> &'static str { match self { $(Self::$kind => stringify!($kind)),+ } }
            pub fn parse(name: &str) -> Option<Self> { Self::ALL.iter().copied().find(|kind| kind.name() == name) }
        }
    };
}
/// Hands the list of event kinds to another macro (the GraphQL enum is made from the same lines).
#[macro_export]
macro_rules! all_event_kinds {
    ($then:path) => {
        $then! {
            InvitationIssued "Somebody was invited to open an account.";
            AccountOpened "An account was opened.";
            AccountSuspended "An account was suspended; its sessions ended.";
            AccountRestored "A suspended account was restored.";
            PasswordChanged "A password was changed; all sessions of the account ended.";
            SessionStarted "Somebody signed in.";
            SessionRefreshed "A session got a new pair of tokens.";
            SessionEnded "A session ended.";
            RefreshTokenReused "A used refresh token came back; its session was ended.";
            LocaleChanged "Somebody chose the language to be answered in.";
            RoleGranted "A role was granted.";
            RoleRevoked "A role was revoked.";
            ServiceAccountCreated "A program was entered.";
            ServiceTokenIssued "The owner of a program got its next token.";
            ServiceAccountRevoked "A program was revoked; its tokens ended.";
            LegalRuleAmended "A legal rule got a new value from a date on.";
            LegalRuleWithdrawn "A new value of a legal rule was withdrawn before it came into force.";
            RegionCreated "A region was entered.";
            StateBodyCreated "A state body was entered.";
            StateBodyEnded "A state body ceased to exist.";
            HeadAppointed "A head was appointed.";
            OrganizationRegistered "An organisation was registered.";
            OrganizationVerified "An organisation was verified.";
            OrganizationAccredited "A medium was accredited, or lost its accreditation.";
            CouncilCreated "A council was created.";
            MemberAppointed "A member took a seat.";
            MembershipEnded "A membership ended.";
            DecisionDrafted "A decision was drafted.";
            DecisionRevised "A decision got a new version.";
            DecisionPublished "A decision was published.";
            DecisionWithdrawn "A decision was withdrawn.";
            DecisionSuperseded "A decision was superseded by another.";
            DecisionAdopted "A decision was adopted by its body.";
            EmbargoedDecisionRead "Accredited media read a decision under embargo.";
            ReviewOpened "A council opened a review.";
            ReviewMoved "A review moved to its next state.";
            ReviewConcluded "A review was concluded.";
            CommentAdded "A comment was written.";
            CommentEdited "A comment was edited.";
            CommentHidden "A comment was hidden by a moderator.";
            RecusalDeclared "A member declared a conflict of interest.";
            PollOpened "A poll was opened and its electorate frozen.";
            BallotCast "A ballot was cast. In a secret poll: that, not what.";
            BallotChanged "A ballot of a roll call was changed.";
            PollClosed "A poll was closed and its result frozen.";
            PollAnnulled "A poll was annulled.";
            DissentAttached "A member attached a dissenting opinion.";
            CalendarDaySet "A day of the working-day calendar was set.";
            CalendarDayCleared "A day of the working-day calendar was cleared.";
            CalendarImported "Whole years of the working-day calendar were imported.";
            DeadlineStarted "A deadline began to run.";
            DeadlineMoved "A change of the calendar moved a running deadline.";
            DeadlineMet "What a deadline waited for was done: in time, or late.";
            DeadlineOverdue "A deadline passed and what it waited for was not done.";
            DeadlineCancelled "A deadline was cancelled: what it waited for is no longer owed.";
            FinalDocumentAdopted "A council adopted the final document of a review.";
            FinalDocumentRevised "A final document that was not sent yet got a new version.";
            FinalDocumentSent "A final document was sent; its recommendations wait for answers.";
            DocumentAcknowledged "A body acknowledged the receipt of a final document.";
            RecommendationAnswered "A body answered a recommendation.";
            AnswerCorrected "A body corrected its answer to a recommendation.";
            AnswerRated "A council rated an answer.";
            MilestoneReported "A body reported a milestone as reached.";
            MilestoneConfirmed "A council confirmed a milestone.";
            MilestoneDisputed "A council disputed the report of a milestone.";
            ReviewClosed "A review was closed: all is answered and carried out.";
            UploadCreated "A one-time address was made to upload a file to.";
            AttachmentUploaded "A file was attached.";
            AttachmentRestricted "A public attachment was restricted.";
            MeetingCalled "A meeting or a hearing was called.";
            AgendaChanged "The agenda of a meeting was changed.";
            MeetingCancelled "A meeting was cancelled.";
            MeetingOpened "A meeting was opened.";
            MemberCheckedIn "A member came into a meeting.";
            MemberCheckedOut "A member left a meeting before its end.";
            MeetingClosed "A meeting was closed and its attendance frozen.";
            ProtocolDrawnUp "The protocol of a meeting was drawn up from what is on record.";
            ProtocolSigned "A protocol was signed.";
            Followed "Somebody began to follow something.";
            Unfollowed "Somebody ceased to follow something.";
            NoticeDeliveryChosen "Somebody chose how to be told, or whether.";
            NoticesRead "Somebody marked notifications as read.";
            WebhookCreated "A webhook was made.";
            WebhookPaused "A webhook was paused.";
            WebhookResumed "A webhook goes on where it stood.";
            WebhookSecretRotated "A webhook got its next secret.";
            WebhookTested "A test was posted to a webhook.";
            WebhookReplayed "Deliveries that were given up are tried again.";
            WebhookDisabled "A webhook was disabled: its receiver is gone, or has failed for days.";
            WebhookEnded "A webhook was ended.";
        }
    };
}
all_event_kinds!(event_kinds);

/// An event before it is written: what the use case says happened.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub kind: EventKind,
    /// The id of what it happened to, in wire form and as UUID.
    pub subject: (String, Uuid),
    /// Public: anybody with the right to read events sees it, now and in every later proof.
    pub payload: Map<String, Value>,
    /// Erasable: only its salted hash is public.
    pub private: Option<Value>,
}

impl NewEvent {
    pub fn new<K: super::id::Kind>(kind: EventKind, subject: Id<K>) -> Self {
        Self { kind, subject: (subject.wire(), subject.uuid()), payload: Map::new(), private: None }
    }

    /// Adds a public fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.payload.insert(name.to_owned(), value.into());
        self
    }

    /// Adds the id of something concerned.
    #[must_use]
    pub fn about<K: super::id::Kind>(self, name: &str, id: Id<K>) -> Self {
        self.with(name, id.wire())
    }

    /// Sets the erasable part.
    #[must_use]
    pub fn private(mut self, value: Value) -> Self {
        self.private = Some(value);
        self
    }
}

/// The body's JSON before canonicalisation. `private_sha256` is hexadecimal.
pub fn body(
    id: EventId,
    event: &NewEvent,
    actor: Option<PersonId>,
    at: Timestamp,
    private_sha256: Option<&str>,
) -> Value {
    let mut body = json!({
        "v": BODY_VERSION,
        "id": id.wire(),
        "kind": event.kind.name(),
        "subject": event.subject.0,
        "actor": actor.map(Id::wire),
        "at": at.rfc3339(),
        "payload": event.payload,
    });
    if let (Some(hash), Some(map)) = (private_sha256, body.as_object_mut()) {
        map.insert("privateSha256".to_owned(), Value::from(hash));
    }
    body
}

impl EventKind {
    /// Instances remember something that it makes untrue, so all of them must hear of it at once. Of the rest, such as
    /// ballots and comments, nothing is remembered: announcing them would wake every instance for nothing, and would
    /// make writers queue at the commit, because PostgreSQL lets one announcing transaction in at a time.
    pub const fn is_announced(self) -> bool {
        self.ends_session() || self.changes_rights() || self.changes_registry()
    }

    /// The subject is a session that is over.
    pub const fn ends_session(self) -> bool {
        matches!(self, Self::SessionEnded | Self::RefreshTokenReused)
    }

    /// What accounts may do, or the language they are answered in, may have changed: remembered viewers are forgotten.
    pub const fn changes_rights(self) -> bool {
        matches!(
            self,
            Self::AccountSuspended
                | Self::AccountRestored
                | Self::PasswordChanged
                | Self::LocaleChanged
                | Self::RoleGranted
                | Self::RoleRevoked
                | Self::MemberAppointed
                | Self::MembershipEnded
                | Self::OrganizationVerified
                | Self::OrganizationAccredited
                | Self::ServiceTokenIssued
                | Self::ServiceAccountRevoked
        )
    }

    /// The reference tables (regions, bodies, organisations, councils, legal rules) changed.
    pub const fn changes_registry(self) -> bool {
        matches!(
            self,
            Self::LegalRuleAmended
                | Self::LegalRuleWithdrawn
                | Self::RegionCreated
                | Self::StateBodyCreated
                | Self::StateBodyEnded
                | Self::OrganizationRegistered
                | Self::OrganizationVerified
                | Self::OrganizationAccredited
                | Self::CouncilCreated
        )
    }
}
