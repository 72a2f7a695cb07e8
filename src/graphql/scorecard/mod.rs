//! Scorecards in the graph: at bodies, regions and councils, for the republic, and as a ranked list of bodies. They are the
//! same for every viewer.

mod council;
mod input;
mod loader;
mod object;
mod query;

pub use council::{CouncilScorecard, of_council};
pub use input::ScorecardPeriodInput;
pub use object::Scorecard;
pub use query::{ScorecardQuery, of_body, of_region};
