//! One version of a final document.

use super::enums::Priority;
use super::loader::VersionById;
use super::object::FinalDocument;
use crate::db::log::hex;
use crate::features::documents::content as model;
use crate::graphql::context::Ask;
use crate::graphql::decisions::Decision;
use crate::graphql::int::int;
use crate::graphql::people::Person;
use crate::graphql::polls::PollMode;
use crate::graphql::registry::StateBody;
use crate::graphql::reviews::ReviewForm;
use crate::graphql::scalars::{Date, LocalizedText};
use crate::graphql::volume::hand_out;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{DocumentVersionId, StateBodyId};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// What a final document said from one revision to the next. Never altered.
#[derive(Clone)]
pub struct DocumentVersion {
    version: Arc<model::DocumentVersion>,
    document: FinalDocument,
    /// A version quotes the decision, so it is never shown without it: looks under embargo are logged there.
    decision: Decision,
}

/// The vote by which the council adopted the document, as the version quotes it.
#[derive(SimpleObject, Clone, Copy)]
pub struct DocumentVote {
    /// Whether everybody learnt who chose what.
    mode: PollMode,
    /// The number of members who could vote.
    electorate: i32,
    /// The number of members who took part.
    present: i32,
    /// The number of votes for it.
    #[graphql(name = "for")]
    votes_for: i32,
    /// The number of votes against it.
    against: i32,
    /// The number of members who abstained.
    abstain: i32,
}

/// The protocol of the hearing on which a final document rests, as the version quotes it.
#[derive(SimpleObject, Clone)]
pub struct DocumentProtocol {
    /// What the hearing was announced as.
    title: LocalizedText,
    /// The number of the version of the protocol that chair and secretary signed.
    number: i32,
    /// The SHA-256 of that version, in lower-case hexadecimal.
    sha256: String,
}

/// Somebody who took part in the examination.
#[derive(SimpleObject, Clone)]
pub struct DocumentParticipant {
    /// The name, as the council wrote it.
    name: String,
    /// For whom, and by what right; null where it was not said.
    standing: Option<LocalizedText>,
}

/// A recommendation as a version words it. Once the document is sent, the same stands in `recommendations`.
#[derive(Clone)]
pub struct ProposedRecommendation(model::Proposal);

/// A body as a version names it.
#[derive(Clone)]
pub struct QuotedBody(model::Named);

impl DocumentVersion {
    /// A version about to be handed out, under its document.
    ///
    /// # Errors
    /// NOT_FOUND when the decision was closed to the viewer meanwhile; a fault when a look cannot be logged.
    pub(super) async fn shown(
        context: &Context<'_>,
        document: &FinalDocument,
        version: Arc<model::DocumentVersion>,
    ) -> Outcome<Self> {
        let decision = Decision::of(context, document.0.decision_id).await?;
        Ok(Self::under(document, &decision, version))
    }

    pub(super) fn under(document: &FinalDocument, decision: &Decision, version: Arc<model::DocumentVersion>) -> Self {
        Self { version, document: document.clone(), decision: decision.clone() }
    }

    /// A version by id, if the viewer may see its document.
    ///
    /// # Errors
    /// A fault when the database cannot be read.
    pub async fn find(context: &Context<'_>, id: DocumentVersionId) -> Outcome<Option<Self>> {
        let Some(version) = context.load::<VersionById>(id).await? else { return Ok(None) };
        let Some(document) = FinalDocument::find(context, version.document_id).await? else { return Ok(None) };
        Ok(Some(Self::shown(context, &document, version).await?))
    }
}

/// What a final document said from one revision to the next. Never altered.
#[Object]
impl DocumentVersion {
    /// The opaque id.
    pub async fn id(&self) -> ID {
        self.version.id.wire().into()
    }

    /// The document.
    async fn document(&self) -> &FinalDocument {
        &self.document
    }

    /// The decision reviewed, as it is now.
    async fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The number of the version, from 1: the revision of the document.
    async fn number(&self) -> i32 {
        int(self.version.number)
    }

    /// The name of the council when it was written.
    async fn council_name(&self) -> LocalizedText {
        self.version.content.council.name.clone().into()
    }

