//! What happened before an instant is no news: where a history is filled in afterwards, nobody is told of it.

use super::store::{self, Cursor};
use super::tell::MARGIN;
use crate::db::AnyConn;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;

/// Passes over what happened before `until` and was not told of. What happens from then on is told of.
///
/// # Errors
/// A fault when the database refuses.
pub fn pass_over(conn: &mut AnyConn, until: Timestamp) -> Outcome<()> {
    let Some(cursor) = store::hold_cursor(conn)? else { return Ok(()) };
    // Whoever tells looks back by the margin.
    store::move_cursor(conn, Cursor { read_until: until.plus(MARGIN).max(cursor.read_until), ..cursor })
}
