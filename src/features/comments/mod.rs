//! Comments: what people say about a decision while a council reviews it.
//!
//! Everybody who is signed in may comment, each **in the capacity at the time of writing**: as a member of the reviewing
//! council, as an official of the decision's body, for a newsroom, for an organisation, or as a citizen. The capacity
//! is stored and stays, whatever becomes of the author's seat. A comment takes a **stance** and may reply to another, down to a
//! bounded depth.
//!
//! An author **edits** the own comment as long as the review runs; what it said before stays readable. A moderator
//! **hides** a comment with a reason: its place in the thread stays as a tombstone, its text and its edits are withheld from
//! everybody, and the moderation log shows who hid it and why. Nothing is deleted.

pub mod add;
pub mod edit;
pub mod event;
pub mod hide;
pub mod model;
pub mod store;

pub use model::{Capacity, Comment, CommentEdit, Hiding, Stance};