    /// The body whose decision was reviewed, as it was named when this was written.
    async fn body(&self) -> QuotedBody {
        QuotedBody(self.version.content.body.clone())
    }

    /// The title of the decision in the version that was voted on or heard.
    async fn decision_title(&self) -> LocalizedText {
        self.version.content.decision.title.clone().into()
    }

    /// The number of the version of the decision that was voted on or heard.
    async fn decision_version_number(&self) -> i32 {
        int(self.version.content.decision.version)
    }

    /// The day of the examination.
    async fn held_on(&self) -> Date {
        Date(self.version.content.held_on)
    }

    /// The place of the examination.
    async fn place(&self) -> LocalizedText {
        self.version.content.place.clone().into()
    }

    /// The form of public control.
    async fn form(&self) -> ReviewForm {
        self.version.content.form.into()
    }

    /// Who took part.
    async fn participants(&self) -> Vec<DocumentParticipant> {
        let shown = |one: &model::Participant| DocumentParticipant {
            name: one.name.clone(),
            standing: one.standing.clone().map(LocalizedText),
        };
        self.version.content.participants.iter().map(shown).collect()
    }

    /// The vote by which the council adopted it; null where it rests on a hearing.
    async fn vote(&self) -> Option<DocumentVote> {
        let model::Vote { mode, electorate, present, votes_for, votes_against, votes_abstain, .. } =
            self.version.content.vote.clone()?;
        Some(DocumentVote {
            mode: mode.into(),
            electorate: int(electorate),
            present: int(present),
            votes_for: int(votes_for),
            against: int(votes_against),
            abstain: int(votes_abstain),
        })
    }

    /// The signed protocol of the hearing it rests on, as the version quotes it; null where it rests on a vote.
    async fn protocol(&self) -> Option<DocumentProtocol> {
        let model::Minutes { title, version, sha256, .. } = self.version.content.protocol.clone()?;
        Some(DocumentProtocol { title: title.into(), number: int(version), sha256 })
    }

    /// The facts the council found.
    async fn facts(&self) -> LocalizedText {
        self.version.content.facts.clone().into()
    }

    /// What it concludes from them.
    async fn conclusion(&self) -> LocalizedText {
        self.version.content.conclusion.clone().into()
    }

    /// What it recommends, by number; at most 50.
    async fn proposals(&self) -> Vec<ProposedRecommendation> {
        self.version.content.recommendations.iter().cloned().map(ProposedRecommendation).collect()
    }

    /// The SHA-256 of `canonicalContent`, in lower-case hexadecimal.
    async fn sha256(&self) -> String {
        hex(&self.version.sha256)
    }

    /// The content that is hashed: one JSON object in the canonical form of RFC 8785, with `number`, `review`, `council`,
    /// `body`, `decision`, `vote` or `protocol`, `heldOn`, `form`, `place`, `participants`, `facts`, `conclusion` and `recommendations`.
    async fn canonical_content(&self, context: &Context<'_>) -> Result<&str> {
        hand_out(context, &self.version.canonical)
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

/// A recommendation as a version words it. Once the document is sent, the same stands in `recommendations`.
#[Object]
impl ProposedRecommendation {
    /// The number within the document, from 1.
    async fn number(&self) -> i32 {
        int(self.0.number)
    }

    /// What is recommended.
    async fn text(&self) -> LocalizedText {
        self.0.text.clone().into()
    }

    /// How urgent it is to the council.
    async fn priority(&self) -> Priority {
        self.0.priority.into()
    }

    /// The day by which the council wishes it done; null where it named none.
    async fn wished_on(&self) -> Option<Date> {
        self.0.wished_on.map(Date)
    }

    /// The bodies it is addressed to; at most 20.
    async fn addressees(&self) -> Vec<QuotedBody> {
        self.0.addressees.iter().cloned().map(QuotedBody).collect()
    }
}

/// A body as a version names it.
#[Object]
impl QuotedBody {
    /// The name when the version was written.
    async fn name(&self) -> LocalizedText {
        self.0.name.clone().into()
    }

    /// The body as it is now.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        let id = StateBodyId::parse(&self.0.id).map_err(|_| Failure::fault("a quoted body without an id"))?;
        Ok(StateBody::of(context, id).await?)
    }
}
