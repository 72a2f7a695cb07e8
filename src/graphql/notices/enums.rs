//! The words of being told, each explained.

use async_graphql::Enum;

/// What people are told of.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::notices::NoticeKind")]
pub enum NotificationKind {
    /// A body published a decision.
    NewDecision,
    /// A council opened a poll.
    PollOpened,
    /// A poll was closed.
    PollClosed,
    /// A body answered a recommendation, or corrected its answer.
    Answer,
    /// A deadline passed and what it waited for was not done.
    Overdue,
    /// A change of the calendar moved a deadline.
    DeadlineMoved,
}

/// How somebody wants to be told, besides the inbox.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::notices::Delivery")]
pub enum NoticeDelivery {
    /// By mail, at once.
    Immediate,
    /// By one mail a day.
    Daily,
    /// Not by mail.
    None,
}
