//! What was answered, by kind.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many unexpected answers are told in words, and so many of one kind.
const TOLD: usize = 12;
const TOLD_EACH: usize = 2;

/// Kinds of turns that are shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Reads,
    Writes,
    Sessions,
    Files,
    Programs,
    Live,
    Refused,
    Slow,
}

pub const FAMILIES: [(Family, &str); 8] = [
    (Family::Reads, "reads"),
    (Family::Writes, "writes"),
    (Family::Sessions, "sessions"),
    (Family::Files, "files"),
    (Family::Programs, "programs"),
    (Family::Live, "live"),
    (Family::Refused, "refused"),
    (Family::Slow, "slow"),
];

/// Turns of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub expected: u64,
    pub unexpected: u64,
}

#[derive(Default)]
struct Counts {
    turns: BTreeMap<(Family, &'static str), Count>,
    statuses: BTreeMap<u16, u64>,
    told: Vec<(&'static str, String)>,
}

/// Counts of all threads.
#[derive(Default)]
pub struct Tally(Mutex<Counts>);

impl Tally {
    fn held(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A turn is over.
    pub fn count(&self, family: Family, name: &'static str, went: Result<(), String>) {
        let mut counts = self.held();
        let count = counts.turns.entry((family, name)).or_default();
        match went {
            Ok(()) => count.expected += 1,
            Err(why) => {
                count.unexpected += 1;
                let of_it = counts.told.iter().filter(|(kind, _)| *kind == name).count();
                if of_it < TOLD_EACH && counts.told.len() < TOLD {
                    counts.told.push((name, why));
                }
            }
        }
    }

    /// A request was answered with a status. No turn expects one of 500 or above.
    pub fn status(&self, status: u16) {
        *self.held().statuses.entry(status).or_default() += 1;
    }

    /// Turns that went as expected, of each family.
    pub fn by_family(&self) -> [u64; FAMILIES.len()] {
        let counts = self.held();
        FAMILIES.map(|(family, _)| {
            let of_it = counts.turns.iter().filter(|((of, _), _)| *of == family);
            of_it.map(|(_, count)| count.expected).sum()
        })
    }

    pub fn by_kind(&self) -> Vec<(&'static str, Count)> {
        self.held().turns.iter().map(|((_, name), count)| (*name, *count)).collect()
    }

    pub fn statuses(&self) -> Vec<(u16, u64)> {
        self.held().statuses.iter().map(|(status, count)| (*status, *count)).collect()
    }

    pub fn unexpected(&self) -> u64 {
        self.held().turns.values().map(|count| count.unexpected).sum()
    }

    /// The first of them, in words.
    pub fn told(&self) -> Vec<String> {
        self.held().told.iter().map(|(kind, why)| format!("{kind}: {why}")).collect()
    }
}
