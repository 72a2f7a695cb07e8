//! Decisions: their life, their versions, their details, who sees them, and how they are found.

mod corpus;
mod details;
mod filters;
mod lifecycle;
mod looks;
mod search;
mod transitions;
mod versions;
mod visibility;
