//! What the mutations of final documents take.

use super::enums::Priority;
use crate::features::documents::content::Participant;
use crate::features::documents::wording::{Wish, Wording};
use crate::graphql::reviews::ReviewForm;
use crate::graphql::scalars::{Date, LocalizedTextInput};
use crate::kernel::id::{FinalDocumentId, ProtocolId, ReviewId, StateBodyId};
use async_graphql::InputObject;

/// Somebody who took part in the examination.
#[derive(InputObject, Clone, Debug)]
pub struct DocumentParticipantInput {
    /// The name.
    pub name: String,
    /// For whom, and by what right.
    pub standing: Option<LocalizedTextInput>,
}

/// A recommendation to make.
#[derive(InputObject, Clone, Debug)]
pub struct RecommendationInput {
    /// What is recommended.
    pub text: LocalizedTextInput,
    /// The bodies it is addressed to, 1 to 20.
    pub addressee_ids: Vec<StateBodyId>,
    /// How urgent it is to the council.
    #[graphql(default_with = "Priority::Normal")]
    pub priority: Priority,
    /// The day by which the council wishes it done; no legal deadline.
    pub wished_on: Option<Date>,
}

/// The final document of a review.
#[derive(InputObject, Clone, Debug)]
pub struct AdoptFinalDocumentInput {
    /// The review, concluded.
    pub review_id: ReviewId,
    /// The protocol, signed by both, of a hearing on whose agenda the review stood, where the document rests on it; without,
    /// it rests on the latest poll of the review that was adopted.
    pub protocol_id: Option<ProtocolId>,
    /// The day of the examination, from the opening of the review until today.
    pub held_on: Date,
    /// The place of the examination.
    pub place: LocalizedTextInput,
    /// The form of public control; that of the review when left out.
    pub form: Option<ReviewForm>,
    /// Who took part, at most 200.
    #[graphql(default)]
    pub participants: Vec<DocumentParticipantInput>,
    /// The facts the council found.
    pub facts: LocalizedTextInput,
    /// What it concludes from them.
    pub conclusion: LocalizedTextInput,
    /// What it recommends, at most 50, in the order of their numbers.
    #[graphql(default)]
    pub recommendations: Vec<RecommendationInput>,
    /// Of the client's own making, 1 to 64 characters: sent again with the same input within 24 hours, the answer is what the
    /// first has made, and nothing is done again.
    pub idempotency_key: Option<String>,
}

/// What a final document is to say from now on, as a whole.
#[derive(InputObject, Clone, Debug)]
pub struct ReviseFinalDocumentInput {
    /// The document.
    pub document_id: FinalDocumentId,
    /// The revision that was read and is changed.
    pub expected_revision: i64,
    /// The protocol of the hearing it rests on from now on; without, it rests on what it rested on before.
    pub protocol_id: Option<ProtocolId>,
    /// The day of the examination, from the opening of the review until today.
    pub held_on: Date,
    /// The place of the examination.
    pub place: LocalizedTextInput,
    /// The form of public control; that of the review when left out.
    pub form: Option<ReviewForm>,
    /// Who took part, at most 200.
    #[graphql(default)]
    pub participants: Vec<DocumentParticipantInput>,
    /// The facts the council found.
    pub facts: LocalizedTextInput,
    /// What it concludes from them.
    pub conclusion: LocalizedTextInput,
    /// What it recommends, at most 50, in the order of their numbers.
    #[graphql(default)]
    pub recommendations: Vec<RecommendationInput>,
}

/// A final document to send.
#[derive(InputObject, Clone, Debug)]
pub struct SendFinalDocumentInput {
    /// The document.
    pub document_id: FinalDocumentId,
    /// The revision that was read and is sent.
    pub expected_revision: i64,
}

/// A receipt to acknowledge.
#[derive(InputObject, Clone, Debug)]
pub struct AcknowledgeDocumentInput {
    /// The document.
    pub document_id: FinalDocumentId,
    /// The body that acknowledges it.
    pub body_id: StateBodyId,
}

impl From<DocumentParticipantInput> for Participant {
    fn from(input: DocumentParticipantInput) -> Self {
        Self { name: input.name, standing: input.standing.map(Into::into) }
    }
}

impl From<RecommendationInput> for Wish {
    fn from(input: RecommendationInput) -> Self {
        Self {
            text: input.text.into(),
            addressees: input.addressee_ids,
            priority: input.priority.into(),
            wished_on: input.wished_on.map(|day| day.0),
        }
    }
}

/// The words of an input that words a whole document; both inputs have the same fields.
macro_rules! wording {
    ($input:expr) => {{
        let input = $input;
        Wording {
            held_on: input.held_on.0,
            place: input.place.into(),
            form: input.form.map(Into::into),
            participants: input.participants.into_iter().map(Into::into).collect(),
            facts: input.facts.into(),
            conclusion: input.conclusion.into(),
            recommendations: input.recommendations.into_iter().map(Into::into).collect(),
        }
    }};
}

impl From<AdoptFinalDocumentInput> for Wording {
    fn from(input: AdoptFinalDocumentInput) -> Self {
        wording!(input)
    }
}

impl From<ReviseFinalDocumentInput> for Wording {
    fn from(input: ReviseFinalDocumentInput) -> Self {
        wording!(input)
    }
}
