//! Those who preside give a final document a new version, as long as it has not been sent.

use super::content::{DocumentVersion, sha256};
use super::frame::{self, Frame};
use super::model::FinalDocument;
use super::send::hold;
use super::wording::Wording;
use super::{basis, event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::councils;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{FinalDocumentId, ProtocolId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What the document is to say from now on.
#[derive(Clone, Debug)]
pub struct Revision {
    pub document: FinalDocumentId,
    /// The revision that was read and is changed.
    pub expected: i64,
    /// The protocol of the hearing it rests on from now on; without, it rests on what it rested on before.
    pub protocol: Option<ProtocolId>,
    pub wording: Wording,
}

/// Revises a document. It keeps its number, and earlier versions stay readable.
///
/// # Errors
/// WRONG_STATE once it is sent, STALE_REVISION, NOTHING_CHANGED, POLL_NOT_ADOPTED; what [`super::adopt::adopt`] refuses of
/// the words.
pub fn revise(tx: &mut Writing<'_>, input: &Revision) -> Outcome<FinalDocument> {
    // load
    let (review, document) = hold(tx, input.document)?;
    // authorize
    let permit = tx.authorize::<can::ReviseFinalDocument>(Place::council(document.council_id))?;
    let author_id = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // admit
    document.must_be_draft(input.expected)?;
    let ground = basis::find(tx, &review, input.protocol.or(document.basis.protocol()))?;
    let wording = input.wording.clone().checked(&tx.core.rules, &review, tx.now.day())?;
    let council = councils::store::find(tx.conn, review.council_id)?.ok_or(Denied::NotFound("council"))?;
    let decision = frame::decision_of(tx, &review)?;
    let number = document.number;
    let frame = Frame { review: &review, decision: &decision, council: &council, number, ground: &ground };
    let content = frame::compose(tx, &frame, wording)?;
    let canonical = content.canonical()?;
    let current = store::version_of(tx.conn, document.version_id)?;
    let current = current.ok_or_else(|| Failure::fault("a final document without its current version"))?;
    if current.canonical == canonical {
        return Err(Refusal::new(Code::NothingChanged).into());
    }
    // write
    let (id, number) = (tx.id(), document.revision.saturating_add(1));
    let (document_id, sha256, created_at) = (document.id, sha256(&canonical), tx.now);
    let version = DocumentVersion { id, document_id, number, content, canonical, sha256, author_id, created_at };
    let document = FinalDocument { version_id: id, revision: number, basis: ground.basis(), ..document };
    store::revise(tx.conn, &permit, &document, &version)?;
    // record
    tx.record(event::revised(&document, &version));
    Ok(document)
}
