//! What an attachment looks like.

use super::enums::{AttachmentAccess, AttachmentEdition};
use super::loader::{AttachmentById, CopiesOf};
use crate::access::permit::allowed;
use crate::access::policy::Action;
use crate::features::attachments::model;
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::decisions::looks;
use crate::graphql::int::int;
use crate::graphql::node::{self, Node};
use crate::graphql::people::Person;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::AttachmentId;
use crate::kernel::page::{Window, fingerprint};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// A file that belongs to a decision, a final document, an answer or a meeting.
#[derive(Clone)]
pub struct Attachment(pub Arc<model::Attachment>);

impl Attachment {
    /// An attachment by id, if the viewer may see it.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: AttachmentId) -> Outcome<Option<Self>> {
        let Some(attachment) = context.load::<AttachmentById>(id).await? else { return Ok(None) };
        looks::log(context, attachment.decision_id).await?;
        Ok(Some(Self(attachment)))
    }

    fn allows(&self, context: &Context<'_>, action: Action) -> bool {
        allowed(&context.act().viewer, action, &self.0.place())
    }
}

/// A file that belongs to a decision, a final document, an answer or a meeting.
#[Object]
impl Attachment {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// What it belongs to.
    async fn subject(&self, context: &Context<'_>) -> Option<Result<Node>> {
        node::find(context, &self.0.subject.wire().into()).await.map_err(Into::into).transpose()
    }

    /// The name of the file; it ends as files of its type do.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The type of its content, as registered with IANA; told by the content, not by the name.
    async fn media_type(&self) -> &str {
        &self.0.media_type
    }

    /// The size in bytes.
    async fn size_bytes(&self) -> i32 {
        int(self.0.size_bytes)
    }

    /// The SHA-256 of the content, hexadecimal.
    async fn sha256(&self) -> String {
        self.0.sha256_hex()
    }

    /// Where the content is, below the address of this installation. Ranges are served; who may not see the attachment gets 404.
    async fn url(&self) -> String {
        format!("/attachments/{}", self.0.id.wire())
    }

    /// Who reads it.
    async fn access(&self) -> AttachmentAccess {
        self.0.access.into()
    }

    /// Whether it is the file itself or a redacted copy.
    async fn edition(&self) -> AttachmentEdition {
        match self.0.redacted_of_id {
            Some(_) => AttachmentEdition::Redacted,
            None => AttachmentEdition::Original,
        }
    }

    /// The original of a redacted copy; null where the viewer may not see it.
    async fn redacted_of(&self, context: &Context<'_>) -> Option<Result<Self>> {
        let original = self.0.redacted_of_id?;
        Self::find(context, original).await.map_err(Into::into).transpose()
    }

    /// The redacted copies of it, oldest first.
    async fn redacted_copies(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Self>> {
        let list = fingerprint(&("redacted copies", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let all = context.load::<CopiesOf>(self.0.id).await?.unwrap_or_default();
        let position = |copy: &Arc<model::Attachment>| crate::db::page::position(copy.attached_at, copy.id);
        Ok(Connection::in_memory(&all, &window, position, Self))
    }

    /// Who attached it, with the name at that time.
    async fn author(&self) -> Person {
        Person::known(self.0.author_id, self.0.author_name.clone())
    }

    /// When it was attached.
    async fn attached_at(&self) -> Timestamp {
        self.0.attached_at
    }

    /// When it was restricted, if it was public before.
    async fn restricted_at(&self) -> Option<Timestamp> {
        self.0.restricted.as_ref().map(|restriction| restriction.at)
    }

    /// Why it was restricted.
    async fn restricted_reason(&self) -> Option<&str> {
        self.0.restricted.as_ref().map(|restriction| restriction.reason.as_str())
    }

    /// Whether the viewer may restrict it.
    async fn viewer_can_restrict(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::RestrictAttachment)
    }

    /// Whether the viewer may attach a redacted copy of it.
    async fn viewer_can_redact(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::UploadAttachment)
    }
}
