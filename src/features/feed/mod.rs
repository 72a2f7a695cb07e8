//! The event feed: what happened, for whoever may know of it, in one order that never changes.
//!
//! # Why not the event table itself
//! An event is written in the transaction of what happened, with the time at which that began, and becomes visible when it
//! commits. A reader who remembers "everything until 12:00:05" never sees what began at 12:00:04 and committed at
//! 12:00:06. So an event gets its **position** afterwards ([`place`]), from whoever holds the end of the feed: one instance
//! at a time, in transactions one after the other. Whoever sees a position sees all positions before it, and a cursor (which is
//! a position) misses nothing and repeats nothing.
//!
//! # What is in it, and who sees it
//! Of each kind of event it is written down in one table who may learn of it ([`model::Audience`]): everybody, whoever sees
//! the decision on which it hangs, or nobody (sign-ins, ballots, drafts of documents; these are in the audit log). A kind that
//! is forgotten does not compile. An entry says what happened to what and when; the rest is asked of the thing
//! itself, by the rules of that thing.
//!
//! Rights are asked at each reading, not when the position is given. The one thing that time changes by itself is that a decision
//! becomes public. Its events of before are EARLY: at once for those who see it already, and once more, RELEASED, at the end of
//! the feed for everybody else. So each reader meets each event once, however late they read, as long as their rights stay
//! as they are; a right that is won later does not bring back what was passed, and [`crate::features::events`] never forgets.
//! A council that takes up a decision under embargo wins such a right for its members.
//!
//! What happened to a decision before it was published at all, its drafting, is nobody's.
//!
//! A page looks at [`store::LOOKS_AT`] positions at most, and its last cursor says how far it looked: a filter that fits
//! little, or much that is hidden, is passed in steps, and never twice.
//!
//! # Who gives positions
//! The worker of any instance, within about a second, as soon as something was committed. If none runs, nothing is lost: events wait
//! in a queue that a trigger writes.
//!
//! # Who waits for them
//! Subscriptions are readers of the feed that wait at its end ([`hub::Hub`]). They keep a position, not a buffer: a slow one reads later,
//! and one that comes back with its cursor reads on.

pub mod hub;
pub mod model;
pub mod place;
mod setting;
pub mod store;

pub use hub::Hub;
pub use model::{Entry, Filter};
