//! Where the subject of a file hangs, under the viewer's sight, held so that it does not change state meanwhile.

use super::model::{Access, Setting, Subject, SubjectKind};
use crate::access::act::Writing;
use crate::features::answers;
use crate::features::decisions::{self, model::REVISABLE};
use crate::features::documents::{self, DocumentState};
use crate::features::meetings::{self, MeetingState, Openness};
use crate::features::reviews::{self, ReviewState};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{AnswerId, DecisionId, FinalDocumentId, MeetingId};

/// The setting of a subject.
///
/// # Errors
/// NOT_FOUND naming the kind; a fault when the database cannot be read.
pub(super) fn held(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Setting> {
    let found = match subject.kind {
        SubjectKind::Decision => decision(tx, subject)?,
        SubjectKind::FinalDocument => document(tx, subject)?,
        SubjectKind::Answer => answer(tx, subject)?,
        SubjectKind::Meeting => meeting(tx, subject)?,
    };
    found.ok_or_else(|| Denied::NotFound(subject.kind.noun()).into())
}

/// The documents of a decision may grow as long as its text may.
fn decision(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Option<Setting>> {
    let found = decisions::store::hold(tx.conn, &tx.sight, DecisionId::from_uuid(subject.id))?;
    Ok(found.map(|decision| Setting {
        subject,
        decision_id: Some(decision.id),
        council_id: None,
        body_id: Some(decision.body_id),
        shut: (!REVISABLE.contains(&decision.state)).then(|| decision.state.as_str()),
        widest: Access::Public,
    }))
}

/// A final document takes its annexes until it is sent; what was sent is whole.
fn document(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Option<Setting>> {
    let found = documents::store::lock(tx.conn, &tx.sight, FinalDocumentId::from_uuid(subject.id))?;
    Ok(found.map(|document| Setting {
        subject,
        decision_id: Some(document.decision_id),
        council_id: Some(document.council_id),
        body_id: Some(document.body_id),
        shut: (document.state != DocumentState::Draft).then(|| document.state.as_str()),
        widest: Access::Public,
    }))
}

/// An answer never changes, but its documents need its id, so they come after it, until all is closed.
fn answer(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Option<Setting>> {
    let Some(answer) = answers::store::find(tx.conn, &tx.sight, AnswerId::from_uuid(subject.id))? else {
        return Ok(None);
    };
    let Some(review) = reviews::store::lock(tx.conn, &tx.sight, answer.review_id)? else { return Ok(None) };
    Ok(Some(Setting {
        subject,
        decision_id: Some(answer.decision_id),
        council_id: Some(answer.council_id),
        body_id: Some(answer.body_id),
        shut: (review.state == ReviewState::Closed).then(|| review.state.as_str()),
        widest: Access::Public,
    }))
}

/// Materials of a meeting come before it, recordings after it; one that was cancelled takes none.
fn meeting(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Option<Setting>> {
    let found = meetings::store::lock(tx.conn, MeetingId::from_uuid(subject.id))?;
    Ok(found.map(|meeting| Setting {
        subject,
        decision_id: None,
        council_id: Some(meeting.council_id),
        body_id: None,
        shut: (meeting.state == MeetingState::Cancelled).then(|| meeting.state.as_str()),
        widest: match meeting.openness {
            Openness::Public => Access::Public,
            Openness::Closed => Access::Restricted,
        },
    }))
}
