//! An officer publishes a draft: to everybody, to everybody after an embargo, or to the council only.

use super::model::{Access, Decision, Step, admit_embargo, public_from};
use super::{event, load, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::transitions::Transition;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DecisionId;

/// How a draft is published.
#[derive(Clone, Copy, Debug)]
pub struct Publication {
    pub decision: DecisionId,
    pub access: Access,
    /// Until then only the body, its council and accredited media read it.
    pub embargoed_until: Option<Timestamp>,
}

/// Publishes a draft.
///
/// # Errors
/// WRONG_STATE, EMBARGO_PAST, BODY_NOT_IN_FORCE.
pub fn publish(tx: &mut Writing<'_>, input: &Publication) -> Outcome<Decision> {
    // load
    let draft = load::held(tx, input.decision)?;
    // authorize
    let permit = tx.authorize::<can::PublishDecision>(Place::body(draft.body_id))?;
    // admit
    load::admit_body(tx, draft.body_id)?;
    let (from, state) = (draft.state, draft.after(Step::Publish)?);
    admit_embargo(input.embargoed_until, tx.now)?;
    // write
    let decision = Decision {
        state,
        access: input.access,
        published_at: Some(tx.now),
        embargoed_until: input.embargoed_until,
        public_from: public_from(input.access, tx.now, input.embargoed_until),
        listed_at: tx.now,
        ..draft
    };
    let step = Transition::made_in(tx, decision.id, Some(from.as_str()), state.as_str(), None);
    store::set_state(tx.conn, &permit, &decision, &step)?;
    // record
    tx.record(event::published(&decision));
    Ok(decision)
}
