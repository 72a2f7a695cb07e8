//! Answers: what a state body says to each recommendation addressed to it, and what becomes of its word.
//!
//! Once the final document is sent, an officer of each addressee **answers** each recommendation: ACCEPTED, PARTLY or
//! REFUSED, always with reasons. Who accepts also promises: a plan of milestones, each with a day. The answer meets the
//! clock of its addressee, in time or late, and the last one missing leads the review to ANSWERED.
//!
//! An answer is never changed. An officer **corrects** it by a new one that refers to the old; what the old plan promised
//! and the council had not confirmed is superseded, for all to read. Only the latest answer can be corrected: the unique
//! key is the arbiter. A correction does not move the clock: that was met by the first answer, whatever it was worth.
//!
//! The council **rates** an answer, once: to the point or not, with the reason. It takes a poll either way: chair or deputy
//! write down what a poll decided ([`rate`]), or the poll itself is opened on a [`motion`] and rates when it is adopted. A
//! rating is an opinion on record; it obliges nobody to answer anew.
//!
//! The body **reports** a milestone with its evidence; chair or deputy **confirm** or **dispute** the report, and after a
//! dispute the body reports again. Reports and what was said to them stay readable, in their order. When all is answered
//! and every milestone of the latest answers is confirmed, chair or deputy **close** the review.
//!
//! Days are those of the body's time zone. A milestone's day is the body's own promise and not a clock of the law: it does
//! not become OVERDUE, it is kept or late ([`milestone::Punctuality`]).
//!
//! Whatever hangs on a review is written with the review's row locked first, so that no two of these verbs, nor a poll or
//! the conclusion, wait for each other. All of it is seen by whoever sees the decision.

pub mod answer;
pub mod close;
pub mod confirm;
pub mod correct;
pub mod dispute;
pub mod event;
mod hold;
pub mod milestone;
pub mod model;
pub mod motion;
pub mod plan;
pub mod rate;
pub mod report;
pub mod store;

pub use milestone::{Milestone, MilestoneReport, MilestoneState};
pub use model::{Answer, Motion, Rating, RatingVerdict, Verdict};
pub use plan::{Promise, Statement};
