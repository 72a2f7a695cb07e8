//! Adopting, revising, sending and acknowledging final documents.

use super::input::{
    AcknowledgeDocumentInput, AdoptFinalDocumentInput, ReviseFinalDocumentInput, SendFinalDocumentInput,
};
use super::object::FinalDocument;
use super::receipt::DocumentReceipt;
use crate::features::documents::{acknowledge, adopt, revise, send};
use crate::graphql::context::Ask;
use crate::graphql::once::{once, shown};
use crate::payload;
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

payload! {
    /// What `adoptFinalDocument` did.
    AdoptFinalDocumentPayload {
        /// The new document, a draft.
        document: FinalDocument,
    }
}

payload! {
    /// What `reviseFinalDocument` did.
    ReviseFinalDocumentPayload {
        /// The document as it now stands.
        document: FinalDocument,
    }
}

payload! {
    /// What `sendFinalDocument` did.
    SendFinalDocumentPayload {
        /// The document as it stands from now on.
        document: FinalDocument,
    }
}

payload! {
    /// What `acknowledgeDocument` did.
    AcknowledgeDocumentPayload {
        /// The document.
        document: FinalDocument,
        /// The receipt with its acknowledgement.
        receipt: DocumentReceipt,
    }
}

/// Mutations of final documents.
#[derive(Default)]
pub struct DocumentMutation;

#[Object]
impl DocumentMutation {
    /// Adopt the final document of a concluded review, resting on a poll of it that was adopted or on the signed protocol of
    /// a hearing: it gets its number in the council's year. Chair and deputy chair of the council.
    async fn adopt_final_document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The document.")] input: AdoptFinalDocumentInput,
    ) -> Result<AdoptFinalDocumentPayload> {
        let once = once("adoptFinalDocument", &input);
        let act = context.act();
        let (review, protocol) = (input.review_id, input.protocol_id);
        let input = adopt::Adoption { review, protocol, wording: input.into() };
        let made = once.write(act, move |tx| adopt::adopt(tx, &input), |made| made.id).await;
        let outcome =
            shown(made, |document| FinalDocument(Arc::new(document)), |id| FinalDocument::find(context, id)).await;
        AdoptFinalDocumentPayload::settle(act, outcome.map(|one| (one,)))
    }

    /// Give a final document that was not sent yet a new version. Chair and deputy chair of the council.
    async fn revise_final_document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The revision.")] input: ReviseFinalDocumentInput,
    ) -> Result<ReviseFinalDocumentPayload> {
        let act = context.act();
        let (document, expected, protocol) = (input.document_id, input.expected_revision, input.protocol_id);
        let input = revise::Revision { document, expected, protocol, wording: input.into() };
        let outcome = act.write(move |tx| revise::revise(tx, &input)).await;
        ReviseFinalDocumentPayload::settle(act, outcome.map(|document| (FinalDocument(Arc::new(document)),)))
    }

    /// Send a final document: it is never changed again, its review is SENT, and each addressee of a recommendation owes an
    /// answer within the days of the law. Chair and deputy chair of the council.
    async fn send_final_document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The document, as it was read.")] input: SendFinalDocumentInput,
    ) -> Result<SendFinalDocumentPayload> {
        let act = context.act();
        let input = send::Sending { document: input.document_id, expected: input.expected_revision };
        let outcome = act.write(move |tx| send::send(tx, &input)).await;
        SendFinalDocumentPayload::settle(act, outcome.map(|document| (FinalDocument(Arc::new(document)),)))
    }

    /// Acknowledge a final document for a body it was sent to. It does not move the clock of the answer, which has run since
    /// the sending; once is enough, and doing it again changes nothing. Officers of the body.
    async fn acknowledge_document(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The document and the body.")] input: AcknowledgeDocumentInput,
    ) -> Result<AcknowledgeDocumentPayload> {
        let act = context.act();
        let input = acknowledge::Acknowledging { document: input.document_id, body: input.body_id };
        let outcome = act.write(move |tx| acknowledge::acknowledge(tx, &input)).await;
        let shown = |(document, receipt)| (FinalDocument(Arc::new(document)), DocumentReceipt(Arc::new(receipt)));
        AcknowledgeDocumentPayload::settle(act, outcome.map(shown))
    }
}
