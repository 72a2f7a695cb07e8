//! Identifiers: a UUID that knows at compile time, and says on the wire, what it identifies.
//!
//! On the wire an id is a [TypeID](https://github.com/jetify-com/typeid): a prefix per kind and 26 characters of
//! base 32 (`dec_01h455vb4pex5vsknk084sn02q`). Clients treat it as opaque. Ids are UUIDv7, so they sort by
//! creation; the choices of a secret poll are the one exception and get random ids (see `features/polls`).

use std::marker::PhantomData;
use type_safe_id::{DynamicType, StaticType, TypeSafeId};
use uuid::Uuid;

/// What an id can identify: its wire prefix and the word used for it in errors.
pub trait Kind: StaticType + Copy + std::fmt::Debug + Send + Sync + 'static {
    const NAME: &'static str;
}

/// An identifier of one kind. Stored as `uuid` on PostgreSQL and as a 16-byte blob on SQLite (`db/types.rs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

/// Why a string is not an id of the kind that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// It is not an id at all.
    Malformed { expected: &'static str },
    /// It identifies something else.
    OtherKind { expected: &'static str, found: String },
}

impl<K> Id<K> {
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<K: Kind> Id<K> {
    /// The form clients see.
    pub fn wire(self) -> String {
        TypeSafeId::<K>::from_uuid(self.0).to_string()
    }

    /// Reads the form clients send.
    ///
    /// # Errors
    /// [`IdError`] says whether it was no id or an id of another kind.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let expected = K::TYPE;
        let any = read(text).ok_or(IdError::Malformed { expected })?;
        if any.type_prefix() == expected {
            Ok(Self::from_uuid(any.uuid()))
        } else {
            Err(IdError::OtherKind { expected, found: any.type_prefix().to_owned() })
        }
    }
}

/// Splits a wire id of any kind: its prefix and its UUID. `None` when it is no id.
pub fn split(text: &str) -> Option<(String, Uuid)> {
    let any = read(text)?;
    Some((any.type_prefix().to_owned(), any.uuid()))
}

/// Any id. What is no ASCII is none, and must not come to the library, which cuts it within a letter and panics (found by `fuzz/`).
fn read(text: &str) -> Option<TypeSafeId<DynamicType>> {
    text.is_ascii().then(|| text.parse().ok()).flatten()
}

/// Puts a wire id together from a prefix and a UUID: for rows that refer to things of several kinds.
pub fn join(prefix: &str, uuid: Uuid) -> String {
    match DynamicType::new(prefix) {
        Ok(kind) => TypeSafeId::from_type_and_uuid(kind, uuid).to_string(),
        Err(_) => uuid.to_string(),
    }
}

macro_rules! kinds {
    ($($kind:ident $alias:ident $prefix:literal $name:literal;)+) => {
        /// The kinds themselves: empty types that only ever stand inside [`Id`].
        pub mod kind {
            $(
                #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
                pub struct $kind;
                impl type_safe_id::StaticType for $kind { const TYPE: &'static str = $prefix; }
                impl super::Kind for $kind { const NAME: &'static str = $name; }
            )+
        }
        $(pub type $alias = Id<kind::$kind>;)+
        /// Every prefix with the name of its kind, for errors, documentation and the `node` query.
        pub const PREFIXES: &[(&str, &str)] = &[$(($prefix, $name)),+];
    };
}

kinds! {
    LegalRule LegalRuleId "rule" "legal rule";
    Person PersonId "per" "person";
    RoleGrant RoleGrantId "grant" "role grant";
    Invitation InvitationId "inv" "invitation";
    Session SessionId "ses" "session";
    ServiceAccount ServiceAccountId "svc" "service account";
    Region RegionId "reg" "region";
    StateBody StateBodyId "bod" "state body";
    Head HeadId "head" "head";
    Organization OrganizationId "org" "organization";
    Council CouncilId "cou" "council";
    Membership MembershipId "mem" "membership";
    Decision DecisionId "dec" "decision";
    DecisionVersion DecisionVersionId "ver" "decision version";
    Transition TransitionId "tra" "transition";
    Review ReviewId "rev" "review";
    Comment CommentId "com" "comment";
    Recusal RecusalId "rec" "recusal";
    Poll PollId "poll" "poll";
    SecretChoice SecretChoiceId "sec" "secret choice";
    Dissent DissentId "dis" "dissenting opinion";
    Answer AnswerId "ans" "answer";
    Milestone MilestoneId "mil" "milestone";
    MilestoneReport MilestoneReportId "mrep" "milestone report";
    Event EventId "evt" "event";
    CalendarVersion CalendarVersionId "cal" "calendar version";
    Deadline DeadlineId "ddl" "deadline";
    FinalDocument FinalDocumentId "doc" "final document";
    DocumentVersion DocumentVersionId "dver" "document version";
    Recommendation RecommendationId "rcm" "recommendation";
    Addressee AddresseeId "adr" "addressee of a recommendation";
    Meeting MeetingId "mee" "meeting";
    Stay StayId "stay" "stay at a meeting";
    Protocol ProtocolId "prot" "protocol";
    Attachment AttachmentId "att" "attachment";
    Blob BlobId "blob" "stored file";
    Follow FollowId "fol" "following";
    Notice NoticeId "ntc" "notification";
    Mail MailId "mail" "mail";
    Webhook WebhookId "whk" "webhook";
    WebhookDelivery WebhookDeliveryId "msg" "delivery of a webhook";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_wire() {
        let id = DecisionId::from_uuid(Uuid::new_v4());
        assert_eq!(DecisionId::parse(&id.wire()), Ok(id));
        assert!(id.wire().starts_with("dec_"));
    }

    #[test]
    fn an_id_of_another_kind_is_named() {
        let council = CouncilId::from_uuid(Uuid::new_v4()).wire();
        let error = IdError::OtherKind { expected: "dec", found: "cou".to_owned() };
        assert_eq!(DecisionId::parse(&council), Err(error));
        assert_eq!(DecisionId::parse("nonsense"), Err(IdError::Malformed { expected: "dec" }));
    }

    #[test]
    fn letters_of_several_bytes_are_no_id_wherever_they_stand() {
        for at in 0..70 {
            let text = format!("{}ң_{}", "d".repeat(at), "0".repeat(80));
            assert_eq!(DecisionId::parse(&text), Err(IdError::Malformed { expected: "dec" }));
            assert_eq!(split(&text), None);
        }
    }

    #[test]
    fn no_two_kinds_share_a_prefix() {
        let mut seen: Vec<_> = PREFIXES.iter().map(|(prefix, _)| prefix).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), PREFIXES.len());
    }
}
