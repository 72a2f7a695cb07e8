//! Answers: what bodies say to recommendations, how councils rate it, and how promises are kept until a review is closed.

mod answer;
mod close;
mod correct;
mod list;
mod milestones;
mod motion;
mod races;
mod rate;
mod record;
mod visibility;
