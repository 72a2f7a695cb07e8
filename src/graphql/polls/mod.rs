//! Polls in the graph: what is voted on, by whom, under which rules, and what came of it.
//!
//! A `Ballot` looks the same in both modes, so that a front end needs one list. In a secret poll its `choice` is null,
//! for everybody and for ever: no loader of this folder reads secret choices.

mod ballot;
mod loader;
mod mutation;
mod object;
mod query;
mod result;
mod words;

pub use ballot::{Ballot, BallotChange, Dissent, Elector, Recusal};
pub use mutation::PollMutation;
pub use object::Poll;
pub use query::{PollQuery, of_council, of_meeting, of_review, recusals_of};
pub use result::{Annulment, PollResult, PollRules, Tally};
pub use words::{Choice, Entitlement, PollDecidedBy, PollMode, PollOrder, PollOutcome, PollState, QuorumState};
