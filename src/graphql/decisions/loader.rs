//! Batched loads of decisions and their versions.

use crate::access::act::Reading;
use crate::features::decisions::model::Decision;
use crate::features::decisions::store;
use crate::features::decisions::version::DecisionVersion;
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, DecisionVersionId, StateBodyId};
use std::collections::HashMap;
use std::sync::Arc;

/// Decisions by id, as far as the viewer may see them.
pub(super) struct DecisionById;

impl Loader for DecisionById {
    type Key = DecisionId;
    type Value = Arc<Decision>;

    fn load(r: &mut Reading<'_>, keys: &[DecisionId]) -> Outcome<HashMap<DecisionId, Arc<Decision>>> {
        let found = store::by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|decision| (decision.id, Arc::new(decision))).collect())
    }
}

/// The newest decisions of bodies, as far as the viewer may see them; the key says of which body and how many.
pub(super) struct DecisionsOfBody;

impl Loader for DecisionsOfBody {
    type Key = (StateBodyId, i64);
    type Value = Arc<Vec<Decision>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted: HashMap<Self::Key, Vec<Decision>> = HashMap::new();
        for (limit, bodies) in by_limit(keys) {
            for decision in store::of_bodies(r.conn, &r.sight, &bodies, limit)? {
                sorted.entry((decision.body_id, limit)).or_default().push(decision);
            }
        }
        Ok(sorted.into_iter().map(|(key, decisions)| (key, Arc::new(decisions))).collect())
    }
}

/// How many decisions each body has that the viewer may see.
pub(super) struct CountOfBody;

impl Loader for CountOfBody {
    type Key = StateBodyId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[StateBodyId]) -> Outcome<HashMap<StateBodyId, i64>> {
        store::counts_of_bodies(r.conn, &r.sight, keys)
    }
}

/// Versions by id, as far as the viewer may see their decisions.
pub(super) struct VersionById;

impl Loader for VersionById {
    type Key = DecisionVersionId;
    type Value = Arc<DecisionVersion>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let found = store::versions_by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|version| (version.id, Arc::new(version))).collect())
    }
}

/// All versions of decisions that the viewer sees, newest first.
pub(super) struct VersionsOfDecision;

impl Loader for VersionsOfDecision {
    type Key = DecisionId;
    type Value = Arc<Vec<Arc<DecisionVersion>>>;

    fn load(r: &mut Reading<'_>, keys: &[DecisionId]) -> Outcome<HashMap<DecisionId, Self::Value>> {
        let mut sorted: HashMap<DecisionId, Vec<Arc<DecisionVersion>>> = HashMap::new();
        for version in store::versions_of(r.conn, keys)? {
            sorted.entry(version.decision_id).or_default().push(Arc::new(version));
        }
        Ok(sorted.into_iter().map(|(decision, versions)| (decision, Arc::new(versions))).collect())
    }
}
