//! Who is told, with what they may see.

use crate::access::grants;
use crate::access::sight::Sight;
use crate::access::viewer::Viewer;
use crate::db::AnyConn;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::PersonId;
use std::sync::Arc;

/// An active person, as if they were looking at this moment; `None` when they can look no more.
pub(super) fn reader(conn: &mut AnyConn, person: PersonId, now: Timestamp) -> Outcome<Option<Viewer>> {
    let standing = grants::standing_of(conn, person, now)?.map(Arc::new);
    Ok(standing.map(|standing| Viewer { standing: Some(standing), ..Viewer::anonymous(now) }))
}

/// What they may be told of. Media see what is under embargo when they look, because each look is logged; a mail is not
/// looked at here, so they are told with everybody else.
pub(super) fn sight(viewer: &Viewer) -> Sight {
    Sight { embargoed: false, ..Sight::of(viewer) }
}
