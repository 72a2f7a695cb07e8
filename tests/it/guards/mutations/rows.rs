//! One row per mutation: a valid input, who may do it, and who may not. The rows share a world and leave each other
//! alone; the input is made anew for each.

mod meetings;
mod programs;
mod pursuit;
mod registry;
mod review;
mod webhooks;

use crate::support::Personas;
use serde_json::Value;

/// How a mutation is tried.
pub struct Row {
    pub mutation: &'static str,
    pub allowed: &'static str,
    /// Who is denied it, and with which code.
    pub denied: &'static [(&'static str, &'static str)],
    pub input: fn(&Personas<'_>) -> Value,
}

const STRANGER: (&str, &str) = ("anonymous", "UNAUTHENTICATED");
const CITIZEN: (&str, &str) = forbidden("citizen");

const fn forbidden(who: &'static str) -> (&'static str, &'static str) {
    (who, "FORBIDDEN")
}

/// Who may not know that the thing exists is told that it does not.
const fn blind(who: &'static str) -> (&'static str, &'static str) {
    (who, "NOT_FOUND")
}

/// Every row.
pub fn all() -> impl Iterator<Item = &'static Row> {
    [registry::ROWS, review::ROWS, pursuit::ROWS, meetings::ROWS, programs::ROWS, webhooks::ROWS].into_iter().flatten()
}
