//! The rows of `polls` and of everything that hangs on them.
//!
//! | file | holds |
//! |---|---|
//! | `rows.rs` | a poll as a row and as a model |
//! | `write.rs` | its opening, its result, its annulment |
//! | `lists.rs` | polls by review and by council, the page of the `polls` query |
//! | `electorate.rs` | the frozen electorate, with what each member did in the poll |
//! | `ballots.rs` | the one statement that casts, changes of choice, the ballot box |
//! | `secrecy.rs` | the secret poll: who took part, what was chosen, and nothing that links the two |
//! | `opinions.rs` | recusals and dissenting opinions |

mod ballots;
mod electorate;
mod lists;
mod opinions;
mod rows;
mod secrecy;
mod write;

pub use ballots::{CHANGES, Gate, ballot, cast_open, change_choice, changes_of, gate, open_box};
pub use electorate::{Entry, electors_of, entry_of, freeze_electorate, roster, silent};
pub use lists::{
    Filter, Order, count, counts_of_councils, counts_of_meetings, counts_of_reviews, held_in, of_councils, of_meetings,
    of_reviews, page,
};
pub use opinions::{attach_dissent, declare, dissents_by_ids, dissents_of, recusals_by_ids, recusals_of};
pub use rows::{adopted, by_ids, due, find, lock, replacement, running, was_rejected};
pub use secrecy::{Slip, cast_secret, participation, secret_box, shuffle};
pub use write::{Closing, Votes, annul, freeze, insert};
