//! The words of voting.

use async_graphql::Enum;

/// Whether everybody learns who chose what.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::polls::model::PollMode")]
pub enum PollMode {
    /// Everybody learns who chose what, while the poll is open and after.
    RollCall,
    /// Nobody learns who chose what; the totals are known after the close. The result must be public, so the totals are
    /// published whatever they are: where all who took part chose alike, or only one took part, they tell what each of
    /// them chose.
    Secret,
}

/// Where a poll stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::polls::model::PollState")]
pub enum PollState {
    /// It is running. Past its deadline it takes no ballots any more, although it is not yet counted.
    Open,
    /// It is counted, and its result is frozen.
    Closed,
    /// It counts for nothing.
    Annulled,
}

/// What a member chose.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::polls::model::Choice")]
pub enum Choice {
    /// For it.
    For,
    /// Against it.
    Against,
    /// Neither. Who abstains is present.
    Abstain,
}

/// Whether a member of the frozen electorate votes.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::polls::model::Entitlement")]
pub enum Entitlement {
    /// The member votes and counts for the quorum.
    Eligible,
    /// The member had declared a conflict of interest, does not vote and does not count for the quorum.
    Recused,
}

/// Whether enough members took part.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::polls::model::QuorumState")]
pub enum QuorumState {
    /// Enough took part.
    Met,
    /// Too few took part, of all members or of the public side.
    NotMet,
}

/// What a poll decided.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::polls::model::Verdict")]
pub enum PollOutcome {
    /// The question was answered with yes.
    Adopted,
    /// The question was answered with no.
    Rejected,
    /// Nothing was decided: too few took part.
    NoQuorum,
}

/// Which rule decided a poll.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::polls::model::DecidedBy")]
pub enum PollDecidedBy {
    /// The majority was there, or was not.
    Majority,
    /// There was a tie, and the ballot of the chair, or of the only deputy chair in the chair's absence, decided.
    ChairTieBreak,
    /// There was a tie that nobody broke.
    UnbrokenTie,
    /// Too few took part.
    Quorum,
}

/// The order of a list of polls, by opening.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq, Debug, serde::Serialize)]
#[graphql(remote = "crate::features::polls::store::Order")]
pub enum PollOrder {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
}
