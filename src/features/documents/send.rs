//! Those who preside send a final document: what it says stands, and the clocks of the answers run.

use super::content::DocumentVersion;
use super::model::{Addressee, AddresseeState, DocumentState, FinalDocument, Receipt, Recommendation};
use super::store::{self, Dispatch};
use super::{basis, clocks, event};
use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::{Place, can};
use crate::features::bodies;
use crate::features::reviews::{self, Review, Step};
use crate::features::transitions::Transition;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{FinalDocumentId, StateBodyId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use std::collections::BTreeSet;

/// Which document goes out, as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Sending {
    pub document: FinalDocumentId,
    pub expected: i64,
}

/// Sends a document to the body whose decision was reviewed and to every addressee of a recommendation. A document
/// without recommendations waits for no answer: its review is answered at once.
///
/// # Errors
/// WRONG_STATE once it is sent, STALE_REVISION, POLL_ANNULLED when the poll it rests on was annulled meanwhile,
/// BODY_NOT_IN_FORCE when an addressee exists no more.
pub fn send(tx: &mut Writing<'_>, input: &Sending) -> Outcome<FinalDocument> {
    // load
    let (review, document) = hold(tx, input.document)?;
    // authorize
    let permit = tx.authorize::<can::SendFinalDocument>(Place::council(document.council_id))?;
    // admit
    document.must_be_draft(input.expected)?;
    review.after(Step::Send)?;
    basis::must_stand(tx, document.basis)?;
    let version = store::version_of(tx.conn, document.version_id)?;
    let version = version.ok_or_else(|| Failure::fault("a final document without its current version"))?;
    let dispatch = dispatch(tx, &document, &version)?;
    admit_addressees(tx, &dispatch)?;
    // write
    let document = FinalDocument { state: DocumentState::Sent, sent_at: Some(tx.now), ..document };
    store::send(tx.conn, &permit, &document, &dispatch)?;
    // record
    tx.record(event::sent(&document, &version, &dispatch.addressees));
    // What follows from it, each with its own events.
    let review = move_on(tx, &permit, &review, Step::Send)?;
    clocks::sent(tx, &review, document.body_id, &dispatch.addressees)?;
    if dispatch.addressees.is_empty() {
        move_on(tx, &permit, &review, Step::Answer)?;
    }
    Ok(document)
}

/// Locks the review and then its document, in this order everywhere.
///
/// # Errors
/// NOT_FOUND.
pub(super) fn hold(tx: &mut Writing<'_>, id: FinalDocumentId) -> Outcome<(Review, FinalDocument)> {
    const WHAT: Denied = Denied::NotFound("final document");
    let seen = store::find(tx.conn, &tx.sight, id)?.ok_or(WHAT)?;
    let review = reviews::store::lock(tx.conn, &tx.sight, seen.review_id)?.ok_or(Denied::NotFound("review"))?;
    let document = store::lock(tx.conn, &tx.sight, id)?.ok_or(WHAT)?;
    Ok((review, document))
}

/// The rows that come to be with the sending, made of the version as it stands.
fn dispatch(tx: &Writing<'_>, document: &FinalDocument, version: &DocumentVersion) -> Outcome<Dispatch> {
    let mut made = Dispatch::default();
    let mut recipients = BTreeSet::from([document.body_id]);
    for wish in &version.content.recommendations {
        let recommendation = Recommendation {
            id: tx.id(),
            document_id: document.id,
            review_id: document.review_id,
            decision_id: document.decision_id,
            council_id: document.council_id,
            number: wish.number,
            text: wish.text.clone(),
            priority: wish.priority,
            wished_on: wish.wished_on,
            sent_at: tx.now,
        };
        for named in &wish.addressees {
            let body_id = StateBodyId::parse(&named.id).map_err(|_| Failure::fault("an addressee without an id"))?;
            recipients.insert(body_id);
            made.addressees.push(addressee(tx, &recommendation, body_id));
        }
        made.recommendations.push(recommendation);
    }
    let receipt = |body_id| Receipt { document_id: document.id, body_id, received_at: tx.now, acknowledgement: None };
    made.receipts = recipients.into_iter().map(receipt).collect();
    Ok(made)
}

fn addressee(tx: &Writing<'_>, recommendation: &Recommendation, body_id: StateBodyId) -> Addressee {
    Addressee {
        id: tx.id(),
        recommendation_id: recommendation.id,
        document_id: recommendation.document_id,
        review_id: recommendation.review_id,
        decision_id: recommendation.decision_id,
        council_id: recommendation.council_id,
        body_id,
        state: AddresseeState::Pending,
        sent_at: tx.now,
    }
}

/// A body that ceased to exist since the document was worded cannot answer.
fn admit_addressees(tx: &mut Writing<'_>, dispatch: &Dispatch) -> Outcome<()> {
    let wanted: Vec<StateBodyId> = dispatch.addressees.iter().map(|addressee| addressee.body_id).collect();
    let today = tx.now.day();
    if bodies::store::by_ids(tx.conn, &wanted)?.iter().any(|body| !body.in_force_on(today)) {
        return Err(Refusal::new(Code::BodyNotInForce).into());
    }
    Ok(())
}

fn move_on(
    tx: &mut Writing<'_>,
    permit: &Permit<can::SendFinalDocument>,
    review: &Review,
    step: Step,
) -> Outcome<Review> {
    let (from, to) = (review.state, review.after(step)?);
    let step = Transition::made_in(tx, review.id, Some(from.as_str()), to.as_str(), None);
    let review = reviews::store::set_state(tx.conn, permit, review, to, &step)?;
    tx.record(reviews::event::moved(&review, from));
    Ok(review)
}
