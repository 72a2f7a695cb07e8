//! The rows of `attachments`, `uploads` and `blob_drafts`.
//!
//! | file | holds |
//! |---|---|
//! | `seen.rs` | the condition of which attachments a viewer sees |
//! | `rows.rs` | an attachment as a row and as a model; announcements |
//! | `lists.rs` | the attachments of subjects, for many at once and in pages |
//! | `write.rs` | what is attached and restricted, always with a permit |
//! | `drafts.rs` | contents being written, and what becomes of those nobody attached |
//! | `contents.rs` | all that lies in the storage, for backups |

mod contents;
mod drafts;
mod lists;
mod rows;
mod seen;
mod write;

pub use contents::{Content, contents, count};
pub use drafts::{condemn, condemned, draft, expire, forget};
pub use lists::{by_ids, copies_of, counts_of, first_of, page};
pub use rows::{find, lock, lock_announced};
pub use seen::Seen;
pub use write::{announce, complete, insert, restrict};
