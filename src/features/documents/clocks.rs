//! The two clocks of a final document.
//!
//! | clock | runs from | to | owed by | its subject |
//! |---|---|---|---|---|
//! | `document.send` | the conclusion of the review | the sending | the council | the review |
//! | `answer.reply` | the sending, which is the receipt | the answer | each addressee | the addressee of the recommendation |
//!
//! A review that is concluded without anything adopted and without a hearing has nothing to send, and no clock. Nor has one
//! whose poll is annulled before the document went out. A hearing that was held after the conclusion starts the clock with
//! its own end, as soon as a document rests on it; a vote repeated in the place of an annulled one, with its close.

use super::basis::{self, Ground};
use super::model::{Addressee, FinalDocument};
use crate::access::act::Writing;
use crate::access::sight::Sight;
use crate::features::deadlines::{self, DeadlineState, NewDeadline, Party, Subject};
use crate::features::reviews::{Review, ReviewState};
use crate::features::rules::key;
use crate::features::{bodies, decisions, polls};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::StateBodyId;
use chrono::NaiveDate;

/// A review was concluded: its final document is to be sent.
///
/// # Errors
/// A fault when the database refuses.
pub fn concluded(tx: &mut Writing<'_>, review: &Review) -> Outcome<()> {
    if !basis::is_owed(tx, review)? {
        return Ok(());
    }
    let decision = decisions::store::find(tx.conn, &tx.sight, review.decision_id)?;
    let body = decision.ok_or(Denied::NotFound("decision"))?.body_id;
    let today = deadlines::today(tx, body)?;
    start(tx, review, body, today)
}

/// A document was adopted. Where no clock of its sending runs, what it rests on came after the conclusion: a hearing, and
/// the clock has run since its end.
///
/// # Errors
/// A fault when the database refuses.
pub(super) fn adopted(tx: &mut Writing<'_>, review: &Review, document: &FinalDocument, ground: &Ground) -> Outcome<()> {
    let Ground::Hearing(hearing) = ground else { return Ok(()) };
    if runs(tx, review)? {
        return Ok(());
    }
    let body = document.body_id;
    let zone = bodies::store::zones(tx.conn, &[body])?.get(&body).copied().unwrap_or_default();
    let ended_at = hearing.meeting.closed_at.into_iter().chain(review.concluded_at).max().unwrap_or(tx.now);
    start(tx, review, body, zone.day(ended_at))
}

/// A poll was closed. If it repeated an annulled vote of a concluded review and was adopted, there is a document to send
/// again.
///
/// # Errors
/// A fault when the database refuses.
pub fn repeated(tx: &mut Writing<'_>, review: &Review) -> Outcome<()> {
    let is_owed = review.state == ReviewState::Concluded && polls::store::adopted(tx.conn, review.id)?.is_some();
    if !is_owed || runs(tx, review)? {
        return Ok(());
    }
    // The clock may have closed it, and has no eyes of its own.
    let decision = decisions::store::find(tx.conn, &Sight::system(tx.now), review.decision_id)?;
    let body = decision.ok_or_else(|| Failure::fault("a review without its decision"))?.body_id;
    let today = deadlines::today(tx, body)?;
    start(tx, review, body, today)
}

/// Whether the clock of the sending was started and not stopped.
fn runs(tx: &mut Writing<'_>, review: &Review) -> Outcome<bool> {
    let known = deadlines::store::of_subjects(tx.conn, &[review.id.uuid()])?;
    Ok(known.iter().any(|one| one.rule_key == key::DOCUMENT_SEND && one.state != DeadlineState::Cancelled))
}

fn start(tx: &mut Writing<'_>, review: &Review, body: StateBodyId, started_on: NaiveDate) -> Outcome<()> {
    let new = NewDeadline {
        key: key::DOCUMENT_SEND,
        subject: Subject::of(review.id),
        owed_by: Party::Council(review.council_id),
        review: review.id,
        decision: review.decision_id,
        council: review.council_id,
        body,
        started_on,
    };
    deadlines::start(tx, &new)?;
    Ok(())
}

/// A poll of a review was annulled: if nothing is left to rest a document on, nothing is to be sent any more.
///
/// # Errors
/// A fault when the database refuses.
pub fn annulled(tx: &mut Writing<'_>, review: &Review) -> Outcome<()> {
    if review.state == ReviewState::Concluded && !basis::is_owed(tx, review)? {
        deadlines::cancel(tx, review.id.uuid(), key::DOCUMENT_SEND)?;
    }
    Ok(())
}

/// The document was sent: the council has done its part, and every addressee owes an answer.
///
/// # Errors
/// A fault when the database refuses.
pub fn sent(tx: &mut Writing<'_>, review: &Review, body: StateBodyId, addressees: &[Addressee]) -> Outcome<()> {
    let on = deadlines::today(tx, body)?;
    deadlines::meet(tx, review.id.uuid(), key::DOCUMENT_SEND, on)?;
    if addressees.is_empty() {
        return Ok(());
    }
    let owing: Vec<StateBodyId> = addressees.iter().map(|addressee| addressee.body_id).collect();
    let zones = bodies::store::zones(tx.conn, &owing)?;
    let reply = |addressee: &Addressee| NewDeadline {
        key: key::ANSWER_REPLY,
        subject: Subject::of(addressee.id),
        owed_by: Party::Body(addressee.body_id),
        review: addressee.review_id,
        decision: addressee.decision_id,
        council: addressee.council_id,
        body: addressee.body_id,
        // The receipt falls on the day it is where the body is.
        started_on: zones.get(&addressee.body_id).copied().unwrap_or_default().day(tx.now),
    };
    let replies: Vec<NewDeadline> = addressees.iter().map(reply).collect();
    deadlines::start_all(tx, &replies)?;
    Ok(())
}
