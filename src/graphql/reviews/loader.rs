//! Batched loads of reviews.

use crate::access::act::Reading;
use crate::features::reviews::model::{Review, StanceCounts};
use crate::features::reviews::store;
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, DecisionId, ReviewId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Reviews by id, as far as the viewer may see their decisions.
pub(super) struct ReviewById;

impl Loader for ReviewById {
    type Key = ReviewId;
    type Value = Arc<Review>;

    fn load(r: &mut Reading<'_>, keys: &[ReviewId]) -> Outcome<HashMap<ReviewId, Arc<Review>>> {
        let found = store::by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|review| (review.id, Arc::new(review))).collect())
    }
}

/// The newest reviews of decisions that the viewer sees; the key says of which decision and how many.
pub(super) struct ReviewsOfDecision;

impl Loader for ReviewsOfDecision {
    type Key = (DecisionId, i64);
    type Value = Arc<Vec<Review>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted = HashMap::new();
        for (limit, decisions) in by_limit(keys) {
            let rows = store::of_decisions(r.conn, &decisions, limit)?;
            sort(&mut sorted, rows, |review| (review.decision_id, limit));
        }
        Ok(shared(sorted))
    }
}

/// The newest reviews of councils, as far as the viewer may see the decisions; the key says of which and how many.
pub(super) struct ReviewsOfCouncil;

impl Loader for ReviewsOfCouncil {
    type Key = (CouncilId, i64);
    type Value = Arc<Vec<Review>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut sorted = HashMap::new();
        for (limit, councils) in by_limit(keys) {
            let rows = store::of_councils(r.conn, &r.sight, &councils, limit)?;
            sort(&mut sorted, rows, |review| (review.council_id, limit));
        }
        Ok(shared(sorted))
    }
}

fn sort<K: Eq + Hash>(sorted: &mut HashMap<K, Vec<Review>>, rows: Vec<Review>, key: impl Fn(&Review) -> K) {
    for review in rows {
        sorted.entry(key(&review)).or_default().push(review);
    }
}

fn shared<K: Eq + Hash>(sorted: HashMap<K, Vec<Review>>) -> HashMap<K, Arc<Vec<Review>>> {
    sorted.into_iter().map(|(key, reviews)| (key, Arc::new(reviews))).collect()
}

/// How many reviews each decision has.
pub(super) struct CountOfDecision;

impl Loader for CountOfDecision {
    type Key = DecisionId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[DecisionId]) -> Outcome<HashMap<DecisionId, i64>> {
        store::counts_of_decisions(r.conn, keys)
    }
}

/// How many reviews each council has of decisions that the viewer may see.
pub(super) struct CountOfCouncil;

impl Loader for CountOfCouncil {
    type Key = CouncilId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[CouncilId]) -> Outcome<HashMap<CouncilId, i64>> {
        store::counts_of_councils(r.conn, &r.sight, keys)
    }
}

/// How the comments of reviews stand.
pub(super) struct StancesOfReview;

impl Loader for StancesOfReview {
    type Key = ReviewId;
    type Value = StanceCounts;

    fn load(r: &mut Reading<'_>, keys: &[ReviewId]) -> Outcome<HashMap<ReviewId, StanceCounts>> {
        store::stances_of(r.conn, keys)
    }
}
