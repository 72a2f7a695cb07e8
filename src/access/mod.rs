//! Floor 3: who asks, what they may do, and the only door to the data.
//!
//! A request is resolved to a [`viewer::Viewer`] once. Everything it reads or writes goes through [`act::Act`]:
//! reads take a [`sight::Sight`] (what this viewer may see), writes take a [`permit::Permit`] that only
//! [`permit::authorize`] can make, and what it makes is decided in one place, [`policy::decide`].

pub mod act;
pub mod core;
pub mod frozen;
pub mod grants;
pub mod identify;
pub mod link;
pub mod matrix;
pub mod password;
pub mod permit;
pub mod policy;
pub mod scopes;
pub mod service_token;
pub mod sight;
pub mod token;
pub mod viewer;
