//! One version of a decision.

use super::details::DecisionDetails;
use super::loader::VersionById;
use super::object::Decision;
use crate::db::log::hex;
use crate::features::decisions::version as model;
use crate::graphql::context::Ask;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::scalars::LocalizedText;
use crate::graphql::volume::hand_out;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::DecisionVersionId;
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// What a decision said from one revision to the next. Never altered.
#[derive(Clone)]
pub struct DecisionVersion {
    version: Arc<model::DecisionVersion>,
    /// The decision it was reached through, or loaded with: a version is never shown without it.
    decision: Decision,
}

impl DecisionVersion {
    pub(super) fn under(decision: &Decision, version: Arc<model::DecisionVersion>) -> Self {
        Self { version, decision: decision.clone() }
    }

    /// A version by id, if the viewer may see its decision.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: DecisionVersionId) -> Outcome<Option<Self>> {
        let Some(version) = context.load::<VersionById>(id).await? else { return Ok(None) };
        let decision = Decision::find(context, version.decision_id).await?;
        Ok(decision.map(|decision| Self { version, decision }))
    }

    /// A version that a row refers to which the viewer sees.
    ///
    /// # Errors
    /// NOT_FOUND when the decision was closed to the viewer meanwhile; a fault when the database cannot be read.
    pub async fn of(context: &Context<'_>, id: DecisionVersionId) -> Outcome<Self> {
        Self::find(context, id).await?.ok_or_else(|| Denied::NotFound("decision version").into())
    }
}

/// What a decision said from one revision to the next. Never altered.
#[Object]
impl DecisionVersion {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.version.id.wire().into()
    }

    /// The decision.
    async fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The number of the version, from 1: the revision of the decision.
    async fn number(&self) -> i32 {
        int(self.version.number)
    }

    /// The title.
    async fn title(&self) -> LocalizedText {
        self.version.content.title.clone().into()
    }

    /// The summary, in a few sentences.
    async fn summary(&self) -> LocalizedText {
        self.version.content.summary.clone().into()
    }

    /// The whole text.
    async fn text(&self) -> LocalizedText {
        self.version.content.text.clone().into()
    }

    /// What it says in figures and dates.
    async fn details(&self) -> DecisionDetails {
        self.version.content.details.clone().into()
    }

    /// The SHA-256 of `canonicalContent`, in lower-case hexadecimal.
    async fn sha256(&self) -> String {
        hex(&self.version.sha256)
    }

    /// The content that is hashed: one JSON object with `title`, `summary`, `text`, `kind` and `details`, in the canonical
    /// form of RFC 8785.
    async fn canonical_content(&self, context: &Context<'_>) -> Result<String> {
        let canonical = self.version.content.canonical();
        hand_out(context, canonical.map_err(Failure::from)?)
    }

    /// Who wrote it.
    async fn author(&self) -> Person {
        Person::unnamed(self.version.author_id)
    }

    /// When it was written.
    async fn created_at(&self) -> Timestamp {
        self.version.created_at
    }
}
