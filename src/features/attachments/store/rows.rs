//! One attachment, as a row and as a model.

use super::seen::seen;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{attachments, attachments::dsl, uploads};
use crate::features::attachments::model::{
    Access, Announcement, Attachment, NewFile, Pending, Restriction, State, Subject, SubjectKind,
};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{AttachmentId, BlobId, CouncilId, DecisionId, Id, PersonId, StateBodyId, kind};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = attachments, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: AttachmentId,
    subject_kind: SubjectKind,
    // To SQL an id is an id, whatever it identifies.
    subject_id: Id<kind::Event>,
    decision_id: Option<DecisionId>,
    council_id: Option<CouncilId>,
    body_id: Option<StateBodyId>,
    redacted_of_id: Option<AttachmentId>,
    access: Access,
    state: State,
    name: String,
    media_type: Option<String>,
    size_bytes: Option<i64>,
    sha256: Option<Vec<u8>>,
    blob_id: Option<BlobId>,
    author_id: PersonId,
    author_name: String,
    created_at: Timestamp,
    attached_at: Option<Timestamp>,
    restricted_at: Option<Timestamp>,
    restricted_by_id: Option<PersonId>,
    restricted_reason: Option<String>,
}

/// The columns of a row, the same for every way to select them.
pub(super) fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl Row {
    /// The model of a row whose content has come.
    pub(super) fn ready(self) -> Outcome<Attachment> {
        let content = (self.media_type, self.size_bytes, self.sha256, self.blob_id, self.attached_at);
        let (Some(media_type), Some(size_bytes), Some(sha256), Some(blob_id), Some(attached_at)) = content else {
            return Err(Failure::fault("an attachment without its content"));
        };
        let restricted = match (self.restricted_at, self.restricted_by_id, self.restricted_reason) {
            (Some(at), Some(by_id), Some(reason)) => Some(Restriction { at, by_id, reason }),
            _ => None,
        };
        Ok(Attachment {
            id: self.id,
            subject: Subject { kind: self.subject_kind, id: self.subject_id.uuid() },
            decision_id: self.decision_id,
            council_id: self.council_id,
            body_id: self.body_id,
            redacted_of_id: self.redacted_of_id,
            access: self.access,
            name: self.name,
            media_type,
            size_bytes,
            sha256,
            blob_id,
            author_id: self.author_id,
            author_name: self.author_name,
            attached_at,
            restricted,
        })
    }

    /// The row of an announced file.
    pub(super) fn pending(pending: &Pending) -> Self {
        let Pending { id, file, setting, author_id, author_name, created_at } = pending.clone();
        Self {
            id,
            subject_kind: setting.subject.kind,
            subject_id: Id::from_uuid(setting.subject.id),
            decision_id: setting.decision_id,
            council_id: setting.council_id,
            body_id: setting.body_id,
            redacted_of_id: file.redacted_of,
            access: file.access,
            state: State::Pending,
            name: file.name,
            media_type: None,
            size_bytes: None,
            sha256: None,
            blob_id: None,
            author_id,
            author_name,
            created_at,
            attached_at: None,
            restricted_at: None,
            restricted_by_id: None,
            restricted_reason: None,
        }
    }

    /// The row of a file that comes with its content.
    pub(super) fn attached(attachment: &Attachment) -> Self {
        let attachment = attachment.clone();
        Self {
            id: attachment.id,
            subject_kind: attachment.subject.kind,
            subject_id: Id::from_uuid(attachment.subject.id),
            decision_id: attachment.decision_id,
            council_id: attachment.council_id,
            body_id: attachment.body_id,
            redacted_of_id: attachment.redacted_of_id,
            access: attachment.access,
            state: State::Ready,
            name: attachment.name,
            media_type: Some(attachment.media_type),
            size_bytes: Some(attachment.size_bytes),
            sha256: Some(attachment.sha256),
            blob_id: Some(attachment.blob_id),
            author_id: attachment.author_id,
            author_name: attachment.author_name,
            created_at: attachment.attached_at,
            attached_at: Some(attachment.attached_at),
            restricted_at: None,
            restricted_by_id: None,
            restricted_reason: None,
        }
    }

    /// The announcement of a row whose content has not come.
    fn announced(self, expires_at: Timestamp) -> Announcement {
        let subject = Subject { kind: self.subject_kind, id: self.subject_id.uuid() };
        Announcement {
            id: self.id,
            file: NewFile { subject, name: self.name, access: self.access, redacted_of: self.redacted_of_id },
            author_id: self.author_id,
            author_name: self.author_name,
            created_at: self.created_at,
            expires_at,
        }
    }
}

/// An attachment, if the viewer may see it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find(conn: &mut AnyConn, sight: &Sight, id: AttachmentId) -> Outcome<Option<Attachment>> {
    let query = dsl::attachments.filter(dsl::id.eq(id)).filter(seen(sight)).select(columns());
    let row: Option<Row> = query.first(conn).optional()?;
    row.map(Row::ready).transpose()
}

/// The same, held until the end of the transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock(conn: &mut AnyConn, sight: &Sight, id: AttachmentId) -> Outcome<Option<Attachment>> {
    let query = dsl::attachments.filter(dsl::id.eq(id)).filter(seen(sight)).select(columns());
    let row: Option<Row> = Lock(query, LockMode::UpdateOf("attachments")).get_result(conn).optional()?;
    row.map(Row::ready).transpose()
}

/// The announcement that a one-time address belongs to, held until the end of the transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn lock_announced(conn: &mut AnyConn, token_hash: &[u8]) -> Outcome<Option<Announcement>> {
    let query = uploads::table
        .inner_join(attachments::table.on(attachments::id.eq(uploads::attachment_id)))
        .filter(uploads::token_hash.eq(token_hash.to_vec()))
        .filter(attachments::state.eq(State::Pending))
        .select((columns(), uploads::expires_at));
    let row: Option<(Row, Timestamp)> = Lock(query, LockMode::Update).get_result(conn).optional()?;
    Ok(row.map(|(row, expires_at)| row.announced(expires_at)))
}
