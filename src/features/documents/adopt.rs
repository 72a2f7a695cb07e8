//! Those who preside adopt the final document of a concluded review.

use super::content::{Content, DocumentVersion, sha256};
use super::frame::{self, Frame};
use super::model::{DocumentState, FinalDocument, Number};
use super::wording::Wording;
use super::{basis, clocks, event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::councils;
use crate::features::reviews::{self, Review, ReviewState};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{ProtocolId, ReviewId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use chrono::Datelike;

/// The document of a review.
#[derive(Clone, Debug)]
pub struct Adoption {
    pub review: ReviewId,
    /// The protocol of the hearing it rests on; without, it rests on the poll that was adopted.
    pub protocol: Option<ProtocolId>,
    pub wording: Wording,
}

/// Adopts a final document: it gets its number and version 1.
///
/// # Errors
/// WRONG_STATE unless the review is concluded, POLL_NOT_ADOPTED, DOCUMENT_EXISTS; NOT_FOUND, PROTOCOL_UNFIT,
/// PROTOCOL_UNSIGNED or VOTED_DOWN of the protocol; BLANK, TOO_LONG or OUT_OF_RANGE of a field; BODY_NOT_IN_FORCE or
/// ADDRESSEE_UNFIT of an addressee.
pub fn adopt(tx: &mut Writing<'_>, input: &Adoption) -> Outcome<FinalDocument> {
    // load
    let review = reviews::store::lock(tx.conn, &tx.sight, input.review)?.ok_or(Denied::NotFound("review"))?;
    // authorize
    let permit = tx.authorize::<can::AdoptFinalDocument>(Place::council(review.council_id))?;
    // admit
    admit(&review)?;
    let ground = basis::find(tx, &review, input.protocol)?;
    let today = tx.now.day();
    let wording = input.wording.clone().checked(&tx.core.rules, &review, today)?;
    // Held, so that two documents adopted at once get two numbers.
    let council = councils::store::lock(tx.conn, review.council_id)?.ok_or(Denied::NotFound("council"))?;
    let year = i64::from(today.year());
    let number = Number { year, number: store::last_number(tx.conn, council.id, year)?.saturating_add(1) };
    let decision = frame::decision_of(tx, &review)?;
    let frame = Frame { review: &review, decision: &decision, council: &council, number, ground: &ground };
    let content = frame::compose(tx, &frame, wording)?;
    // write
    let (document, version) = first(tx, &frame, content)?;
    store::adopt(tx.conn, &permit, &document, &version)?;
    // record
    tx.record(event::adopted(&document, &version));
    clocks::adopted(tx, &review, &document, &ground)?;
    Ok(document)
}

/// The document that a first version makes.
fn first(tx: &Writing<'_>, frame: &Frame<'_>, content: Content) -> Outcome<(FinalDocument, DocumentVersion)> {
    let author = tx.viewer.standing.as_ref().ok_or(Denied::Unauthenticated)?;
    let canonical = content.canonical()?;
    let version = DocumentVersion {
        id: tx.id(),
        document_id: tx.id(),
        number: 1,
        content,
        sha256: sha256(&canonical),
        canonical,
        author_id: author.account,
        created_at: tx.now,
    };
    let document = FinalDocument {
        id: version.document_id,
        review_id: frame.review.id,
        decision_id: frame.decision.id,
        council_id: frame.council.id,
        body_id: frame.decision.body_id,
        basis: frame.ground.basis(),
        number: frame.number,
        state: DocumentState::Draft,
        version_id: version.id,
        revision: version.number,
        adopted_by_id: author.account,
        adopted_by_name: author.name.clone(),
        adopted_at: tx.now,
        sent_at: None,
    };
    Ok((document, version))
}

fn admit(review: &Review) -> Result<(), Refusal> {
    if review.state != ReviewState::Concluded {
        return Err(Refusal::new(Code::WrongState).at("reviewId").with("state", review.state.as_str()));
    }
    Ok(())
}
