//! Programs of NGOs, newsrooms, bodies and councils: what they may, in whose name, and the tokens they say who they are with.
//!
//! # What a program may
//! A **service account** has an **owner**, a human who answers for it; it is **bound** to one organisation, body or council; and it has
//! **scopes** ([`crate::access::scopes`]). It may do what its owner may there, and of that only what its scopes name: a program of a
//! representative bound to their organisation has nothing of the seat that the same human holds in a council. When the owner leaves, or is
//! suspended, nothing is left of the program's rights either. It never votes, and never stands where a human is meant: it gets no seat, no office, no role.
//!
//! # How one comes to be
//! * [`create`]: a representative, for their organisation and as its owner; or an administrator, for whoever has a role or a seat there.
//! * [`rotate`]: the owner, and nobody else, gets the next **token**, shown this once. The one before stays good for a while, so that the
//!   program can be told the new one without a pause. So an administrator who enters a program never holds a token that acts for somebody else.
//! * [`revoke`]: the owner, whoever speaks for the organisation, or an administrator: at once, on every instance, for good.
//!
//! # How it says who it is
//! With the token itself, or, as OAuth 2.0 has it, with an access token of fifteen minutes that it gets for the token and may narrow to
//! fewer scopes ([`exchange`]). Either way the account is read anew, or remembered until an event says otherwise, so both end together.

pub mod create;
pub mod event;
pub mod exchange;
pub mod list;
pub mod model;
pub mod revoke;
pub mod rotate;
pub mod store;

pub use model::{ServiceAccount, Token};
