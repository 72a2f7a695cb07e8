//! What somebody follows, and what they are told.

use super::enums::NotificationKind;
use super::loader::NoticeById;
use crate::access::permit::allowed;
use crate::access::policy::{Action, Place};
use crate::features::notices::{self, words};
use crate::graphql::context::Ask;
use crate::graphql::decisions::Decision;
use crate::graphql::node::{self, Node};
use crate::graphql::scalars::LocalizedText;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::NoticeId;
use crate::kernel::localized::{Locale, Localized};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// That the viewer follows something.
#[derive(Clone, Copy, Debug)]
pub struct Follow(pub notices::Follow);

/// That the viewer is told of something that happened.
#[derive(Clone)]
pub struct Notification(pub Arc<notices::Notice>);

impl Notification {
    /// A notification of the viewer's by id.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: NoticeId) -> Outcome<Option<Self>> {
        Ok(context.load::<NoticeById>(id).await?.map(Self))
    }
}

/// That the viewer follows something.
#[Object]
impl Follow {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// What is followed: a state body, council, decision or recommendation; null when the viewer may not see it any more.
    async fn subject(&self, context: &Context<'_>) -> Option<Result<Node>> {
        node::find(context, &self.0.subject.wire().into()).await.map_err(Into::into).transpose()
    }

    /// Since when; what happened earlier is not told.
    async fn since_at(&self) -> Timestamp {
        self.0.since_at
    }

    /// Whether the viewer may cease to follow it.
    async fn viewer_can_unfollow(&self, context: &Context<'_>) -> bool {
        allowed(&context.act().viewer, Action::Unfollow, &Place::person(self.0.person_id))
    }
}

/// That the viewer is told of something that happened.
#[Object]
impl Notification {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.0.id.wire().into()
    }

    /// What happened, in kind.
    async fn kind(&self) -> NotificationKind {
        self.0.kind.into()
    }

    /// What happened, in one line.
    async fn headline(&self, context: &Context<'_>) -> Result<LocalizedText> {
        let decision = Decision::of(context, self.0.decision_id).await?;
        let say = |locale| words::headline(self.0.kind, &self.0.facts, decision.named(), locale);
        let text = Localized { kk: say(Locale::Kk), ru: Some(say(Locale::Ru)), en: Some(say(Locale::En)) };
        Ok(text.into())
    }

    /// What it happened to: a decision, poll, answer or deadline.
    async fn subject(&self, context: &Context<'_>) -> Option<Result<Node>> {
        node::find(context, &self.0.subject_wire().into()).await.map_err(Into::into).transpose()
    }

    /// The decision it is about.
    async fn decision(&self, context: &Context<'_>) -> Result<Decision> {
        Ok(Decision::of(context, self.0.decision_id).await?)
    }

    /// When it happened.
    async fn occurred_at(&self) -> Timestamp {
        self.0.occurred_at
    }

    /// When the viewer was told: later, where the decision was under embargo.
    async fn told_at(&self) -> Timestamp {
        self.0.made_at
    }

    /// When the viewer marked it as read; null while it is unread.
    async fn read_at(&self) -> Option<Timestamp> {
        self.0.read_at
    }

    /// Whether the viewer can mark it as read now.
    async fn viewer_can_mark_read(&self, context: &Context<'_>) -> bool {
        let place = Place::person(self.0.person_id);
        self.0.read_at.is_none() && allowed(&context.act().viewer, Action::MarkRead, &place)
    }
}
