//! An officer of a body acknowledges that a final document lies before it.

use super::model::{Acknowledgement, FinalDocument, Receipt};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{FinalDocumentId, StateBodyId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Which document, and for which body.
#[derive(Clone, Copy, Debug)]
pub struct Acknowledging {
    pub document: FinalDocumentId,
    pub body: StateBodyId,
}

/// Acknowledges a document for a body. Once is enough: who does it again is shown who did it first. The clock of the
/// answer has run since the sending and is not moved.
///
/// # Errors
/// NOT_RECIPIENT when it was not sent to this body.
pub fn acknowledge(tx: &mut Writing<'_>, input: &Acknowledging) -> Outcome<(FinalDocument, Receipt)> {
    // load
    let document = store::find(tx.conn, &tx.sight, input.document)?.ok_or(Denied::NotFound("final document"))?;
    // authorize
    let permit = tx.authorize::<can::AcknowledgeDocument>(Place::body(input.body))?;
    let officer = tx.viewer.standing.clone().ok_or(Denied::Unauthenticated)?;
    // admit
    let receipt = store::lock_receipt(tx.conn, document.id, input.body)?;
    let receipt = receipt.ok_or_else(|| Refusal::new(Code::NotRecipient).at("bodyId"))?;
    if receipt.acknowledgement.is_some() {
        return Ok((document, receipt));
    }
    // write
    let given = Acknowledgement { by_id: officer.account, by_name: officer.name.clone(), at: tx.now };
    store::acknowledge(tx.conn, &permit, &receipt, &given)?;
    // record
    tx.record(event::acknowledged(&document, &receipt));
    Ok((document, Receipt { acknowledgement: Some(given), ..receipt }))
}
