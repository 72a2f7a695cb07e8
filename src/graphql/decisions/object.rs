//! What a decision looks like.

use super::details::DecisionDetails;
use super::enums::{DecisionAccess, DecisionKind, DecisionState};
use super::loader::{DecisionById, VersionById, VersionsOfDecision};
use super::looks;
use super::version::DecisionVersion;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::access::sight::Sight;
use crate::features::decisions::version::DecisionVersion as Version;
use crate::features::decisions::{model, needs_log};
use crate::graphql::attachments::{self, Attachment};
use crate::graphql::comments::{self, Comment};
use crate::graphql::connection::{Connection, args};
use crate::graphql::context::Ask;
use crate::graphql::error::nullable;
use crate::graphql::int::int;
use crate::graphql::notices::{self, Follow};
use crate::graphql::people::Person;
use crate::graphql::registry::StateBody;
use crate::graphql::reviews::{self, Review};
use crate::graphql::scalars::LocalizedText;
use crate::graphql::transitions::{self, Transition};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{DecisionId, StateBodyId};
use crate::kernel::page::{Position, SortKey, Window, fingerprint};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// A state body's act or draft under public control.
#[derive(Clone)]
pub struct Decision(Arc<model::Decision>);

impl Decision {
    /// A decision about to be handed out. Where the viewer sees it only as accredited media under an embargo, the
    /// look is logged first.
    ///
    /// # Errors
    /// A fault when the look cannot be logged.
    pub async fn shown(context: &Context<'_>, decision: Arc<model::Decision>) -> Outcome<Self> {
        log_looks(context, std::iter::once(&*decision)).await?;
        Ok(Self(decision))
    }

    /// Logs the looks at a page of decisions, in one transaction.
    ///
    /// # Errors
    /// A fault when the looks cannot be logged.
    pub(super) async fn log_page(context: &Context<'_>, decisions: &[model::Decision]) -> Outcome<()> {
        log_looks(context, decisions.iter()).await
    }

    /// A decision that needs no log: of a page whose looks are logged, or as its officer has just made it.
    pub(super) fn logged(decision: model::Decision) -> Self {
        Self(Arc::new(decision))
    }

    /// The body that decides, for rights that hang on it.
    pub(in crate::graphql) fn body_id(&self) -> StateBodyId {
        self.0.body_id
    }

    /// The title, for a line that tells of it.
    pub(in crate::graphql) fn named(&self) -> &crate::kernel::localized::Localized {
        &self.0.title
    }

    /// A decision by id, if the viewer may see it.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: DecisionId) -> Outcome<Option<Self>> {
        match context.load::<DecisionById>(id).await? {
            Some(decision) => Ok(Some(Self::shown(context, decision).await?)),
            None => Ok(None),
        }
    }

    /// A decision that a row refers to which the viewer sees.
    ///
    /// # Errors
    /// NOT_FOUND when it was closed to the viewer meanwhile; a fault when the database cannot be read.
    pub async fn of(context: &Context<'_>, id: DecisionId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Denied::NotFound("decision").into())
    }

    fn place(&self) -> Place {
        Place::body(self.0.body_id)
    }

    fn allows(&self, context: &Context<'_>, action: Action) -> bool {
        allowed(&context.act().viewer, action, &self.place())
    }

    async fn current(&self, context: &Context<'_>) -> Outcome<Arc<Version>> {
        let found = context.load::<VersionById>(self.0.version_id).await?;
        found.ok_or_else(|| Failure::fault("a decision without its current version"))
    }
}

async fn log_looks<'a>(context: &Context<'_>, shown: impl Iterator<Item = &'a model::Decision>) -> Outcome<()> {
    if !looks::are_logged(context) {
        return Ok(());
    }
    // The rows are at hand: those that need no log need no further thought.
    let sight = Sight::of(&context.act().viewer);
    looks::log(context, shown.filter(|decision| needs_log(&sight, decision)).map(|decision| decision.id)).await
}

/// A state body's act or draft under public control.
#[Object]
impl Decision {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// The viewer's following of it; null when the viewer does not follow it.
    async fn viewer_follow(&self, context: &Context<'_>) -> Option<Result<Follow>> {
        notices::following(context, self.0.id.uuid()).await.map_err(Into::into).transpose()
    }

