//! Notices: who follows something is told when something happens to it.
//!
//! A person **follows** a body, a council, a decision or a recommendation. What happens is read from the event table and becomes
//! a **notice** per event and person ([`tell`]): new decision, opened poll, closed poll, answer, term that ran out, term that moved.
//! The notices are the person's inbox, where they are **marked as read**; and, as the person **chose**, they are also sent by
//! mail: at once, once a day ([`digest`]), or not at all.
//!
//! Mails stand in an outbox before they are sent ([`outbox`]):
//!
//! ```text
//! event ─ tell ─▶ notice + mail QUEUED ─ claim ─▶ SENDING ─ hand over ─▶ mail server ─ settle ─▶ SENT
//!         one transaction                 one transaction                                one transaction
//! ```
//!
//! Whatever dies between two of these is found by the next who looks: an event that was not told of, a mail that is queued, a
//! claim that ran out. Only a death between the server's word and our record of it sends a mail twice, and then with the
//! Message-ID it had been given with its row, by which mail programs tell that it is the same.
//!
//! Nobody is told of what they may not see: asked when the notice is made, when it is read, and when the mail is written. A
//! decision under embargo is told of to most when the embargo ends.
//!
//! None of this is a request's to wait for: a mutation writes its event, and the worker does the rest, in transactions of
//! bounded size. What was told long ago is **swept**.

mod audience;
pub mod digest;
pub mod event;
pub mod follow;
pub mod mark_read;
pub mod model;
pub mod outbox;
pub mod pass_over;
mod reader;
pub mod render;
pub mod set_delivery;
pub mod store;
mod story;
pub mod sweep;
pub mod tell;
pub mod unfollow;
pub mod unsubscribe;
pub mod words;

pub use model::{Delivery, Facts, Follow, Mail, MailState, Notice, NoticeKind, Subject, SubjectKind};
