//! The rows of `meetings` and of everything that hangs on them.
//!
//! | file | holds |
//! |---|---|
//! | `meetings.rs` | a meeting as a row and as a model |
//! | `lists.rs` | meetings by council, the page of the `meetings` query, the calendar of a council |
//! | `agenda.rs` | agendas, and the polls that hang on them |
//! | `stays.rs` | who was there from when to when, and the frozen turnout |
//! | `protocols.rs` | protocols and signatures, under the sight of everything they name |
//! | `write.rs` | what changes a meeting |

mod agenda;
mod lists;
mod meetings;
mod protocols;
mod stays;
mod write;

pub use agenda::{agenda_of, has_polls, is_voting, seen_agenda_of, titles_of};
pub use lists::{Filter, Order, announced, count, counts_of_councils, of_councils, page};
pub use meetings::{by_ids, find, hold, lock};
pub use protocols::{enter_protocol, latest_protocol, latest_protocols_of, protocols_by_ids, sign};
pub use stays::{
    Headcount, check_in, check_out, headcounts_of, is_present, present_persons, stay_now, stays_by_ids,
    stays_counts_of, stays_first_of, stays_of, stays_page, turnouts_of,
};
pub use write::{cancel, change_agenda, close, insert, open};
