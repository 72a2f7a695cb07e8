//! The viewer ends the session they are in, or all of theirs: on the telephone that was lost, too.

use super::model::{EndReason, Session};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Outcome};

/// Which sessions end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    This,
    All,
}

/// Signs out and says what ended. Once is enough: a session that has ended meanwhile is ended.
///
/// # Errors
/// UNAUTHENTICATED when nobody is signed in.
pub fn sign_out(tx: &mut Writing<'_>, extent: Extent) -> Outcome<Vec<Session>> {
    // load
    let standing = tx.viewer.standing.as_ref().ok_or(Denied::Unauthenticated)?;
    let (own, current) = (standing.account, standing.session);
    let mut ending = store::sessions::lock_running(tx.conn, own, tx.now)?;
    // authorize
    tx.authorize::<can::ChangeOwnAccount>(Place::person(own))?;
    // admit
    ending.retain(|session| extent == Extent::All || session.id == current);
    for session in &ending {
        // write
        store::sessions::end(tx.conn, session.id, EndReason::SignedOut, tx.now)?;
        // record
        tx.record(event::session_ended(session, EndReason::SignedOut));
    }
    Ok(ending)
}
