//! What a final document looks like.

use super::enums::DocumentState;
use super::loader::{
    DocumentById, DocumentOfReview, ReceiptsOfDocument, RecommendationsOfDocument, VersionById, VersionsOfDocument,
};
use super::receipt::DocumentReceipt;
use super::recommendation::Recommendation;
use super::version::DocumentVersion;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::documents::content::DocumentVersion as Version;
use crate::features::documents::model;
use crate::features::rules::key;
use crate::graphql::attachments::{self, Attachment};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::deadlines::{self, Deadline};
use crate::graphql::decisions::{Decision, looks};
use crate::graphql::error::nullable;
use crate::graphql::int::int;
use crate::graphql::meetings::Protocol;
use crate::graphql::people::Person;
use crate::graphql::polls::Poll;
use crate::graphql::registry::{Council, StateBody};
use crate::graphql::reviews::Review;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{FinalDocumentId, ReviewId};
use crate::kernel::page::{Position, SortKey, Window, fingerprint};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// What a council concluded from one review.
#[derive(Clone)]
pub struct FinalDocument(pub Arc<model::FinalDocument>);

impl FinalDocument {
    /// A document by id, if the viewer may see it.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: FinalDocumentId) -> Outcome<Option<Self>> {
        let Some(document) = context.load::<DocumentById>(id).await? else { return Ok(None) };
        looks::log(context, [document.decision_id]).await?;
        Ok(Some(Self(document)))
    }

    /// A document that a row refers to which the viewer sees.
    ///
    /// # Errors
    /// NOT_FOUND when its decision was closed to the viewer meanwhile; a fault when the database cannot be read.
    pub async fn of(context: &Context<'_>, id: FinalDocumentId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Denied::NotFound("final document").into())
    }

    /// The document of a review, if there is one that the viewer may see.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn of_review(context: &Context<'_>, review: ReviewId) -> Outcome<Option<Self>> {
        let Some(document) = context.load::<DocumentOfReview>(review).await? else { return Ok(None) };
        looks::log(context, [document.decision_id]).await?;
        Ok(Some(Self(document)))
    }

    fn allows(&self, context: &Context<'_>, action: Action) -> bool {
        allowed(&context.act().viewer, action, &Place::council(self.0.council_id))
    }

    async fn received(&self, context: &Context<'_>) -> Outcome<Arc<Vec<Arc<model::Receipt>>>> {
        Ok(context.load::<ReceiptsOfDocument>(self.0.id).await?.unwrap_or_default())
    }
}

/// What a council concluded from one review.
#[Object]
impl FinalDocument {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The review it concludes.
    async fn review(&self, context: &Context<'_>) -> Result<Review> {
        Ok(Review::of(context, self.0.review_id).await?)
    }

    /// The decision reviewed.
    async fn decision(&self, context: &Context<'_>) -> Result<Decision> {
        Ok(Decision::of(context, self.0.decision_id).await?)
    }

    /// The council that adopted it.
    async fn council(&self, context: &Context<'_>) -> Result<Council> {
        Ok(Council::of(context, self.0.council_id).await?)
    }

    /// The body whose decision was reviewed.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// The poll by which the council adopted it; null where it rests on the protocol of a hearing.
    async fn poll(&self, context: &Context<'_>) -> Option<Result<Poll>> {
        nullable(Poll::find(context, self.0.basis.poll()?).await)
    }

    /// The protocol of the hearing it rests on; null where it rests on a poll, and for those who may not read the protocol.
    async fn protocol(&self, context: &Context<'_>) -> Option<Result<Protocol>> {
        nullable(Protocol::find(context, self.0.basis.protocol()?).await)
    }

    /// The year in which it was adopted; its number runs within it.
    async fn year(&self) -> i32 {
        int(self.0.number.year)
    }

    /// The number among the documents its council adopted in the year, from 1.
    async fn number(&self) -> i32 {
        int(self.0.number.number)
    }

    /// Year and number as they are cited: `2026/7`.
    async fn designation(&self) -> String {
        self.0.number.to_string()
    }

    /// Where it stands.
    async fn state(&self) -> DocumentState {
        self.0.state.into()
    }

