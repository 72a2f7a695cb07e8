//! The words of comments, each explained.

use async_graphql::Enum;

/// How a comment stands to the decision.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::comments::model::Stance")]
pub enum Stance {
    /// In favour.
    For,
    /// Against.
    Against,
    /// Neither.
    Neutral,
}

/// As what somebody wrote a comment, at the time of writing.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::comments::model::Capacity")]
pub enum CommentCapacity {
    /// As a member of the reviewing council.
    Member,
    /// As an officer of the body that decides.
    Official,
    /// For a verified organisation that is no newsroom.
    Ngo,
    /// For a verified newsroom.
    Media,
    /// As a citizen.
    Citizen,
}
