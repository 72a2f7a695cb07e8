//! Batched loads of deadlines.

use crate::access::act::Reading;
use crate::features::deadlines::model::{Deadline, DeadlineState, Move};
use crate::features::deadlines::store;
use crate::graphql::batch::Loader;
use crate::kernel::failure::Outcome;
use crate::kernel::id::DeadlineId;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// Deadlines by id, as far as the viewer may see their decisions.
pub(super) struct DeadlineById;

impl Loader for DeadlineById {
    type Key = DeadlineId;
    type Value = Arc<Deadline>;

    fn load(r: &mut Reading<'_>, keys: &[DeadlineId]) -> Outcome<HashMap<DeadlineId, Arc<Deadline>>> {
        let found = store::by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|deadline| (deadline.id, Arc::new(deadline))).collect())
    }
}

/// The deadline of a subject that the viewer sees, under a rule.
pub(super) struct DeadlineOfSubject;

impl Loader for DeadlineOfSubject {
    type Key = (Uuid, &'static str);
    type Value = Arc<Deadline>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Arc<Deadline>>> {
        let subjects: BTreeSet<Uuid> = keys.iter().map(|(subject, _)| *subject).collect();
        let all = store::of_subjects(r.conn, &subjects.into_iter().collect::<Vec<_>>())?;
        let mut newest: HashMap<(Uuid, String), Arc<Deadline>> = HashMap::new();
        // Oldest first, and one that was not cancelled is not displaced by one that was.
        for deadline in all {
            let place = (deadline.subject.id, deadline.rule_key.clone());
            let stays = newest.get(&place).is_some_and(|known| known.state != DeadlineState::Cancelled);
            if !stays || deadline.state != DeadlineState::Cancelled {
                newest.insert(place, Arc::new(deadline));
            }
        }
        let asked = |key: &Self::Key| Some((*key, Arc::clone(newest.get(&(key.0, key.1.to_owned()))?)));
        Ok(keys.iter().filter_map(asked).collect())
    }
}

/// How often deadlines that the viewer sees were moved.
pub(super) struct MovesOfDeadline;

impl Loader for MovesOfDeadline {
    type Key = DeadlineId;
    type Value = Arc<Vec<Move>>;

    fn load(r: &mut Reading<'_>, keys: &[DeadlineId]) -> Outcome<HashMap<DeadlineId, Self::Value>> {
        let mut found: HashMap<DeadlineId, Vec<Move>> = HashMap::new();
        for change in store::moves_of(r.conn, keys)? {
            found.entry(change.deadline_id).or_default().push(change);
        }
        Ok(found.into_iter().map(|(deadline, moves)| (deadline, Arc::new(moves))).collect())
    }
}
