//! People: who there is, who can sign in, and what they were granted.
//!
//! A **person** is a name that appears in councils, offices and under comments. An **account** is a person who can
//! sign in; it shares the person's id, so that everything a person ever did stays theirs when they get an account
//! later. Personal numbers (IIN) are never stored.
//!
//! # How somebody comes in
//! * [`invite`]: an administrator or registrar gets a one-time link (mail comes later), for a new person or for one
//!   the registry knows already, such as a council member. [`accept`] turns it into an account and signs in.
//! * [`register`]: citizens by themselves, where the operator allows it.
//! * [`bootstrap`]: the operator, at the machine: the first administrator and forgotten passwords.
//!
//! # How they stay in
//! [`sign_in`] begins a **session**: an access token of fifteen minutes and a family of refresh tokens, each good
//! once ([`refresh`]). The session ends by [`sign_out`], by [`change_password`], by [`suspend`], when a used refresh
//! token comes back, and after [`crate::access::core::Rules::session_days`] in any case. Each of these is an event, and
//! events empty the caches of every server, so a token ends with its session and not when it runs out.
//!
//! # How guessing is slowed down
//! [`attempt`] charges a try before the password is looked at and takes the charge back when it was right, so that
//! a thousand guesses at once are not cheaper than a thousand in a row; the numbers stand in [`throttle`].
//!
//! # What they may do
//! Seats in councils are memberships, kept by the registry. All other roles are **grants** with a scope and a period
//! ([`grant`], [`revoke`]); the last administrator cannot be revoked or suspended.

pub mod accept;
pub mod accounts;
pub mod attempt;
pub mod bootstrap;
pub mod change_password;
pub mod event;
pub mod grant;
pub mod invite;
pub mod model;
pub mod password;
pub mod refresh;
pub mod register;
pub mod restore;
pub mod revoke;
pub mod session;
pub mod set_locale;
pub mod sign_in;
pub mod sign_out;
pub mod store;
pub mod suspend;
pub mod sweep;
pub mod throttle;

pub use model::{Account, AccountState, Email, Invitation, Person, RoleGrant};
pub use session::SignedIn;
