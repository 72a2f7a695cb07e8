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
//! # Kept by month
//! Of fifty thousand recommendations every one had to be counted for one ranked list, and each looked at for whether everybody
//! may see its decision: half a second, whatever the indexes. So what was counted of one body in one month is **kept** as
//! a row ([`keep`]), and so of one council; who asks adds rows up. Kept sums can be wrong; these are either right or not used:
//!
//! * Whatever changes a row that is counted (a clock, an answer, a milestone, a meeting, a poll, from when a decision is public) leaves a **mark**
//!   at its month in the same transaction. Triggers write it, so no use case can forget to; marks are only added, so nobody
//!   waits for anybody.
//! * What time alone changes (a term that ends, a promised day that passes, an embargo) is known when it is counted: the
//!   row is **good until** then.
//! * Working days are those of the calendar in force: the row names the version it was counted by.
//!
//! A month with a mark, past its time or of an earlier calendar is counted from its rows by whoever asks ([`count`], [`count_councils`]), and
//! so are the months that a period only touches. The worker counts them anew within about a second; if it stands still,
//! the answers are as right as before, only slower. What is kept is counted by the same code as what is not, and the
//! recount from the events in `tests/it/scorecard` is asked of both.

pub mod chart;
pub mod council;
pub mod count;
pub mod count_councils;
pub mod days;
pub mod keep;
pub mod model;
pub mod rank;
pub mod read;
pub mod store;

pub use council::CouncilScorecard;
pub use model::{Period, Scorecard};
pub use rank::{CouncilMeasure, Measure};
pub use read::Scope;
