//! Somebody follows something.

use super::model::{self, Follow, Subject, SubjectKind};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::db::dialect::LockMode;
use crate::features::{bodies, councils, decisions, documents, people};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{DecisionId, Id};

/// Follows something; followed already, the running following is the answer.
///
/// # Errors
/// TOO_MANY_FOLLOWS; NOT_FOUND.
pub fn follow(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Follow> {
    // load
    let own = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    let decision_id = hangs_on(tx, subject)?;
    // authorize
    let permit = tx.authorize::<can::Follow>(Place::person(own))?;
    // admit; whoever follows two things at once does so one after the other, so that the limit holds
    people::store::accounts::lock(tx.conn, own, LockMode::Update)?.ok_or(Denied::Unauthenticated)?;
    if let Some(running) = store::find_follow(tx.conn, own, subject.id)? {
        return Ok(running);
    }
    model::admit_follow(store::count_follows(tx.conn, own)?, tx.core.rules.follow_limit)?;
    // write
    let follow = Follow { id: tx.id(), person_id: own, subject, decision_id, since_at: tx.now };
    store::insert_follow(tx.conn, &permit, &follow)?;
    // record
    tx.record(event::followed(&follow));
    Ok(follow)
}

/// The decision through which a subject is seen, if there is such a subject and the viewer sees it.
fn hangs_on(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Option<DecisionId>> {
    let missing = Denied::NotFound(subject.kind.noun());
    match subject.kind {
        SubjectKind::Body => {
            bodies::store::find(tx.conn, Id::from_uuid(subject.id))?.ok_or(missing)?;
            Ok(None)
        }
        SubjectKind::Council => {
            councils::store::find(tx.conn, Id::from_uuid(subject.id))?.ok_or(missing)?;
            Ok(None)
        }
        SubjectKind::Decision => {
            let found = decisions::store::find(tx.conn, &tx.sight, Id::from_uuid(subject.id))?;
            Ok(Some(found.ok_or(missing)?.id))
        }
        SubjectKind::Recommendation => {
            let ids = [Id::from_uuid(subject.id)];
            let found = documents::store::recommendations_by_ids(tx.conn, &tx.sight, &ids)?.pop();
            Ok(Some(found.ok_or(missing)?.decision_id))
        }
    }
}
