//! What can happen to a final document. Payloads hold ids and enum words; what is written is in the versions, and their
//! hash is here.

use super::content::DocumentVersion;
use super::model::{Addressee, Basis, FinalDocument, Receipt};
use crate::db::log::hex;
use crate::kernel::event::{EventKind, NewEvent};
use serde_json::{Value, json};

/// A document was adopted.
pub fn adopted(document: &FinalDocument, version: &DocumentVersion) -> NewEvent {
    let adopted = about(versioned(EventKind::FinalDocumentAdopted, version), document).about("body", document.body_id);
    resting(adopted, document).with("number", document.number.to_string())
}

/// A document got a new version.
pub fn revised(document: &FinalDocument, version: &DocumentVersion) -> NewEvent {
    resting(versioned(EventKind::FinalDocumentRevised, version), document)
}

/// A document was sent; who owes an answer to what stands in it, so that the score can be counted from the events.
pub fn sent(document: &FinalDocument, version: &DocumentVersion, addressees: &[Addressee]) -> NewEvent {
    let owed = |addressee: &Addressee| {
        json!({
            "addressee": addressee.id.wire(),
            "recommendation": addressee.recommendation_id.wire(),
            "body": addressee.body_id.wire(),
        })
    };
    about(versioned(EventKind::FinalDocumentSent, version), document)
        .about("body", document.body_id)
        .with("number", document.number.to_string())
        .with("addressees", addressees.iter().map(owed).collect::<Vec<Value>>())
}

/// A body acknowledged a document.
pub fn acknowledged(document: &FinalDocument, receipt: &Receipt) -> NewEvent {
    about(NewEvent::new(EventKind::DocumentAcknowledged, document.id), document).about("body", receipt.body_id)
}

fn versioned(kind: EventKind, version: &DocumentVersion) -> NewEvent {
    NewEvent::new(kind, version.document_id)
        .about("version", version.id)
        .with("revision", version.number)
        .with("sha256", hex(&version.sha256))
}

/// On what it rests: a poll, or the protocol of a hearing.
fn resting(event: NewEvent, document: &FinalDocument) -> NewEvent {
    match document.basis {
        Basis::Poll(poll) => event.about("poll", poll),
        Basis::Protocol(protocol) => event.about("protocol", protocol),
    }
}

fn about(event: NewEvent, document: &FinalDocument) -> NewEvent {
    event
        .about("review", document.review_id)
        .about("decision", document.decision_id)
        .about("council", document.council_id)
}
