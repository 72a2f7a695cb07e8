//! Decisions: a state body's acts and drafts under public control.
//!
//! An officer of the body **drafts** a decision: title, summary and text in three languages, and typed details by kind.
//! Each change makes a numbered **version** with the SHA-256 of its content; the row of the decision copies title and
//! summary of the current version, so that lists need no join. The lifecycle is a table ([`model::LIFECYCLE`]):
//!
//! ```text
//! DRAFT ── publish ──▶ PUBLISHED ──┬─ withdraw ──▶ WITHDRAWN
//!   └─ revise ─┘         └─ revise ┘├─ supersede ─▶ SUPERSEDED
//!                                   └─ adopt ─────▶ ADOPTED
//! ```
//!
//! A published decision is **public** at once, after an **embargo**, or never (restricted). Who sees what is one condition,
//! [`store::visible`]; everything that hangs on a decision is read through it. Accredited media see embargoed
//! decisions too, and each [`look`] leaves an event.
//!
//! | file | holds |
//! |---|---|
//! | `model.rs`, `details.rs`, `admissible.rs`, `version.rs` | the decision and its lifecycle, details by kind, what they may hold, versions and their hash |
//! | `draft.rs`, `revise.rs`, `publish.rs`, `withdraw.rs`, `supersede.rs`, `adopt.rs` | the verbs of the officers |
//! | `look.rs` | reading under embargo |
//! | `load.rs` | what every verb begins with |

pub mod admissible;
pub mod adopt;
pub mod details;
pub mod draft;
pub mod event;
mod load;
pub mod look;
pub mod model;
pub mod publish;
pub mod revise;
pub mod store;
pub mod supersede;
pub mod version;
pub mod withdraw;

pub use details::{DecisionKind, Details};
pub use look::needs_log;
pub use model::{Access, Decision, DecisionState};
pub use version::{Content, DecisionVersion};
