//! Attachments in the graph: the files of decisions, final documents, answers and meetings, and the verbs of those who
//! attach. Contents travel by `http/attachments`.

mod enums;
mod files;
mod input;
mod loader;
mod mutation;
mod object;
mod parts;
mod query;

pub use enums::{AttachmentAccess, AttachmentEdition};
pub use files::{Files, Upload};
pub use mutation::AttachmentMutation;
pub use object::Attachment;
pub use parts::Parts;
pub use query::{may_attach, of_subject};
