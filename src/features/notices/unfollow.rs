//! Somebody ceases to follow something.

use super::model::{Follow, Subject};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Ceases to follow something, also what the viewer may not see any more. Notices already made stay in the inbox.
///
/// # Errors
/// NOTHING_CHANGED when it was not followed.
pub fn unfollow(tx: &mut Writing<'_>, subject: Subject) -> Outcome<Follow> {
    // load
    let own = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // authorize
    let permit = tx.authorize::<can::Unfollow>(Place::person(own))?;
    // admit
    let found = store::find_follow(tx.conn, own, subject.id)?;
    let nothing = || Refusal::new(Code::NothingChanged).at("subjectId");
    let follow = found.ok_or_else(nothing)?;
    // write; of two who come at once one finds nothing left
    if store::delete_follow(tx.conn, &permit, follow.id)? == 0 {
        return Err(nothing().into());
    }
    // record
    tx.record(event::unfollowed(&follow));
    Ok(follow)
}
