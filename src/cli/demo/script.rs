//! The script: every step of the demonstration with its instant, in the order of time over all stories, so that each
//! meets the seats, roles and states of its day. All steps are one transaction: either the small demonstration is
//! there or it is not.

use super::progress::Progress;
use super::world::World;
use crate::access::act::{Batch, Writing};
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::cli::say;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};

/// What orders the steps of one instant: what must be there before is told first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Registry,
    End,
    Begin,
    Draft,
    Publish,
    Review,
    Talk,
    Poll,
    Ballot,
    Close,
    Aftermath,
    Settle,
}

type Deed<'c> = Box<dyn Fn(&mut World<'c>, &mut Scene<'_, '_>) -> Outcome<()> + 'c>;

/// One step.
pub struct Step<'c> {
    at: Timestamp,
    rank: Rank,
    /// Names the step when it fails.
    label: String,
    deed: Deed<'c>,
}

/// All steps.
#[derive(Default)]
pub struct Script<'c> {
    steps: Vec<Step<'c>>,
}

/// The instant of a step, and the transaction it happens in.
pub struct Scene<'s, 'b> {
    pub at: Timestamp,
    batch: &'s mut Batch<'b>,
}

impl Scene<'_, '_> {
    /// What a person does now.
    ///
    /// # Errors
    /// What the use case returns.
    pub fn play<'c, T>(
        &mut self,
        world: &World<'c>,
        by: &'c str,
        work: impl FnOnce(&mut Writing<'_>) -> Outcome<T>,
    ) -> Outcome<T> {
        self.batch.act(&world.viewer(by, self.at)?, work)
    }

    /// What the operator or the system's own clock does now.
    ///
    /// # Errors
    /// What the use case returns.
    pub fn operate<T>(&mut self, work: impl FnOnce(&mut Writing<'_>) -> Outcome<T>) -> Outcome<T> {
        self.batch.act(&Viewer::anonymous(self.at), work)
    }
}

impl<'c> Script<'c> {
    /// Adds a step.
    pub fn add(
        &mut self,
        at: Timestamp,
        rank: Rank,
        label: impl Into<String>,
        deed: impl Fn(&mut World<'c>, &mut Scene<'_, '_>) -> Outcome<()> + 'c,
    ) {
        self.steps.push(Step { at, rank, label: label.into(), deed: Box::new(deed) });
    }

    /// Plays everything in order and returns what is known at the end. The core's clock must be one that can be set.
    ///
    /// # Errors
    /// The step that failed, and why; then nothing is written.
    pub fn play(mut self, core: &Core, progress: &Progress) -> Outcome<World<'c>> {
        self.steps.sort_by_key(|step| (step.at, step.rank));
        progress.begin("stories", self.steps.len());
        let world = core.batch(|batch| {
            let mut world = World::default();
            for step in &self.steps {
                core.clock.set(step.at);
                let mut scene = Scene { at: step.at, batch: &mut *batch };
                (step.deed)(&mut world, &mut scene).map_err(|failure| step.failed(failure))?;
                progress.advance(1);
            }
            Ok(world)
        })?;
        progress.end();
        Ok(world)
    }
}

impl Step<'_> {
    fn failed(&self, failure: Failure) -> Failure {
        Failure::fault(format!("{} on {}: {}", self.label, self.at.rfc3339(), say(failure)))
    }
}
