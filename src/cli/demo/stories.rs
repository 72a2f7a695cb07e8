//! The stories of the demonstration: each decision from its draft to its end, with the reviews of councils and what
//! people say in them. Polls are told in `voting.rs`.

use super::content::{Comment, Content, Council, Decision, Review};
use super::script::{Rank, Script};
use super::voting;
use super::world::{ReviewKey, Told, known};
use crate::access::viewer::Position;
use crate::features::comments::{self, add::Addition, edit::Edit, hide::Moderation};
use crate::features::decisions::draft::Draft;
use crate::features::decisions::model::{Access, DecisionState};
use crate::features::decisions::publish::Publication;
use crate::features::decisions::revise::Revision;
use crate::features::decisions::{self, adopt::Adoption, supersede::Supersession, withdraw::Withdrawal};
use crate::features::polls::declare_recusal::{Declaration, declare_recusal};
use crate::features::reviews::{self, ReviewState, conclude::Conclusion};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Failure;
use chrono::Duration;

const MODERATOR: &str = "moderator";

/// A review with what it needs to be told.
#[derive(Clone, Copy)]
pub struct Hearing<'c> {
    pub decision: &'c Decision,
    pub review: &'c Review,
    pub council: &'c Council,
    pub key: ReviewKey<'c>,
}

impl<'c> Hearing<'c> {
    /// A review of a decision.
    ///
    /// # Errors
    /// That there is none, or no council for it.
    pub fn of(content: &'c Content, slug: &str, number: usize) -> Result<Self, String> {
        let decision = content.decisions.iter().find(|decision| decision.slug == slug);
        let decision = decision.ok_or_else(|| format!("no decision {slug}"))?;
        let review = decision.review.get(number).ok_or_else(|| format!("{slug}: no review {number}"))?;
        let council = content.councils.iter().find(|council| council.slug == review.council);
        let council = council.ok_or_else(|| format!("{slug}: no council {}", review.council))?;
        Ok(Self { decision, review, council, key: (&decision.slug, number) })
    }

    /// Who chairs the council on that day; the deputy where nobody does.
    pub fn chair(&self, at: Timestamp) -> &'c str {
        let seated = |position: Position| {
            let held = voting::seated(self.council, at).find(|seat| seat.position == position);
            held.map(|seat| seat.person.as_str())
        };
        seated(Position::Chair).or_else(|| seated(Position::DeputyChair)).unwrap_or_default()
    }
}

/// Adds every step of every story.
///
/// # Errors
/// A story that names an unknown council, or whose details do not fit its kind.
pub fn tell<'c>(script: &mut Script<'c>, content: &'c Content) -> Result<(), String> {
    for decision in &content.decisions {
        tell_decision(script, decision)?;
        for number in 0..decision.review.len() {
            let hearing = Hearing::of(content, &decision.slug, number)?;
            tell_review(script, hearing);
            voting::tell(script, content, hearing)?;
        }
    }
    Ok(())
}

fn tell_decision<'c>(script: &mut Script<'c>, decision: &'c Decision) -> Result<(), String> {
    let (slug, author) = (decision.slug.as_str(), decision.author.as_str());
    let content = decision.content()?;
    script.add(decision.drafted_at, Rank::Draft, format!("draft {slug}"), move |world, scene| {
        let draft = Draft { body: known(&world.bodies, &decision.body.as_str())?, content: content.clone() };
        let id = scene.play(world, author, |tx| decisions::draft::draft(tx, &draft))?.id;
        world.decisions.insert(slug, Told { id, revision: 1, content: draft.content });
        Ok(())
    });
    for revised in &decision.revised {
        script.add(revised.at, Rank::Publish, format!("revise {slug}"), move |world, scene| {
            let told = known(&world.decisions, &slug)?;
            let content = decisions::Content { summary: revised.summary.clone(), ..told.content };
            let revision = Revision { decision: told.id, expected: told.revision, content };
            let now = scene.play(world, author, |tx| decisions::revise::revise(tx, &revision))?;
            world.decisions.insert(slug, Told { id: told.id, revision: now.revision, content: revision.content });
            Ok(())
        });
    }
    if let Some(published_at) = decision.published_at {
        script.add(published_at, Rank::Publish, format!("publish {slug}"), move |world, scene| {
            let publication = Publication {
                decision: known(&world.decisions, &slug)?.id,
                access: decision.access.unwrap_or(Access::Public),
                embargoed_until: decision.embargo_until,
            };
            scene.play(world, author, |tx| decisions::publish::publish(tx, &publication)).map(|_| ())
        });
    }
    if let Some(state_at) = decision.state_at {
        tell_end(script, decision, state_at);
    }
    Ok(())
}

