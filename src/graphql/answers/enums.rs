//! The words of answers and milestones, each explained.

use async_graphql::Enum;

/// What a body says to a recommendation.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::answers::model::Verdict")]
pub enum AnswerVerdict {
    /// It will do as recommended, by its plan.
    Accepted,
    /// It will do a part of it, by its plan, and says why not the rest.
    Partly,
    /// It will not, and says why.
    Refused,
}

/// What a council thinks of an answer.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::answers::model::RatingVerdict")]
pub enum AnswerRatingVerdict {
    /// It answers what was recommended.
    ToThePoint,
    /// It evades what was recommended.
    NotToThePoint,
}

/// Where a milestone stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::answers::milestone::MilestoneState")]
pub enum MilestoneState {
    /// It is promised.
    Planned,
    /// The body says that it was reached; the council has not said a word yet.
    Reported,
    /// The council has confirmed it.
    Confirmed,
    /// The council has disputed the report; the body reports again.
    Disputed,
    /// The answer that promised it was corrected before it was confirmed.
    Superseded,
}

/// What a council says to the report of a milestone.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::answers::milestone::JudgementVerdict")]
pub enum MilestoneJudgementVerdict {
    /// It was reached.
    Confirmed,
    /// It was not, or the evidence does not show it.
    Disputed,
}

/// Whether a promise was kept in time. It is the body's own promise, not a deadline of the law.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::answers::milestone::Punctuality")]
pub enum MilestonePunctuality {
    /// There is still time, or a report in time waits for the council.
    Pending,
    /// It was reported by its day and confirmed.
    Kept,
    /// Its day passed before a report that the council confirmed, or may yet confirm.
    Late,
}
