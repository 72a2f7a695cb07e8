//! Following and being told in the graph: what the viewer follows, the viewer's inbox, and how they want to be told besides.
//! All of it is the viewer's own and nobody else's.

mod enums;
mod filter;
mod loader;
mod mutation;
mod object;
mod query;

pub use enums::{NoticeDelivery, NotificationKind};
pub use mutation::NoticeMutation;
pub use object::{Follow, Notification};
pub use query::{NoticeQuery, following};
