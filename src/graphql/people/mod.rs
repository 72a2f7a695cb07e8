//! People in the graph: persons everybody sees, accounts that only their owners and administrators see, roles, and the
//! viewer. Signing in and out and the viewer's own account are in `session.rs`, what administrators do to others in
//! `mutation.rs`. Tokens appear in the payloads that hand them out and nowhere else.

pub mod loader;
pub mod mutation;
pub mod object;
pub mod query;
pub mod role;
pub mod session;
pub mod viewer;

pub use mutation::{PeopleMutation, RoleScopeInput};
pub use object::{Account, Person};
pub use query::PeopleQuery;
pub use role::{RoleGrant, RoleScope};
pub use session::SessionMutation;
