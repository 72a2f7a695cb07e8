//! Attachments: files that belong to a decision, a final document, an answer or a meeting.
//!
//! Officers attach to what their body decides and answers; chair, deputy and secretary to what their council concludes and
//! to its meetings. There are two ways in, and they end in the same place ([`transfer`]):
//!
//! * **announced**: `createUpload` makes a PENDING attachment and a one-time address; one authenticated `PUT` there brings the
//!   content. For large files and scripts.
//! * **at once**: `uploadAttachment` with the file in the same request.
//!
//! Either way the right is asked before the first byte is stored and again when the last one is, because a decision may
//! have been withdrawn meanwhile. In between no transaction is open. The order is what makes a death at any step harmless:
//!
//! ```text
//! 1 transaction   may it be attached? ── the blob's id is entered in blob_drafts
//! 2 storage       the content, hashed, counted and looked at in one pass; readable as a whole or not at all
//! 3 transaction   may it still? ── READY, the draft is struck off, AttachmentUploaded
//! ```
//! Whoever dies between 1 and 3 leaves a draft; after a day the [`sweep`] condemns it and removes its content. A READY row always
//! has its content, and a PENDING one is seen by nobody.
//!
//! An attachment is **public** or **restricted**. What is public is seen by whoever sees its subject; what is restricted by the
//! officers and council members concerned ([`store::Seen`] has the table). A restricted original may have a public copy
//! with names blacked out (`redactedOf`). What was attached stays: a file that should not have been public is **restricted**
//! with a reason, and that is final.

mod admit;
pub mod create_upload;
pub mod download;
pub mod event;
pub mod model;
pub mod redeem;
pub mod restrict;
pub mod store;
mod subject;
pub mod sweep;
pub mod transfer;
pub mod upload;

pub use model::{Access, Attachment, NewFile, Restriction, Stored, Subject, SubjectKind};
