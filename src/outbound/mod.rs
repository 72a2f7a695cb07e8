//! Floor 2, beside the database: requests to addresses that others chose.
//!
//! An [`Outbound`] posts a body somewhere and says what became of it. The address was chosen by somebody who may want us to ask in their
//! place what only we can reach: the operator's own network, the machine itself, the cloud's metadata. So a name is resolved here, and only
//! addresses of the public internet are dialled ([`addresses`]), the very ones that were looked at; redirects are not followed, proxies not
//! asked, and of the answer only so much is read. The operator may lift this, to try things out.

pub mod addresses;
mod client;

pub use client::{Answer, NotSent, Outbound, Parcel, Reach, admit};
