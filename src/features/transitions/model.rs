//! One change of state.

use crate::access::act::Writing;
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{Id, PersonId, TransitionId};
use uuid::Uuid;

/// A decision or a review went from one state to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    pub id: TransitionId,
    /// The decision or review.
    pub subject_id: Uuid,
    /// The word of the subject's own enum of states; `None` at its beginning.
    pub from_state: Option<String>,
    pub to_state: String,
    /// Who did it; nobody when a deadline did.
    pub actor: Option<Actor>,
    pub occurred_at: Timestamp,
    pub reason: Option<String>,
}

/// Who changed a state, with the name at that time: history is not renamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub id: PersonId,
    pub name: String,
}

impl Transition {
    /// The transition that the viewer of a write makes now.
    pub fn made_in<K>(tx: &Writing<'_>, subject: Id<K>, from: Option<&str>, to: &str, reason: Option<String>) -> Self {
        let actor = tx.viewer.standing.as_ref().map(|who| Actor { id: who.account, name: who.name.clone() });
        Self {
            id: tx.id(),
            subject_id: subject.uuid(),
            from_state: from.map(str::to_owned),
            to_state: to.to_owned(),
            actor,
            occurred_at: tx.now,
            reason,
        }
    }
}
