//! Floor 4: what Kenes is about, one slice per subject, each with the same drawers.
//!
//! | drawer | holds |
//! |---|---|
//! | `mod.rs` | the story in prose, and what the slice shows to others |
//! | `model.rs` | the words and the pure rules: no database, no clock |
//! | `event.rs` | what can happen, as it is logged |
//! | `store.rs` | the SQL; writes take a permit, reads of decisions and what hangs on them take a sight |
//! | one file per verb | a use case that reads as five sentences: load, authorize, admit, write, record |

pub mod answers;
pub mod attachments;
pub mod bodies;
pub mod calendar;
pub mod check;
pub mod comments;
pub mod councils;
pub mod deadlines;
pub mod decisions;
pub mod documents;
pub mod events;
pub mod feed;
pub mod idempotency;
pub mod meetings;
pub mod notices;
pub mod organizations;
pub mod people;
pub mod polls;
pub mod reference;
pub mod regions;
pub mod reviews;
pub mod rules;
pub mod scorecard;
pub mod service_accounts;
pub mod transitions;
pub mod webhooks;
