//! The words of reviews, each explained.

use async_graphql::Enum;
use serde::Serialize;

/// A form of public control.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(remote = "crate::features::reviews::model::ReviewForm")]
pub enum ReviewForm {
    /// Public expertise: specialists assess a draft.
    Expertise,
    /// Public monitoring: the council watches how something is done.
    Monitoring,
    /// A public hearing.
    Hearing,
    /// A hearing of the body's report.
    ReportHearing,
    /// A public discussion.
    Discussion,
}

/// Where a review stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[graphql(remote = "crate::features::reviews::model::ReviewState")]
pub enum ReviewState {
    /// Comments are gathered.
    Open,
    /// The council deliberates; comments are still taken.
    Deliberation,
    /// A poll is or was open; comments are still taken.
    Voting,
    /// It has ended: no more comments, no more polls.
    Concluded,
    /// The final document was sent to the body.
    Sent,
    /// Every recommendation is answered, or there was none.
    Answered,
    /// What the bodies promised is done and confirmed.
    Closed,
}

/// By what reviews are ordered.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq, Debug, Serialize)]
pub enum ReviewOrderField {
    /// By the opening.
    #[default]
    OpenedAt,
}
