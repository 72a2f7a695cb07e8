//! Meetings in the graph: what is announced, who comes, what is voted there, and the protocol that chair and secretary
//! sign.
//!
//! Everybody sees that a meeting is held. Who came to a closed one, and its protocol, are null or empty for those who
//! do not sit in the council; items of an agenda under review of a decision that the viewer may not see are left out.

mod enums;
mod filter;
mod loader;
mod mutation;
mod object;
mod presence;
mod protocol;
mod query;
mod record;
mod rights;
mod stay;

pub use enums::{MeetingForm, MeetingOpenness, MeetingOrder, MeetingState, SignatoryCapacity};
pub use loader::ViewerPresent;
pub use mutation::MeetingMutation;
pub use object::Meeting;
pub use protocol::Protocol;
pub use query::{MeetingQuery, of_council};
pub use record::ProtocolMutation;
pub use stay::Stay;