    /// The number of the current version, from 1; `reviseFinalDocument` and `sendFinalDocument` expect it.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// What it says: the current version, and once it is sent the last.
    async fn version(&self, context: &Context<'_>) -> Result<DocumentVersion> {
        let found = context.load::<VersionById>(self.0.version_id).await?;
        let version = found.ok_or_else(|| Failure::fault("a final document without its current version"))?;
        Ok(DocumentVersion::shown(context, self, version).await?)
    }

    /// Every version, newest first.
    async fn versions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<DocumentVersion>> {
        let list = fingerprint(&("versions of document", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let all = context.load::<VersionsOfDocument>(self.0.id).await?.unwrap_or_default();
        let decision = Decision::of(context, self.0.decision_id).await?;
        // Newest first is descending: the number is negated, because a list in memory ascends.
        let position = |v: &Arc<Version>| Position { key: SortKey::At(-v.number), id: v.id.uuid() };
        Ok(Connection::in_memory(&all, &window, position, |version| DocumentVersion::under(self, &decision, version)))
    }

    /// Who adopted it for the council, with the name at that time.
    async fn adopted_by(&self) -> Person {
        Person::known(self.0.adopted_by_id, self.0.adopted_by_name.clone())
    }

    /// When it was adopted.
    async fn adopted_at(&self) -> Timestamp {
        self.0.adopted_at
    }

    /// When it was sent, which is when the bodies received it; null for drafts.
    async fn sent_at(&self) -> Option<Timestamp> {
        self.0.sent_at
    }

    /// The clock of the sending, which has run since the review was concluded.
    async fn send_deadline(&self, context: &Context<'_>) -> Option<Result<Deadline>> {
        nullable(deadlines::of(context, self.0.review_id.uuid(), key::DOCUMENT_SEND).await)
    }

    /// The address of the page that people read, below that of this server. `?lang=kk` or `?lang=ru` chooses the
    /// language, `?print=1` sets it for paper.
    async fn html_path(&self) -> String {
        format!("/documents/{}.html", self.0.id.wire())
    }

    /// Its recommendations, by number. Empty until it is sent: those of a draft stand in its version.
    async fn recommendations(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Recommendation>> {
        let list = fingerprint(&("recommendations of document", self.0.id.wire()));
        let window = Window::new(&args(first, last, after, before), list)?;
        let all = context.load::<RecommendationsOfDocument>(self.0.id).await?.unwrap_or_default();
        let position = |r: &Arc<model::Recommendation>| Position { key: SortKey::At(r.number), id: r.id.uuid() };
        Ok(Connection::in_memory(&all, &window, position, Recommendation))
    }

    /// The bodies it was sent to, and which of them acknowledged it; at most as many as it has addressees and one more.
    async fn receipts(&self, context: &Context<'_>) -> Result<Vec<DocumentReceipt>> {
        Ok(self.received(context).await?.iter().cloned().map(DocumentReceipt).collect())
    }

    /// Its annexes, oldest first.
    async fn attachments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Attachment>> {
        Ok(attachments::of_subject(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Whether the viewer may attach annexes to it; only drafts take them.
    async fn viewer_can_attach(&self, context: &Context<'_>) -> bool {
        attachments::may_attach(context, &Place::council(self.0.council_id))
    }

    /// Whether the viewer may give it a new version; only drafts take one.
    async fn viewer_can_revise(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::ReviseFinalDocument)
    }

    /// Whether the viewer may send it; only drafts are sent.
    async fn viewer_can_send(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::SendFinalDocument)
    }

    /// Whether the viewer may acknowledge it for one of the bodies it was sent to.
    async fn viewer_can_acknowledge(&self, context: &Context<'_>) -> Result<bool> {
        let viewer = &context.act().viewer;
        let may = |body| allowed(viewer, Action::AcknowledgeDocument, &Place::body(body));
        // Nobody else costs a statement.
        if !viewer.grants().any(|grant| grant.role == crate::access::viewer::Role::Officer) {
            return Ok(false);
        }
        Ok(self.received(context).await?.iter().any(|receipt| may(receipt.body_id)))
    }
}
