//! An attachment, what it belongs to, and the rules of names and redacted copies.

use crate::access::policy::Place;
use crate::access::scopes::ServiceScope;
use crate::blobs::Received;
use crate::features::check;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{
    AnswerId, AttachmentId, BlobId, CouncilId, DecisionId, FinalDocumentId, IdError, MeetingId, PersonId, StateBodyId,
};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::text_enum;
use uuid::Uuid;

/// The longest name of a file, in characters.
pub const FILE_NAME_CHARS: usize = 200;

text_enum! {
    /// Who reads an attachment: whoever sees its subject, or the officers and council members concerned.
    pub enum Access { Public = "PUBLIC", Restricted = "RESTRICTED" }
}

text_enum! {
    /// Whether the content has come. What is PENDING is seen by nobody.
    pub enum State { Pending = "PENDING", Ready = "READY" }
}

text_enum! {
    /// What attachments belong to.
    pub enum SubjectKind {
        Decision = "DECISION", FinalDocument = "FINAL_DOCUMENT", Answer = "ANSWER", Meeting = "MEETING",
    }
}

/// What an attachment belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: Uuid,
}

impl Subject {
    /// Reads the id of any subject.
    ///
    /// # Errors
    /// That of the id, when it is none of a decision, a final document, an answer or a meeting.
    pub fn parse(wire: &str) -> Result<Self, IdError> {
        let of = |kind| move |id| Self { kind, id };
        DecisionId::parse(wire)
            .map(|id| of(SubjectKind::Decision)(id.uuid()))
            .or_else(|_| FinalDocumentId::parse(wire).map(|id| of(SubjectKind::FinalDocument)(id.uuid())))
            .or_else(|_| AnswerId::parse(wire).map(|id| of(SubjectKind::Answer)(id.uuid())))
            .or_else(|_| MeetingId::parse(wire).map(|id| of(SubjectKind::Meeting)(id.uuid())))
    }

    /// The id as clients see it.
    pub fn wire(self) -> String {
        match self.kind {
            SubjectKind::Decision => DecisionId::from_uuid(self.id).wire(),
            SubjectKind::FinalDocument => FinalDocumentId::from_uuid(self.id).wire(),
            SubjectKind::Answer => AnswerId::from_uuid(self.id).wire(),
            SubjectKind::Meeting => MeetingId::from_uuid(self.id).wire(),
        }
    }
}

impl SubjectKind {
    /// What is not found when there is none.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::FinalDocument => "final document",
            Self::Answer => "answer",
            Self::Meeting => "meeting",
        }
    }
}

/// Where a subject hangs, and whether files may still be added to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    pub subject: Subject,
    /// The decision through which it is seen; a meeting hangs on none.
    pub decision_id: Option<DecisionId>,
    pub council_id: Option<CouncilId>,
    pub body_id: Option<StateBodyId>,
    /// The state in which nothing is added any more, if it is in one.
    pub shut: Option<&'static str>,
    /// The widest access its files may have.
    pub widest: Access,
}

impl Setting {
    /// Where the right to attach hangs: on the body that decides or answers, or on the council that concludes or meets.
    pub fn place(&self) -> Place {
        owner(self.subject.kind, self.council_id, self.body_id)
    }
}

/// A place that names the owner alone, and nobody who merely has to do with it.
fn owner(kind: SubjectKind, council: Option<CouncilId>, body: Option<StateBodyId>) -> Place {
    let (body, council, scope) = match kind {
        SubjectKind::Decision => (body, None, ServiceScope::DecisionsWrite),
        SubjectKind::Answer => (body, None, ServiceScope::AnswersWrite),
        SubjectKind::FinalDocument | SubjectKind::Meeting => (None, council, ServiceScope::FindingsWrite),
    };
    Place { body, council, scope: Some(scope), ..Place::EVERYWHERE }
}

/// A file to attach, before its content is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    pub subject: Subject,
    pub name: String,
    pub access: Access,
    /// The restricted original of which it is the copy for the public.
    pub redacted_of: Option<AttachmentId>,
}

