//! Scorecards in the graph: at bodies, regions and councils, for the republic, and as ranked lists of all three. They are the
//! same for every viewer.

mod council;
mod input;
mod loader;
mod object;
mod query;
mod ranked;

pub use council::{CouncilScorecard, of_council};
pub use input::ScorecardPeriodInput;
pub use object::Scorecard;
pub use query::{ScorecardQuery, of_body, of_region};
pub use ranked::RankingQuery;
