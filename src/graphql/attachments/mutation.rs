//! Announcing, attaching and restricting files.

use super::enums::AttachmentAccess;
use super::files::Upload;
use super::object::Attachment;
use crate::features::attachments::model::{NewFile, Subject};
use crate::features::attachments::transfer::{Door, transfer};
use crate::features::attachments::{create_upload, restrict};
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Failure;
use crate::kernel::id::AttachmentId;
use crate::payload;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use std::sync::Arc;

/// A file to announce.
#[derive(InputObject)]
pub struct CreateUploadInput {
    /// The decision, final document, answer or meeting it belongs to.
    pub subject_id: Subject,
    /// The name of the file.
    pub name: String,
    /// Who will read it.
    pub access: AttachmentAccess,
    /// The restricted original of which it is the copy for the public.
    pub redacted_of_id: Option<AttachmentId>,
}

/// A file to attach.
#[derive(InputObject)]
pub struct UploadAttachmentInput {
    /// The decision, final document, answer or meeting it belongs to.
    pub subject_id: Subject,
    /// The file; the request is multipart.
    pub file: Upload,
    /// The name of the file.
    pub name: String,
    /// Who will read it.
    pub access: AttachmentAccess,
    /// The restricted original of which it is the copy for the public.
    pub redacted_of_id: Option<AttachmentId>,
}

/// A file to restrict.
#[derive(InputObject)]
pub struct RestrictAttachmentInput {
    /// The attachment.
    pub attachment_id: AttachmentId,
    /// Why it is restricted.
    pub reason: String,
}

/// A one-time address, to which the content of a file is sent.
#[derive(SimpleObject)]
pub struct UploadAddress {
    /// The id of the attachment, once its content has come.
    attachment_id: ID,
    /// The address, below that of this installation: `PUT` the bytes there, signed in as the same account. It is shown this once.
    url: String,
    /// From when on it is not good any more.
    expires_at: Timestamp,
    /// The largest content it takes, in bytes.
    size_limit_bytes: i32,
}

payload! {
    /// What `createUpload` did.
    CreateUploadPayload {
        /// Where to send the content.
        upload: UploadAddress,
    }
}

payload! {
    /// What `uploadAttachment` did.
    UploadAttachmentPayload {
        /// The new attachment.
        attachment: Attachment,
    }
}

payload! {
    /// What `restrictAttachment` did.
    RestrictAttachmentPayload {
        /// The attachment as it now stands.
        attachment: Attachment,
    }
}

/// Mutations of attachments.
#[derive(Default)]
pub struct AttachmentMutation;

#[Object]
impl AttachmentMutation {
    /// Announce a file and get a one-time address for its content: for large files and scripts. Officers for decisions and
    /// answers of their body; chair, deputy and secretary for final documents and meetings of their council.
    async fn create_upload(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The file.")] input: CreateUploadInput,
    ) -> Result<CreateUploadPayload> {
        let act = context.act();
        let CreateUploadInput { subject_id: subject, name, access, redacted_of_id: redacted_of } = input;
        let file = NewFile { subject, name, access: access.into(), redacted_of };
        let outcome = act.write(move |tx| create_upload::create_upload(tx, &file)).await;
        let limit = act.core.rules.attachment_bytes;
        CreateUploadPayload::settle(act, outcome.map(|created| (address(created, limit),)))
    }

    /// Attach a file that comes with the request, which is multipart. The same people as for `createUpload`.
    async fn upload_attachment(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The file.")] input: UploadAttachmentInput,
    ) -> Result<UploadAttachmentPayload> {
        let act = context.act();
        let mut content = input.file.open(context).await?;
        let (subject, redacted_of) = (input.subject_id, input.redacted_of_id);
        let file = NewFile { subject, name: input.name, access: input.access.into(), redacted_of };
        let outcome = Box::pin(transfer(act, Door::AtOnce(file), &mut content)).await;
        if matches!(outcome, Ok(_) | Err(Failure::Refused(_))) {
            content.close().await;
        }
        UploadAttachmentPayload::settle(act, outcome.map(|attachment| (Attachment(Arc::new(attachment)),)))
    }

    /// Restrict a public file, with the reason. That is final; a redacted copy can be attached for the public. The same people
    /// as for `createUpload`.
    async fn restrict_attachment(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The attachment and the reason.")] input: RestrictAttachmentInput,
    ) -> Result<RestrictAttachmentPayload> {
        let act = context.act();
        let input = restrict::Restricting { attachment: input.attachment_id, reason: input.reason };
        let outcome = act.write(move |tx| restrict::restrict(tx, &input)).await;
        RestrictAttachmentPayload::settle(act, outcome.map(|attachment| (Attachment(Arc::new(attachment)),)))
    }
}

fn address(created: create_upload::Created, size_limit_bytes: u64) -> UploadAddress {
    UploadAddress {
        attachment_id: created.attachment.wire().into(),
        url: format!("/uploads/{}", created.token),
        expires_at: created.expires_at,
        size_limit_bytes: int(size_limit_bytes),
    }
}
