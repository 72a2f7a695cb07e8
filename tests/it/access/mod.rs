//! Who may do what: the base matrix of the design, tried over HTTP.

mod matrix;
mod scopes;
mod secrecy;
mod voting;