fn tell_end<'c>(script: &mut Script<'c>, decision: &'c Decision, at: Timestamp) {
    let (slug, author) = (decision.slug.as_str(), decision.author.as_str());
    let label = format!("{} {slug}", decision.state.as_str());
    script.add(at, Rank::Settle, label, move |world, scene| {
        let id = known(&world.decisions, &slug)?.id;
        let reason = decision.reason.clone().unwrap_or_default();
        match (decision.state, decision.superseded_by.as_deref()) {
            (DecisionState::Draft | DecisionState::Published, _) => Ok(()),
            (DecisionState::Withdrawn, _) => {
                let input = Withdrawal { decision: id, reason };
                scene.play(world, author, |tx| decisions::withdraw::withdraw(tx, &input)).map(|_| ())
            }
            (DecisionState::Adopted, _) => {
                let input = Adoption { decision: id, reason };
                scene.play(world, author, |tx| decisions::adopt::adopt(tx, &input)).map(|_| ())
            }
            (DecisionState::Superseded, Some(by)) => {
                let by = known(&world.decisions, &by)?.id;
                let input = Supersession { decision: id, by, reason: Some(reason) };
                scene.play(world, author, |tx| decisions::supersede::supersede(tx, &input)).map(|_| ())
            }
            (DecisionState::Superseded, None) => Err(Failure::fault("superseded by nothing")),
        }
    });
}

fn tell_review<'c>(script: &mut Script<'c>, hearing: Hearing<'c>) {
    let Hearing { decision, review, council, key } = hearing;
    let slug = decision.slug.as_str();
    let opener = review.opened_by.as_str();
    script.add(review.opened_at, Rank::Review, format!("review of {slug}"), move |world, scene| {
        let opening = reviews::open::Opening {
            decision: known(&world.decisions, &slug)?.id,
            council: known(&world.councils, &council.slug.as_str())?,
            form: review.form,
        };
        let id = scene.play(world, opener, |tx| reviews::open::open(tx, &opening))?.id;
        world.reviews.insert(key, id);
        Ok(())
    });
    for recusal in &review.recusals {
        script.add(recusal.at, Rank::Talk, format!("recusal in {slug}"), move |world, scene| {
            let input = Declaration { review_id: known(&world.reviews, &key)?, reason: recusal.reason.clone() };
            scene.play(world, &recusal.person, |tx| declare_recusal(tx, &input)).map(|_| ())
        });
    }
    for comment in &review.comments {
        tell_comment(script, key, comment);
    }
    if let Some(at) = deliberates_at(review) {
        script.add(at, Rank::Talk, format!("deliberation on {slug}"), move |world, scene| {
            let id = known(&world.reviews, &key)?;
            scene.play(world, hearing.chair(at), |tx| reviews::advance::advance(tx, id)).map(|_| ())
        });
    }
    if let (ReviewState::Concluded, Some(at)) = (review.state, review.state_at) {
        script.add(at, Rank::Aftermath, format!("conclusion of {slug}"), move |world, scene| {
            let input = Conclusion { review: known(&world.reviews, &key)?, reason: None };
            scene.play(world, hearing.chair(at), |tx| reviews::conclude::conclude(tx, &input)).map(|_| ())
        });
    }
}

/// When the chair ends the gathering of comments: on the day the story says, or the day before the first poll.
fn deliberates_at(review: &Review) -> Option<Timestamp> {
    match review.polls.first() {
        Some(poll) => {
            let eve = poll.opened_at.plus(Duration::hours(-20));
            (eve > review.opened_at).then_some(eve)
        }
        None if review.state == ReviewState::Deliberation => review.state_at,
        None => None,
    }
}

fn tell_comment<'c>(script: &mut Script<'c>, key: ReviewKey<'c>, comment: &'c Comment) {
    let (author, of) = (comment.author.as_str(), (key, comment.id.as_str()));
    let label = format!("comment {} on {}", comment.id, key.0);
    script.add(comment.at, Rank::Talk, label.clone(), move |world, scene| {
        let addition = Addition {
            review: known(&world.reviews, &key)?,
            parent: comment.reply_to.as_deref().map(|to| known(&world.comments, &(key, to))).transpose()?,
            stance: comment.stance,
            body: comment.text.clone(),
        };
        let id = scene.play(world, author, |tx| comments::add::add(tx, &addition))?.id;
        world.comments.insert(of, id);
        Ok(())
    });
    if let Some(edited) = &comment.edited {
        let at = comment.at.plus(Duration::minutes(47));
        script.add(at, Rank::Talk, format!("edit of {label}"), move |world, scene| {
            let edit = Edit { comment: known(&world.comments, &of)?, expected: 1, body: edited.clone() };
            scene.play(world, author, |tx| comments::edit::edit(tx, &edit)).map(|_| ())
        });
    }
    if let Some(reason) = &comment.hidden {
        let at = comment.at.plus(Duration::minutes(190));
        script.add(at, Rank::Talk, format!("hiding of {label}"), move |world, scene| {
            let input = Moderation { comment: known(&world.comments, &of)?, reason: reason.clone() };
            scene.play(world, MODERATOR, |tx| comments::hide::hide(tx, &input)).map(|_| ())
        });
    }
}
