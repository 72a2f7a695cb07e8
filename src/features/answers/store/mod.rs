//! The rows of `answers`, `answer_ratings`, `rating_motions`, `milestones` and `milestone_reports`.
//!
//! | file | holds |
//! |---|---|
//! | `rows.rs` | an answer as a row and as a model, one and by ids |
//! | `lists.rs` | the answers of recommendations and addressees, for many parents at once and in pages |
//! | `ratings.rs` | what councils think of answers, and the motions of polls that rate |
//! | `milestones.rs` | milestones, one, by ids and by plans |
//! | `reports.rs` | reports of milestones, with what was said to them |
//! | `write.rs` | everything that is written, always with a permit |
//! | `pursuit.rs` | the page of the `recommendations` query: which of them, by what became of them |

mod lists;
mod milestones;
mod pursuit;
mod ratings;
mod reports;
mod rows;
mod write;

pub use lists::{Parents, counts_of, first_below, latest_of, page};
pub use milestones::{find_milestone, milestones_by_ids, plans_of, unfinished_of_review};
pub use pursuit::{Filter, count_recommendations, page_of_recommendations};
pub use ratings::{motions_of, ratings_of};
pub use reports::{counts_of_reports, first_reports, latest_report, page_of_reports};
pub use rows::{by_ids, correction_of, find, is_corrected};
pub use write::{insert, insert_motion, judge, rate, report, supersede};