/// A content that came and lies in the storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub blob: BlobId,
    pub received: Received,
}

/// A file whose content is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub subject: Subject,
    pub decision_id: Option<DecisionId>,
    pub council_id: Option<CouncilId>,
    pub body_id: Option<StateBodyId>,
    pub redacted_of_id: Option<AttachmentId>,
    pub access: Access,
    /// As it is handed out: it ends as its kind of file does.
    pub name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub sha256: Vec<u8>,
    pub blob_id: BlobId,
    pub author_id: PersonId,
    /// The author's name at that time.
    pub author_name: String,
    pub attached_at: Timestamp,
    pub restricted: Option<Restriction>,
}

/// Why a file that was public is not any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    pub at: Timestamp,
    pub by_id: PersonId,
    pub reason: String,
}

/// A file that was announced, and until when its content may set out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub id: AttachmentId,
    pub file: NewFile,
    pub author_id: PersonId,
    pub author_name: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A file whose content has not come yet, and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub id: AttachmentId,
    pub file: NewFile,
    pub setting: Setting,
    pub author_id: PersonId,
    pub author_name: String,
    pub created_at: Timestamp,
}

impl Pending {
    /// What it becomes when its content has come.
    pub fn with(self, stored: &Stored, attached_at: Timestamp) -> Attachment {
        let Received { size_bytes, sha256, media } = &stored.received;
        Attachment {
            id: self.id,
            subject: self.setting.subject,
            decision_id: self.setting.decision_id,
            council_id: self.setting.council_id,
            body_id: self.setting.body_id,
            redacted_of_id: self.file.redacted_of,
            access: self.file.access,
            name: media.file_name(&self.file.name),
            media_type: media.mime.to_owned(),
            size_bytes: i64::try_from(*size_bytes).unwrap_or(i64::MAX),
            sha256: sha256.clone(),
            blob_id: stored.blob,
            author_id: self.author_id,
            author_name: self.author_name,
            attached_at,
            restricted: None,
        }
    }
}

impl Attachment {
    /// Where the rights on it hang.
    pub fn place(&self) -> Place {
        owner(self.subject.kind, self.council_id, self.body_id)
    }

    /// The hash, hexadecimal.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

/// Hexadecimal, lower case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A file's name as it is kept: without folders, and without characters that would make it look like another
/// (`annexe\u{202E}fdp.exe` is shown as `annexeexe.pdf`).
///
/// # Errors
/// BLANK, TOO_LONG.
pub fn file_name(given: &str) -> Result<String, Refusal> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control() && !is_deceptive(*c)).collect();
    check::text(&plain, "name", FILE_NAME_CHARS)
}

/// Marks that turn the direction of writing, and others without a shape.
fn is_deceptive(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether a file may be added to its subject now. A redacted copy may, in whatever state the subject is: the original is
/// there already, and where it was restricted afterwards the public has nothing else.
///
/// # Errors
/// WRONG_STATE, MUST_BE_RESTRICTED.
pub fn admit_subject(setting: &Setting, file: &NewFile) -> Result<(), Refusal> {
    if let Some(state) = setting.shut.filter(|_| file.redacted_of.is_none()) {
        return Err(Refusal::new(Code::WrongState).at("subjectId").with("state", state));
    }
    if setting.widest == Access::Restricted && file.access == Access::Public {
        return Err(Refusal::new(Code::MustBeRestricted).at("access"));
    }
    Ok(())
}

/// Whether a file may be the copy for the public of another.
///
/// # Errors
/// REDACTED_OF_UNFIT unless the copy is public and the other a restricted original of the same subject.
pub fn admit_redaction(file: &NewFile, original: &Attachment) -> Result<(), Refusal> {
    let fits = file.access == Access::Public
        && original.access == Access::Restricted
        && original.redacted_of_id.is_none()
        && original.subject == file.subject;
    if fits { Ok(()) } else { Err(Refusal::new(Code::RedactedOfUnfit).at("redactedOfId")) }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
