//! Final documents in the graph: what a council concluded, in which versions, its recommendations, and the bodies that
//! received them. What the bodies answer is in `graphql/answers`.

mod enums;
mod filter;
mod input;
mod loader;
mod mutation;
mod object;
mod query;
mod receipt;
mod recommendation;
mod version;

pub use enums::{AddresseeState, DocumentState, Priority};
pub use mutation::DocumentMutation;
pub use object::FinalDocument;
pub use query::{DocumentQuery, of_council};
pub use receipt::DocumentReceipt;
pub use recommendation::{Addressee, Recommendation};
pub use version::DocumentVersion;
