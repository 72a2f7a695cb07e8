//! What a scorecard looks like.

use crate::features::scorecard::model;
use crate::graphql::int::int;
use crate::graphql::registry::StateBody;
use crate::graphql::scalars::FractionValue;
use crate::kernel::id::StateBodyId;
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// How a body, or all bodies of a territory, answer recommendations and keep their promises.
#[derive(Clone)]
pub struct Scorecard(pub Arc<model::Scorecard>);

/// How a body, or all bodies of a territory, answer recommendations and keep their promises. It counts what everybody may
/// read, and is the same for every viewer. What became of the recommendations of the period is told as it is now.
#[Object]
impl Scorecard {
    /// The number of recommendations sent in the period; one that was sent to two bodies counts for each.
    async fn sent(&self) -> i32 {
        int(self.0.sent())
    }

    /// The number of them that were answered within the term.
    async fn answered_on_time(&self) -> i32 {
        int(self.0.on_time)
    }

    /// The number of them that were answered after the term.
    async fn answered_late(&self) -> i32 {
        int(self.0.late)
    }

    /// The number of them that were not answered although the term is over.
    async fn overdue(&self) -> i32 {
        int(self.0.overdue)
    }

    /// The number of them that were not answered yet and whose term still runs.
    async fn running(&self) -> i32 {
        int(self.0.running)
    }

    /// The share answered on time of those that were answered or are overdue, not reduced; null when there are none.
    async fn on_time_share(&self) -> Option<FractionValue> {
        self.0.on_time_share().map(FractionValue::from)
    }

    /// The number of them of which the latest answer accepts everything.
    async fn accepted(&self) -> i32 {
        int(self.0.accepted)
    }

    /// The number of them of which the latest answer accepts a part.
    async fn partly_accepted(&self) -> i32 {
        int(self.0.partly)
    }

    /// The number of them of which the latest answer refuses.
    async fn refused(&self) -> i32 {
        int(self.0.refused)
    }

    /// The share refused of those that were answered, not reduced; null when there are none.
    async fn refused_share(&self) -> Option<FractionValue> {
        self.0.refused_share().map(FractionValue::from)
    }

    /// The working days within which half of the answers came, by nearest rank: a number that really occurred. Counted from the
    /// receipt to the first answer by the calendar as it stands; 0 for an answer on the same day; null without answers.
    async fn median_working_days(&self) -> Option<i32> {
        self.0.working_days(50).map(int)
    }

    /// The working days within which nine of ten answers came, by nearest rank; null without answers.
    async fn p90_working_days(&self) -> Option<i32> {
        self.0.working_days(90).map(int)
    }

    /// The number of milestones promised for a day of the period that were confirmed and reported by that day.
    async fn milestones_kept(&self) -> i32 {
        int(self.0.milestones_kept)
    }

    /// The number of those that were not: reported late, or not at all although the day is over.
    async fn milestones_late(&self) -> i32 {
        int(self.0.milestones_late)
    }

    /// The number of those of which it cannot be said yet: not due, or reported in time and not judged.
    async fn milestones_pending(&self) -> i32 {
        int(self.0.milestones_pending)
    }

    /// The share kept of those kept or late, not reduced; null when there are none.
    async fn milestones_kept_share(&self) -> Option<FractionValue> {
        self.0.kept_share().map(FractionValue::from)
    }
}

/// A body with its place in a ranked list.
pub struct BodyScorecard {
    pub(super) body_id: StateBodyId,
    pub(super) card: Arc<model::Scorecard>,
}

/// A body in a ranked list, with its scorecard.
#[Object]
impl BodyScorecard {
    /// The body.
    async fn body(&self, context: &Context<'_>) -> Result<StateBody> {
        Ok(StateBody::of(context, self.body_id).await?)
    }

    /// Its scorecard over the period of the list.
    async fn scorecard(&self) -> Scorecard {
        Scorecard(Arc::clone(&self.card))
    }
}
