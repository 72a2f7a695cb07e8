//! Meetings and hearings: a council comes together, in the open unless it says why not, and what happened is on record.
//!
//! Those who preside **call** a meeting with its agenda: reviews of the council. A hearing needs notice: so many
//! working days before as the law asks ([`notice`]), for everything that is on its agenda; one called too late is
//! refused with the citation and the earliest day. Chair or secretary may **change the agenda** until the end, those
//! who preside may **cancel**. From an hour before, members **check in** and **check out** ([`attendance`]), by
//! themselves or by the secretary.
//!
//! From the time announced on the meeting may be **opened**; a council holds one at a time. A poll may be opened *in*
//! it, on a review of the agenda: then whoever is in the hall counts as present, also without a ballot, and nobody
//! votes who is not. When the meeting is **closed** its attendance is frozen: how many came of each category, and
//! whether there was a quorum at any moment.
//!
//! The close also draws up the **protocol** ([`protocol`]) from what is on record: who, what, the votes, the dissent.
//! It may be **redrawn** when an opinion was added later. Chair and secretary **sign** the hash they name; once both
//! have signed one version nothing is added to it any more.
//!
//! What was announced is never changed: a meeting at another time or place is cancelled and called anew, so that its
//! notice is counted anew too.
//!
//! # Who presides, and who signs
//! Chair and deputy chairs preside alike (`access/policy.rs`): nobody has to prove that the chair is absent before a
//! deputy opens a meeting, because then a council without its chair could not meet. Whoever opened it presided, and the
//! protocol says who that was.
//!
//! The capacity in which somebody signs comes from the seat they hold *when they sign*, not from who was there: a
//! signature says that the protocol is what is on record, which anybody can check against the record, and a seat that
//! ended must not leave a protocol unsigned for ever. So when the chair's seat ended meanwhile, a deputy or the next
//! chair signs in the chair's place, and whoever was the chair no longer may; with the secretary it is alike. While
//! somebody holds the chair's seat a deputy signs only what they presided over. Nobody signs in both capacities.
//!
//! # Who sees what
//! That a meeting is held, where, when, and why it is closed if it is, everybody sees: title, place and reason are
//! worded for all. An item of the agenda is seen by whoever sees the decision under review. Who came to a closed
//! meeting, its protocol and its files see the members of the council, its moderators, and administrators. A protocol
//! names every decision of the agenda, so it is seen only by those who see all of them.
//!
//! A poll is seen by whoever sees the decision it is about, one of a closed meeting too: that members answer for how
//! they vote does not depend on the door. So it is known of those who voted there that they were there.
//!
//! Officers of the body see no more of a closed meeting than everybody, of a hearing neither: an office opens what
//! belongs to the body, and the council's deliberation about the body does not. What the council wants the body to
//! know reaches it by the final document.
//!
//! The dates of a council are also a calendar to subscribe to ([`ical`]).
//!
//! Locks are taken in one order: review, council, meeting, poll. Who counts the hall for a poll holds the meeting while
//! they do, so that whoever comes at that moment is counted or comes afterwards.

pub mod agenda;
pub mod attendance;
pub mod call;
pub mod cancel;
pub mod change_agenda;
pub mod check_in;
pub mod check_out;
pub mod close;
pub mod event;
pub mod ical;
pub mod model;
pub mod notice;
pub mod open;
pub mod protocol;
pub mod read;
pub mod redraw;
pub mod render;
pub mod sign;
pub mod store;

pub use agenda::AgendaItem;
pub use attendance::{Stay, Turnout};
pub use model::{Meeting, MeetingForm, MeetingState, Openness};
pub use protocol::{Capacity, Protocol, Signature};
