//! Comments in the graph: threads below reviews and decisions, the moderation log, and the verbs of authors and
//! moderators.

mod enums;
mod loader;
mod mutation;
mod object;
mod query;

pub use enums::{CommentCapacity, Stance};
pub use mutation::CommentMutation;
pub use object::{Comment, CommentEdit};
pub use query::{CommentQuery, ModerationEntry, below, of_decision};
