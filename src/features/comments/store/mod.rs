//! The rows of `comments` and `comment_edits`. The text of a hidden comment does not leave this folder.

mod lists;
mod page;
mod rows;
mod write;

pub use lists::{Parents, by_ids, counts_of, edits_of, first_below};
pub use page::{moderation_count, moderation_log, page};
pub use rows::{lock, setting};
pub use write::{edit, hide, insert};
