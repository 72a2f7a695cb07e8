//! Accredited media read decisions under embargo, and what hangs on them, and each look is logged: who publishes early can
//! be found.

use super::model::Decision;
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::sight::Sight;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DecisionId;

/// Whether handing out this decision must leave an event: it is under embargo, and the viewer sees it as accredited
/// media. A journalist who also sits in a council is logged too, because the row does not tell the grounds apart and a
/// look too many in the log does no harm; officers of the body and administrators are not.
pub fn needs_log(sight: &Sight, decision: &Decision) -> bool {
    let otherwise = sight.everything || sight.bodies.contains(&decision.body_id);
    let embargoed = decision.public_from.is_some_and(|from| sight.now < from);
    sight.embargoed && embargoed && !otherwise
}

/// Logs a look at each of these decisions that needs one. Call it before the decisions are handed out.
///
/// # Errors
/// A fault when the log cannot be written; then nothing may be handed out.
pub fn look(tx: &mut Writing<'_>, ids: &[DecisionId]) -> Outcome<()> {
    // load
    let mut seen = store::by_ids(tx.conn, &tx.sight, ids)?;
    seen.retain(|decision| needs_log(&tx.sight, decision));
    for decision in seen {
        // authorize
        tx.authorize::<can::ReadEmbargoed>(Place::body(decision.body_id))?;
        // record: the event is all there is to write
        tx.record(event::looked_at(&decision));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::decisions::model::{DecisionState, tests::decision};
    use chrono::Duration;

    #[test]
    fn a_look_is_logged_only_for_media_and_only_under_embargo() {
        let published = decision(DecisionState::Published);
        let now = published.drafted_at;
        let embargoed = Decision { public_from: Some(now.plus(Duration::hours(1))), ..published.clone() };
        let open = Decision { public_from: Some(now), ..published };
        let media = Sight { embargoed: true, ..Sight::public(now) };
        let officer = Sight { bodies: vec![embargoed.body_id], ..media.clone() };
        assert!(needs_log(&media, &embargoed));
        assert!(!needs_log(&media, &open));
        assert!(!needs_log(&officer, &embargoed));
        assert!(!needs_log(&Sight::public(now), &embargoed));
    }
}
