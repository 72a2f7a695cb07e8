//! An officer replaces a published decision by another published decision of the same body.

use super::model::{Decision, DecisionState, Step};
use super::{event, load, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::check;
use crate::features::transitions::Transition;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DecisionId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Which decision is superseded, and by which.
#[derive(Clone, Debug)]
pub struct Supersession {
    pub decision: DecisionId,
    pub by: DecisionId,
    pub reason: Option<String>,
}

/// Supersedes a published decision.
///
/// # Errors
/// WRONG_STATE; SUCCESSOR_INVALID when the other is itself, not published or of another body; BODY_NOT_IN_FORCE; TOO_LONG
/// of the reason.
pub fn supersede(tx: &mut Writing<'_>, input: &Supersession) -> Outcome<Decision> {
    // load
    let old = load::held(tx, input.decision)?;
    // authorize
    let permit = tx.authorize::<can::SupersedeDecision>(Place::body(old.body_id))?;
    // admit
    load::admit_body(tx, old.body_id)?;
    let (from, state) = (old.state, old.after(Step::Supersede)?);
    let reason = check::optional(input.reason.as_deref(), "reason", check::REASON_CHARS)?;
    let successor = store::find(tx.conn, &tx.sight, input.by)?;
    admit(&old, successor.as_ref())?;
    // write
    let decision = Decision { state, superseded_by_id: Some(input.by), ..old };
    let step = Transition::made_in(tx, decision.id, Some(from.as_str()), state.as_str(), reason);
    store::set_state(tx.conn, &permit, &decision, &step)?;
    // record
    tx.record(event::superseded(&decision, input.by));
    Ok(decision)
}

fn admit(old: &Decision, successor: Option<&Decision>) -> Result<(), Refusal> {
    let fits = |new: &Decision| {
        let stands = matches!(new.state, DecisionState::Published | DecisionState::Adopted);
        new.id != old.id && new.body_id == old.body_id && stands
    };
    if successor.is_some_and(fits) { Ok(()) } else { Err(Refusal::new(Code::SuccessorInvalid).at("supersededById")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::decisions::model::tests::decision;
    use crate::kernel::id::Id;
    use uuid::Uuid;

    #[test]
    fn a_decision_is_superseded_by_another_published_one_of_its_body_and_by_nothing_else() {
        let old = decision(DecisionState::Published);
        let new = Decision { id: Id::from_uuid(Uuid::from_u128(9)), ..old.clone() };
        let elsewhere = Decision { body_id: Id::from_uuid(Uuid::from_u128(8)), ..new.clone() };
        let draft = Decision { state: DecisionState::Draft, ..new.clone() };
        assert!(admit(&old, Some(&new)).is_ok());
        for unfit in [None, Some(&old), Some(&elsewhere), Some(&draft)] {
            assert_eq!(admit(&old, unfit).map_err(|refusal| refusal.code), Err(Code::SuccessorInvalid));
        }
    }
}
