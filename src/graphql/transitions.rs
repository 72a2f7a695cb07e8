//! What a decision, a review or a meeting went through, with who, when and why.

use super::batch::Loader;
use super::context::Ask;
use super::decisions::DecisionState;
use super::meetings::MeetingState;
use super::people::Person;
use super::reviews::ReviewState;
use crate::access::act::Reading;
use crate::features::transitions::{model, store};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use async_graphql::{Context, ID, OutputType, SimpleObject};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A change of state, with who made it, when and why. Never altered.
#[derive(SimpleObject, Clone)]
#[graphql(concrete(name = "DecisionTransition", params(DecisionState)))]
#[graphql(concrete(name = "ReviewTransition", params(ReviewState)))]
#[graphql(concrete(name = "MeetingTransition", params(MeetingState)))]
pub struct Transition<S: OutputType> {
    /// The opaque id.
    id: ID,
    /// The state it was in before; null at the beginning.
    from_state: Option<S>,
    /// The state it was in afterwards.
    to_state: S,
    /// Who made the change; null when a deadline did.
    actor: Option<Person>,
    /// When it was made.
    occurred_at: Timestamp,
    /// Why, in the words of who made it.
    reason: Option<String>,
}

/// The transitions of many subjects.
struct TransitionsOf;

impl Loader for TransitionsOf {
    type Key = Uuid;
    type Value = Arc<Vec<model::Transition>>;

    fn load(reading: &mut Reading<'_>, keys: &[Uuid]) -> Outcome<HashMap<Uuid, Self::Value>> {
        let mut found: HashMap<Uuid, Vec<model::Transition>> = HashMap::new();
        for transition in store::of_subjects(reading.conn, keys)? {
            found.entry(transition.subject_id).or_default().push(transition);
        }
        Ok(found.into_iter().map(|(subject, transitions)| (subject, Arc::new(transitions))).collect())
    }
}

/// The transitions of one decision, review or meeting that the viewer sees, oldest first; `W` is its enum of states.
pub(super) async fn of<W, S>(context: &Context<'_>, subject: Uuid) -> Outcome<Vec<Transition<S>>>
where
    W: std::str::FromStr<Err = String>,
    S: OutputType + From<W>,
{
    let found = context.load::<TransitionsOf>(subject).await?.unwrap_or_default();
    let state = |word: &str| word.parse::<W>().map(S::from).map_err(Failure::fault);
    let shown = |transition: &model::Transition| {
        Ok(Transition {
            id: transition.id.wire().into(),
            from_state: transition.from_state.as_deref().map(state).transpose()?,
            to_state: state(&transition.to_state)?,
            actor: transition.actor.as_ref().map(|actor| Person::known(actor.id, actor.name.clone())),
            occurred_at: transition.occurred_at,
            reason: transition.reason.clone(),
        })
    };
    found.iter().map(shown).collect()
}
