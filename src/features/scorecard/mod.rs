//! Scorecards: who answers in time, who keeps promises, which councils meet. For everybody to see and to quote.
//!
//! # What is counted
//! A **body** is measured by the recommendations *sent to it* in a period: each is answered on time, answered late, overdue,
//! or its term still runs, so the four always add up to those sent. A recommendation sent to two bodies counts for each of
//! them. It belongs to the period by the day of the body's time zone on which its term started ([`model::Period`]), and what
//! became of it is told as it is now, also after the period. The verdict is that of the latest answer, the days are those of
//! the first one. Milestones belong to the period by the day for which they were promised. A **region** is the sum of the
//! bodies in it and below it, the **republic** of all bodies.
//!
//! A **council** is measured by the meetings it held, the seats that were taken at them, the reviews it concluded, the polls
//! it closed and the dissent from their results ([`council`]).
//!
//! # Exactly
//! Working days to answer are counted by the calendar as it stands ([`days`]); an answer on the day of the receipt took 0.
//! Percentiles are by **nearest rank**: of n numbers in order the one at place ⌈p·n/100⌉, so each is a number that really
//! occurred and nothing is interpolated. Shares are fractions of whole numbers and are compared as such ([`rank`]).
//!
//! # Who sees what
//! A scorecard is one and the same for whoever looks, administrators included: it counts only what hangs on decisions that
//! everybody may read by now. Two viewers who compare numbers must not find a difference that tells of a restricted or
//! embargoed decision, and what a newspaper prints must be what the officer reads. Of closed meetings it tells that they
//! were held, which is public, and neither who came nor whether there was a quorum.
//!
//! # On demand
//! Nothing is kept up to date: a calendar that changes, an embargo that ends and a midnight that passes each change many
//! scorecards without anybody writing to them, and sums that are kept can be wrong. The indexes of this slice's migration
//! hold every column that is counted, so that one body costs a look into three indexes and the whole republic a walk through
//! them, without touching a wide row. The rows are not grouped in SQL: hardly two of them agree in both days, and grouping
//! them was measured to cost more than it saves.
//!
//! That is not enough at scale 100 (README, "Performance"): of fifty thousand recommendations every one is counted, and of
//! few bodies three quarters of the time goes into looking at each row's decision. The plans use the indexes as meant; what
//! is missing is sums that are kept, with the recount of `tests/it/scorecard/recount.rs` to hold them to.

pub mod chart;
pub mod council;
pub mod days;
pub mod model;
pub mod rank;
pub mod read;
pub mod store;

pub use council::CouncilScorecard;
pub use model::{Period, Scorecard};
pub use rank::{CouncilMeasure, Measure};
pub use read::Scope;
