//! A final document with all that its page needs.

use super::render::Sheet;
use super::store;
use crate::access::act::Reading;
use crate::features::decisions;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::FinalDocumentId;

/// The document as it stands, if the viewer may see it. Where the decision is seen only as accredited media under an
/// embargo, the look has to be logged before the page is handed out ([`decisions::needs_log`]).
///
/// # Errors
/// A fault when the database cannot be read.
pub fn sheet(r: &mut Reading<'_>, id: FinalDocumentId) -> Outcome<Option<Sheet>> {
    let Some(document) = store::find(r.conn, &r.sight, id)? else { return Ok(None) };
    let Some(decision) = decisions::store::find(r.conn, &r.sight, document.decision_id)? else { return Ok(None) };
    let version = store::version_of(r.conn, document.version_id)?;
    let version = version.ok_or_else(|| Failure::fault("a final document without its current version"))?;
    Ok(Some(Sheet { document, version, decision }))
}
