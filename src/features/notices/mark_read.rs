//! Somebody marks notices as read.

use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::NoticeId;
use crate::kernel::page::MAX_PAGE;

/// Marks some of the viewer's notices as read, or all there are. Those that are read already, and those of others, are left
/// as they are. Returns how many became read.
///
/// # Errors
/// BAD_INPUT for more than a page of ids.
pub fn mark_read(tx: &mut Writing<'_>, ids: Option<&[NoticeId]>) -> Outcome<usize> {
    // load
    let own = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // authorize
    let permit = tx.authorize::<can::MarkRead>(Place::person(own))?;
    // admit
    if ids.is_some_and(|ids| u32::try_from(ids.len()).is_ok_and(|count| count > MAX_PAGE)) {
        return Err(Failure::bad_input("notificationIds", format!("at most {MAX_PAGE} ids")));
    }
    // write
    let marked = store::mark_read(tx.conn, &permit, ids, tx.now)?;
    // record
    if marked > 0 {
        tx.record(event::read(own, marked));
    }
    Ok(marked)
}
