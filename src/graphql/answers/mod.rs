//! Answers in the graph: what bodies say to recommendations, how councils rate it, the milestones of their plans, and the
//! list of recommendations by what became of them.

mod answer;
mod enums;
mod filter;
mod input;
mod loader;
mod milestone;
mod mutation;
mod promise;
mod query;
mod rating;

pub use answer::Answer;
pub use enums::{AnswerRatingVerdict, AnswerVerdict, MilestoneJudgementVerdict, MilestonePunctuality, MilestoneState};
pub use input::AnswerMotionInput;
pub use milestone::{Milestone, MilestoneJudgement, MilestoneReport};
pub use mutation::AnswerMutation;
pub use promise::MilestoneMutation;
pub use query::{AnswerQuery, latest_of, of_addressee, of_recommendation};
pub use rating::{AnswerMotion, AnswerRating};
