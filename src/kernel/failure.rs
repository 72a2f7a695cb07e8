//! The three ways to fail, never mixed: a rule refuses, the policy denies, or we broke.

use super::refusal::Refusal;

/// What every use case returns instead of its result.
#[derive(Clone, Debug)]
pub enum Failure {
    /// A rule of the domain said no. Becomes `userErrors` in the payload.
    Refused(Vec<Refusal>),
    /// The policy, or the shape of the request, said no. Becomes a top-level error with a code.
    Denied(Denied),
    /// We broke. The client learns a request id; details go to the log only.
    Fault(Fault),
}

pub type Outcome<T> = Result<T, Failure>;

/// The closed list of reasons a request is not served, each a top-level `extensions.code`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    Unauthenticated,
    Forbidden,
    /// It does not exist, or the viewer may not know that it does: the answers are the same. Names the kind.
    NotFound(&'static str),
    /// The input cannot be understood: which field, and why (English, for programmers).
    BadInput {
        field: String,
        why: String,
    },
    RateLimited {
        retry_after_seconds: i64,
    },
    Conflict(&'static str),
}

/// Something of ours failed. `unavailable` asks the client to try again (the database is away, the pool is empty).
#[derive(Clone, Debug)]
pub struct Fault {
    pub what: String,
    pub unavailable: bool,
}

impl Fault {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), unavailable: false }
    }

    pub fn unavailable(what: impl Into<String>) -> Self {
        Self { what: what.into(), unavailable: true }
    }
}

impl Failure {
    pub fn fault(what: impl Into<String>) -> Self {
        Self::Fault(Fault::new(what))
    }

    pub fn bad_input(field: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Denied(Denied::BadInput { field: field.into(), why: why.into() })
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
