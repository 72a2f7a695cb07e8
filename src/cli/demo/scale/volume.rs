//! The rows of many decisions, gathered before they are written, with an event for each change.

use super::Amount;
use super::ground::Ground;
use super::hearing;
use super::plot::{End, Plot};
use crate::cli::demo::chance::Chance;
use crate::db::log::{EventRow, seal};
use crate::features::comments::model::{Comment, CommentEdit};
use crate::features::decisions::event;
use crate::features::decisions::model::{Access, Decision, DecisionState, public_from};
use crate::features::decisions::version::{Content, DecisionVersion};
use crate::features::polls::model::{Ballot, BallotChange, Choice, Elector, Participation, Poll, Recusal};
use crate::features::polls::store::Closing;
use crate::features::reviews::Review;
use crate::features::transitions::Transition;
use crate::features::transitions::model::Actor;
use crate::kernel::clock::Timestamp;
use crate::kernel::event::NewEvent;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, PollId, SecretChoiceId};
use chrono::Duration;
use uuid::Uuid;

/// What one transaction writes.
#[derive(Default)]
pub struct Volume {
    /// Successors before those they supersede.
    pub decisions: Vec<Decision>,
    pub versions: Vec<DecisionVersion>,
    pub terms: Vec<(DecisionId, String)>,
    pub transitions: Vec<Transition>,
    pub reviews: Vec<Review>,
    pub comments: Vec<Comment>,
    pub edits: Vec<CommentEdit>,
    pub recusals: Vec<Recusal>,
    /// The first polls of all reviews, then the second ones: only one of a review is ever open.
    pub rounds: Vec<Round>,
    pub events: Vec<EventRow>,
}

/// Polls that are open together, and closed before the next round.
#[derive(Default)]
pub struct Round {
    pub polls: Vec<Poll>,
    pub electors: Vec<Elector>,
    pub ballots: Vec<Ballot>,
    pub changes: Vec<BallotChange>,
    pub participations: Vec<Participation>,
    pub slips: Vec<(SecretChoiceId, PollId, Choice)>,
    pub closings: Vec<(PollId, Closing)>,
}

/// One change of state, still without its id.
pub struct Move<'a> {
    pub subject: Uuid,
    pub from: Option<&'a str>,
    pub to: &'a str,
    pub actor: Option<&'a Actor>,
    pub at: Timestamp,
    pub reason: Option<&'a str>,
}

impl Volume {
    /// Seals an event and keeps it.
    ///
    /// # Errors
    /// A fault when its payload cannot be written.
    pub fn record(&mut self, chance: &mut Chance, event: &NewEvent, by: Option<&Actor>, at: Timestamp) -> Outcome<()> {
        let (row, _) = seal(chance.id(at), event, by.map(|actor| actor.id), at, [0; 16])?;
        self.events.push(row);
        Ok(())
    }

    /// Keeps a change of state.
    pub fn transit(&mut self, chance: &mut Chance, step: Move<'_>) {
        self.transitions.push(Transition {
            id: chance.id(step.at),
            subject_id: step.subject,
            from_state: step.from.map(str::to_owned),
            to_state: step.to.to_owned(),
            actor: step.actor.cloned(),
            occurred_at: step.at,
            reason: step.reason.map(str::to_owned),
        });
    }

    /// The round of that number.
    pub fn round(&mut self, number: usize) -> Option<&mut Round> {
        if self.rounds.len() <= number {
            self.rounds.resize_with(number + 1, Round::default);
        }
        self.rounds.get_mut(number)
    }
}

/// Writes the plots down. Each takes its share of the comments and ballots that are left, so that the totals come out
/// whatever chance does.
///
/// # Errors
/// A fault when something cannot be written as JSON.
pub fn bind(ground: &Ground<'_>, plots: &mut [Plot<'_>], left: &mut Amount) -> Outcome<Volume> {
    let mut volume = Volume::default();
    for plot in plots.iter_mut().rev() {
        let version = volume.decide(ground, plot)?;
        if let Some(span) = plot.hearing {
            let used = hearing::hear(&mut volume, ground, plot, (span, version), left.per(left.decisions))?;
            left.comments = left.comments.saturating_sub(used.comments);
            left.ballots = left.ballots.saturating_sub(used.ballots);
        }
        left.decisions = left.decisions.saturating_sub(1);
    }
    Ok(volume)
}