    /// The body that decides.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.0.body_id).await?)
    }

    /// What it is about.
    async fn kind(&self) -> DecisionKind {
        self.0.kind.into()
    }

    /// Where it stands.
    async fn state(&self) -> DecisionState {
        self.0.state.into()
    }

    /// Who may read it.
    async fn access(&self) -> DecisionAccess {
        self.0.access.into()
    }

    /// The officer who drafted it, with the name at that time.
    async fn author(&self) -> Person {
        Person::known(self.0.author_id, self.0.author_name.clone())
    }

    /// The number of the current version, from 1; `reviseDecision` expects it.
    async fn revision(&self) -> i32 {
        int(self.0.revision)
    }

    /// The title, in the current version.
    async fn title(&self) -> LocalizedText {
        self.0.title.clone().into()
    }

    /// The summary in a few sentences, in the current version.
    async fn summary(&self) -> LocalizedText {
        self.0.summary.clone().into()
    }

    /// The whole text, in the current version.
    async fn text(&self, context: &Context<'_>) -> Result<LocalizedText> {
        Ok(self.current(context).await?.content.text.clone().into())
    }

    /// What it says in figures and dates, in the current version.
    async fn details(&self, context: &Context<'_>) -> Result<DecisionDetails> {
        Ok(self.current(context).await?.content.details.clone().into())
    }

    /// The current version.
    async fn version(&self, context: &Context<'_>) -> Result<DecisionVersion> {
        Ok(DecisionVersion::under(self, self.current(context).await?))
    }

    /// Every version, newest first.
    async fn versions(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<DecisionVersion>> {
        let window = Window::new(&args(first, last, after, before), fingerprint(&("versions", self.0.id.wire())))?;
        let all = context.load::<VersionsOfDecision>(self.0.id).await?.unwrap_or_default();
        // Newest first is descending: the number is negated, because a list in memory ascends.
        let position = |v: &Arc<Version>| Position { key: SortKey::At(-v.number), id: v.id.uuid() };
        Ok(Connection::in_memory(&all, &window, position, |version| DecisionVersion::under(self, version)))
    }

    /// When it was drafted.
    async fn drafted_at(&self) -> Timestamp {
        self.0.drafted_at
    }

    /// When it was published; null for drafts.
    async fn published_at(&self) -> Option<Timestamp> {
        self.0.published_at
    }

    /// The end of the embargo under which it was published, if there was one.
    async fn embargoed_until(&self) -> Option<Timestamp> {
        self.0.embargoed_until
    }

    /// From when on everybody may read it; null for drafts and restricted decisions.
    async fn public_from(&self) -> Option<Timestamp> {
        self.0.public_from
    }

    /// The decision that took its place; null where there is none that the viewer may see.
    async fn superseded_by(&self, context: &Context<'_>) -> Option<Result<Self>> {
        nullable(Self::find(context, self.0.superseded_by_id?).await)
    }

    /// Every change of state, oldest first.
    async fn transitions(&self, context: &Context<'_>) -> Result<Vec<Transition<DecisionState>>> {
        Ok(transitions::of::<model::DecisionState, _>(context, self.0.id.uuid()).await?)
    }

    /// The councils' reviews of it, newest first.
    async fn reviews(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Review>> {
        Ok(reviews::of_decision(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// What people say about it, in all its reviews and at every depth, oldest first.
    async fn comments(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The number of rows from the start, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The number of rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor after which to begin.")] after: Option<String>,
        #[graphql(desc = "The cursor before which to end.")] before: Option<String>,
    ) -> Result<Connection<Comment>> {
        Ok(comments::of_decision(context, self.0.id, &args(first, last, after, before)).await?)
    }

    /// Its documents, oldest first.
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

    /// Whether the viewer may attach documents to it.
    async fn viewer_can_attach(&self, context: &Context<'_>) -> bool {
        attachments::may_attach(context, &self.place())
    }

    /// Whether the viewer may give it a new version.
    async fn viewer_can_revise(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::ReviseDecision)
    }

    /// Whether the viewer may publish it.
    async fn viewer_can_publish(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::PublishDecision)
    }

    /// Whether the viewer may withdraw it.
    async fn viewer_can_withdraw(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::WithdrawDecision)
    }

    /// Whether the viewer may supersede it by another.
    async fn viewer_can_supersede(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::SupersedeDecision)
    }

    /// Whether the viewer may record its adoption.
    async fn viewer_can_adopt(&self, context: &Context<'_>) -> bool {
        self.allows(context, Action::AdoptDecision)
    }

    /// Whether the viewer may open a review of it, for a council in which they have the office to do so.
    async fn viewer_can_open_review(&self, context: &Context<'_>) -> bool {
        let viewer = &context.act().viewer;
        viewer.seats().any(|seat| allowed(viewer, Action::OpenReview, &Place::council(seat.council)))
    }
}
