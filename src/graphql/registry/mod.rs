//! The registry in the graph: regions, state bodies and their heads, organisations, councils, seats and legal rules.
//!
//! All but heads and seats stand in memory ([`crate::features::reference`]), so a reference to one of them costs no
//! statement and the lists are filtered and paged in memory ([`list`], [`filter`], [`order`]). Heads and seats are
//! loaded in batches ([`loader`]).

pub mod body;
pub mod composition;
pub mod council;
pub mod filter;
pub mod head;
pub mod input;
pub mod law;
mod list;
pub mod loader;
pub mod membership;
pub mod mutation;
pub mod order;
pub mod organization;
pub mod query;
pub mod region;
pub mod rule;
pub mod words;

pub use body::StateBody;
pub use composition::CompositionReport;
pub use council::{Charter, Council};
pub use head::Head;
pub use law::LegalRuleMutation;
pub use membership::Membership;
pub use mutation::RegistryMutation;
pub use organization::Organization;
pub use query::RegistryQuery;
pub use region::Region;
pub use rule::LegalRule;
pub use words::{MajorityBase, MemberCategory, MemberPosition};
