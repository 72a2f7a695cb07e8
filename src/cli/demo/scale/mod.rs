//! The multiplier: more decisions, comments and ballots, for benchmarks. Deterministic, from `demo/templates.toml`.
//!
//! | file | holds |
//! |---|---|
//! | `ground.rs` | what the registry gives: councils with their seats and rules, officers, who comments |
//! | `domain.rs` | which templates and places suit a body |
//! | `plot.rs` | one decision: its text, its dates, its end |
//! | `details.rs` | the typed details of each kind |
//! | `hearing.rs` | the review of a decision: its states and comments |
//! | `ballots.rs` | its polls: electorates, ballots, results counted by `polls::tally` |
//! | `volume.rs` | the rows of many decisions, with an event for each change |
//! | `store.rs` | their bulk inserts |
//!
//! The use cases cannot be run 900,000 times in minutes, so their rows are written directly, with the models, the hash,
//! the search terms, the count and the events of the slices themselves. One thread makes a volume while another
//! writes the one before.

mod ballots;
mod details;
mod domain;
mod ground;
mod hearing;
mod plot;
mod store;
mod volume;

use super::content::Content;
use super::progress::Progress;
use super::world::World;
use crate::access::core::Core;
use crate::db::uow;
use crate::kernel::failure::{Failure, Outcome};
use ground::Ground;
use plot::Plot;
use std::sync::mpsc::{SyncSender, sync_channel};
use volume::Volume;

/// What scale 1 holds, the stories included.
const ONE: Amount = Amount { decisions: 200, comments: 2_000, ballots: 5_000 };
/// Decisions per transaction.
const VOLUME: usize = 500;

/// How much there is, or is still to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub decisions: usize,
    pub comments: usize,
    pub ballots: usize,
}

impl Amount {
    fn times(self, n: usize) -> Self {
        Self { decisions: self.decisions * n, comments: self.comments * n, ballots: self.ballots * n }
    }

    /// The average of each of so many decisions.
    fn per(self, decisions: usize) -> Self {
        let decisions = decisions.max(1);
        Self { decisions: 1, comments: self.comments.div_ceil(decisions), ballots: self.ballots.div_ceil(decisions) }
    }

    fn less(self, other: Self) -> Self {
        Self {
            decisions: self.decisions.saturating_sub(other.decisions),
            comments: self.comments.saturating_sub(other.comments),
            ballots: self.ballots.saturating_sub(other.ballots),
        }
    }
}

/// Makes volume after volume and hands them over, until everything is made or nobody takes them any more.
fn make(ground: &Ground<'_>, mut left: Amount, to: &SyncSender<Outcome<Volume>>) {
    let total = left.decisions;
    while left.decisions > 0 {
        let first = total - left.decisions;
        let mut plots: Vec<Plot<'_>> =
            (first..total.min(first + VOLUME)).filter_map(|number| Plot::draw(ground, number, total)).collect();
        plot::succeed(&mut plots);
        let volume = volume::bind(ground, &mut plots, &mut left);
        left.decisions = total.saturating_sub(first + VOLUME);
        if to.send(volume).is_err() {
            return;
        }
    }
}

/// Fills up to `scale` times the amounts of scale 1.
///
/// # Errors
/// A fault when the database refuses.
pub fn multiply(core: &Core, content: &Content, world: &World<'_>, scale: u32, progress: &Progress) -> Outcome<()> {
    let ground = &uow::read(&core.db, |conn| Ground::survey(conn, content, world))?;
    let wanted = ONE.times(usize::try_from(scale).unwrap_or(1));
    let left = wanted.less(uow::read(&core.db, store::amount)?);
    progress.begin("multiplying", left.decisions);
    let (sender, receiver) = sync_channel::<Outcome<Volume>>(1);
    std::thread::scope(|threads| {
        threads.spawn(move || make(ground, left, &sender));
        // Moved in, so that the maker stops when the writer fails.
        for volume in receiver {
            let volume = volume?;
            uow::write(&core.db, |conn| store::insert(conn, &volume))?;
            progress.advance(volume.decisions.len());
        }
        Ok::<(), Failure>(())
    })?;
    uow::write(&core.db, store::analyze)?;
    progress.end();
    Ok(())
}
