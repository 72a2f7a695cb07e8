//! Final documents: what a council concluded, said to the body in recommendations that must be answered.
//!
//! Once a review is concluded, and if a poll of it was adopted or it was heard in public ([`basis`]), those who preside
//! **adopt** its final document: it gets its number in the council's year and version 1. Until it is sent they may **revise** it; every version stays, with a
//! hash anybody can recompute ([`content`]). Then they **send** it, within the days the law gives them ([`clocks`]): from
//! that moment nothing in it changes, each recommendation exists for each of its addressees, and the clock of each
//! answer runs. The officers of the bodies it went to **acknowledge** it.
//!
//! # When a body has received it
//! The law counts the days of the answer from the receipt. A document sent through Kenes lies before the body at once,
//! so it is received on the day on which it is sent. The acknowledgement is recorded apart and does not move the clock:
//! otherwise a body could put off its answer by not looking.
//!
//! # Who sees it
//! A sent document is seen by whoever sees the decision it is about. Before that only the council (and administrators)
//! see it: what is still revised is not yet what the council says. [`render`] makes the page that people read and print.

pub mod acknowledge;
pub mod adopt;
mod basis;
pub mod clocks;
pub mod content;
pub mod event;
mod frame;
pub mod model;
pub mod read;
pub mod render;
pub mod revise;
pub mod send;
pub mod store;
pub mod wording;

pub use content::{Content, DocumentVersion};
pub use model::{
    Acknowledgement, Addressee, AddresseeState, Basis, DocumentState, FinalDocument, Number, Priority, Receipt,
    Recommendation,
};
