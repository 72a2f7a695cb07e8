//! The script: every step of the demonstration with its instant, in the order of time over all stories, so that each
//! meets the seats, roles and states of its day.
//!
//! Steps are played many to a transaction, because waiting for the disk after each would take minutes. Where somebody
//! attaches a file a **chapter** ends, for the way of a file has two transactions of its own with the storage between
//! them. Whatever breaks off leaves a database that says FILLING.

use super::files::{self, Upload};
use super::progress::Progress;
use super::world::World;
use crate::access::act::{Batch, Writing};
use crate::access::core::Core;
use crate::access::viewer::Viewer;
use crate::cli::say;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use std::sync::Arc;

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

type Play<'c> = Box<dyn Fn(&mut World<'c>, &mut Scene<'_, '_>) -> Outcome<()> + 'c>;
type Attach<'c> = Box<dyn Fn(&World<'c>) -> Outcome<Upload<'c>> + 'c>;

/// What is done in a step.
enum Deed<'c> {
    Play(Play<'c>),
    Attach(Attach<'c>),
}

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
        self.steps.push(Step { at, rank, label: label.into(), deed: Deed::Play(Box::new(deed)) });
    }

    /// Adds a step in which somebody attaches a file.
    pub fn attach(
        &mut self,
        at: Timestamp,
        label: impl Into<String>,
        deed: impl Fn(&World<'c>) -> Outcome<Upload<'c>> + 'c,
    ) {
        let (rank, label) = (Rank::Aftermath, label.into());
        self.steps.push(Step { at, rank, label, deed: Deed::Attach(Box::new(deed)) });
    }

    /// Plays everything in order and returns what is known at the end. The core's clock must be one that can be set.
    ///
    /// # Errors
    /// The step that failed, and why.
    pub fn play(mut self, core: &Arc<Core>, progress: &Progress) -> Outcome<World<'c>> {
        self.steps.sort_by_key(|step| (step.at, step.rank));
        progress.begin("stories", self.steps.len());
        let (mut world, mut left) = (World::default(), self.steps.as_slice());
        while !left.is_empty() {
            let (chapter, rest) = left.split_at(left.iter().take_while(|step| step.is_played()).count());
            world = play_all(core, progress, chapter, &world)?;
            left = match rest.split_first() {
                Some((step, rest)) => {
                    step.attach(core, &mut world).map_err(|failure| step.failed(failure))?;
                    progress.advance(1);
                    rest
                }
                None => rest,
            };
        }
        progress.end();
        Ok(world)
    }
}

/// Plays a chapter; returns what is known after it.
fn play_all<'c>(core: &Core, progress: &Progress, chapter: &[Step<'c>], before: &World<'c>) -> Outcome<World<'c>> {
    core.batch(|batch| {
        let mut world = before.clone();
        for step in chapter {
            core.clock.set(step.at);
            let mut scene = Scene { at: step.at, batch: &mut *batch };
            step.play(&mut world, &mut scene).map_err(|failure| step.failed(failure))?;
            progress.advance(1);
        }
        Ok(world)
    })
}

impl<'c> Step<'c> {
    const fn is_played(&self) -> bool {
        matches!(self.deed, Deed::Play(_))
    }

    fn play(&self, world: &mut World<'c>, scene: &mut Scene<'_, '_>) -> Outcome<()> {
        match &self.deed {
            Deed::Play(play) => play(world, scene),
            Deed::Attach(_) => Err(Failure::fault("a file within a chapter")),
        }
    }

    fn attach(&self, core: &Arc<Core>, world: &mut World<'c>) -> Outcome<()> {
        let Deed::Attach(attach) = &self.deed else { return Ok(()) };
        core.clock.set(self.at);
        let upload = attach(world)?;
        let (slug, attachment) = files::attach(core, &world.viewer(upload.by, self.at)?, upload)?;
        world.files.insert(slug, attachment);
        Ok(())
    }

    fn failed(&self, failure: Failure) -> Failure {
        Failure::fault(format!("{} on {}: {}", self.label, self.at.rfc3339(), say(failure)))
    }
}