impl Volume {
    /// The decision itself; returns its current version.
    fn decide(&mut self, ground: &Ground<'_>, plot: &mut Plot<'_>) -> Outcome<crate::kernel::id::DecisionVersionId> {
        let officer = ground.actor(plot.assembly.officer)?;
        let versions = versions(plot, &officer)?;
        let decision = decision(plot, &officer, &versions);
        let chance = &mut plot.chance;
        let subject = decision.id.uuid();
        let draft = DecisionState::Draft.as_str();
        let by = Some(&officer);
        for version in versions {
            if version.number == 1 {
                self.record(chance, &event::drafted(&decision, &version), by, version.created_at)?;
            } else {
                self.record(chance, &event::revised(&version), by, version.created_at)?;
            }
            self.versions.push(version);
        }
        let begun = Move { subject, from: None, to: draft, actor: by, at: plot.drafted_at, reason: None };
        self.transit(chance, begun);
        if let Some(published) = &plot.published {
            let to = DecisionState::Published.as_str();
            let step = Move { subject, from: Some(draft), to, actor: by, at: published.at, reason: None };
            self.transit(chance, step);
            self.record(chance, &event::published(&decision), by, published.at)?;
        }
        if let Some(end) = &plot.end {
            self.end(chance, &decision, end, &officer)?;
        }
        self.terms.push((decision.id, plot.content.terms()));
        let version = decision.version_id;
        self.decisions.push(decision);
        Ok(version)
    }

    fn end(&mut self, chance: &mut Chance, decision: &Decision, end: &End, officer: &Actor) -> Outcome<()> {
        let (event, reason) = match (end.state, end.by) {
            (DecisionState::Superseded, Some(by)) => (event::superseded(decision, by), None),
            (DecisionState::Withdrawn, _) => (event::withdrawn(decision), Some("Құжат пысықтауға кері қайтарылды.")),
            _ => (event::adopted(decision), Some("Ұсынымдар ескеріліп, шешім қабылданды.")),
        };
        let from = Some(DecisionState::Published.as_str());
        let subject = decision.id.uuid();
        let step = Move { subject, from, to: end.state.as_str(), actor: Some(officer), at: end.at, reason };
        self.transit(chance, step);
        self.record(chance, &event, Some(officer), end.at)
    }
}

/// One version, or in one of twelve decisions a first one with a shorter summary before it.
fn versions(plot: &mut Plot<'_>, officer: &Actor) -> Outcome<Vec<DecisionVersion>> {
    let mut contents = vec![(plot.drafted_at, plot.content.clone())];
    if plot.chance.percent(8) {
        let first = Content { summary: plot.content.title.clone(), ..plot.content.clone() };
        let later = plot.drafted_at.plus(Duration::hours(plot.chance.between(1, 12)));
        contents = vec![(plot.drafted_at, first), (later, plot.content.clone())];
    }
    let version = |((created_at, content), number): ((Timestamp, Content), i64)| {
        Ok(DecisionVersion {
            id: plot.chance.id(created_at),
            decision_id: plot.id,
            number,
            sha256: content.sha256()?,
            content,
            author_id: officer.id,
            created_at,
        })
    };
    contents.into_iter().zip(1..).map(version).collect()
}

fn decision(plot: &Plot<'_>, officer: &Actor, versions: &[DecisionVersion]) -> Decision {
    let published = plot.published.as_ref();
    let access = published.map_or(Access::Public, |published| published.access);
    let embargoed_until = published.and_then(|published| published.embargoed_until);
    let published_at = published.map(|published| published.at);
    Decision {
        id: plot.id,
        body_id: plot.assembly.body,
        kind: plot.content.details.kind(),
        state: plot.state(),
        access,
        author_id: officer.id,
        author_name: officer.name.clone(),
        version_id: versions.last().map_or(crate::kernel::id::Id::from_uuid(Uuid::nil()), |version| version.id),
        revision: i64::try_from(versions.len()).unwrap_or(1),
        title: plot.content.title.clone(),
        summary: plot.content.summary.clone(),
        drafted_at: plot.drafted_at,
        published_at,
        embargoed_until,
        public_from: published_at.and_then(|at| public_from(access, at, embargoed_until)),
        superseded_by_id: plot.end.as_ref().and_then(|end| end.by),
        listed_at: published_at.unwrap_or(plot.drafted_at),
    }
}
