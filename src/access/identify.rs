//! Whose session it is: from memory where that is safe, else from the database.

use super::act::Act;
use super::core::Core;
use super::grants;
use super::viewer::{Standing, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::SessionId;
use std::sync::Arc;

/// The standing of a session; `None` when it has ended or run out, or its account is suspended.
///
/// # Errors
/// A fault when the database is away.
pub async fn standing(core: &Arc<Core>, session: SessionId, now: Timestamp) -> Outcome<Option<Arc<Standing>>> {
    if let Some(found) = core.remembered(session) {
        return Ok((now < found.session_expires).then_some(found));
    }
    let version = core.rights_version();
    let act = Act::new(Arc::clone(core), Viewer::anonymous(now));
    let loaded = act.read(move |r| grants::standing(r.conn, session, now)).await?.map(Arc::new);
    if let Some(standing) = &loaded {
        core.remember(session, standing, version);
    }
    Ok(loaded)
}
