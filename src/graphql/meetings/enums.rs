//! The words of meetings, each explained.

use async_graphql::Enum;

/// What a council comes together for.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::meetings::model::MeetingForm")]
pub enum MeetingForm {
    /// The council's own work.
    Meeting,
    /// The council hears the public and the body. Notice must be given so many working days before as the law asks.
    Hearing,
}

/// Whether everybody may attend a meeting and read its protocol.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::meetings::model::Openness")]
pub enum MeetingOpenness {
    /// Everybody may.
    Public,
    /// Only the members of the council, for a reason that everybody may read.
    Closed,
}

/// Where a meeting stands.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::meetings::model::MeetingState")]
pub enum MeetingState {
    /// It is announced.
    Called,
    /// It is being held.
    Open,
    /// It is over: attendance is frozen, the protocol drawn up.
    Closed,
    /// It will not be held.
    Cancelled,
}

/// In which capacity a protocol is signed.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::meetings::protocol::Capacity")]
pub enum SignatoryCapacity {
    /// The chair, or a deputy in the chair's place.
    Chair,
    /// The secretary.
    Secretary,
}

/// The order of a list of meetings, by the time announced.
#[derive(Enum, Clone, Copy, Default, PartialEq, Eq, Debug, serde::Serialize)]
#[graphql(remote = "crate::features::meetings::store::Order")]
pub enum MeetingOrder {
    /// What lies farthest ahead first.
    #[default]
    Latest,
    /// What lies farthest back first.
    Earliest,
}
