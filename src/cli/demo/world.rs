//! What the demonstration knows while it is told: the ids that slugs stand for, and the people with the roles and
//! seats by which the policy judges them, kept up as they get and lose them.

use crate::access::viewer::{Grant, Seat, Standing, Viewer};
use crate::features::decisions::version::Content;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{
    AddresseeId, AnswerId, AttachmentId, CommentId, CouncilId, DecisionId, FinalDocumentId, Id, MeetingId,
    MembershipId, MilestoneId, OrganizationId, PersonId, PollId, RegionId, ReviewId, StateBodyId,
};
use crate::kernel::localized::Locale;
use std::collections::HashMap;
use std::sync::Arc;

/// A person of the demonstration.
#[derive(Clone, Debug)]
pub struct Actor {
    pub id: PersonId,
    pub name: String,
    pub locale: Locale,
    pub grants: Vec<Grant>,
    pub seats: Vec<Seat>,
}

/// A decision as told so far.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: DecisionId,
    pub revision: i64,
    pub content: Content,
}

/// The key of a review: its decision and its place among the decision's reviews.
pub type ReviewKey<'c> = (&'c str, usize);

/// The key of a recommendation: the review, and its place in the final document, from 0.
pub type WishKey<'c> = (ReviewKey<'c>, usize);

/// The key of an answer: the recommendation, and its place among the answers to it, from 0.
pub type AnswerKey<'c> = (WishKey<'c>, usize);

/// Everything there is so far, by slug.
#[derive(Clone, Default, Debug)]
pub struct World<'c> {
    pub regions: HashMap<&'c str, RegionId>,
    pub bodies: HashMap<&'c str, StateBodyId>,
    pub organizations: HashMap<&'c str, OrganizationId>,
    pub people: HashMap<&'c str, Actor>,
    pub councils: HashMap<&'c str, CouncilId>,
    pub memberships: HashMap<(&'c str, &'c str), MembershipId>,
    pub decisions: HashMap<&'c str, Told>,
    pub reviews: HashMap<ReviewKey<'c>, ReviewId>,
    pub comments: HashMap<(ReviewKey<'c>, &'c str), CommentId>,
    pub polls: HashMap<(ReviewKey<'c>, usize), PollId>,
    pub documents: HashMap<ReviewKey<'c>, FinalDocumentId>,
    /// By the slug of the body that is asked.
    pub addressees: HashMap<(WishKey<'c>, &'c str), AddresseeId>,
    pub answers: HashMap<AnswerKey<'c>, AnswerId>,
    /// The polls on what the council thinks of answers.
    pub motions: HashMap<AnswerKey<'c>, PollId>,
    /// By the place in the plan, from 0.
    pub milestones: HashMap<(AnswerKey<'c>, usize), MilestoneId>,
    pub meetings: HashMap<&'c str, MeetingId>,
    pub files: HashMap<&'c str, AttachmentId>,
}

/// What a slug stands for.
///
/// # Errors
/// A fault that names the slug: the story speaks of something before it exists.
pub fn known<K: std::hash::Hash + Eq + std::fmt::Debug, V: Clone>(map: &HashMap<K, V>, key: &K) -> Outcome<V> {
    map.get(key).cloned().ok_or_else(|| Failure::fault(format!("the demonstration does not know {key:?} yet")))
}

impl<'c> World<'c> {
    /// The person as a viewer at an instant.
    ///
    /// # Errors
    /// A fault when there is no such person yet.
    pub fn viewer(&self, slug: &'c str, at: Timestamp) -> Outcome<Viewer> {
        let actor = known(&self.people, &slug)?;
        let standing = Standing {
            account: actor.id,
            name: actor.name,
            locale: actor.locale,
            session: Id::from_uuid(actor.id.uuid()),
            session_expires: at.plus(chrono::Duration::hours(1)),
            grants: actor.grants,
            seats: actor.seats,
            service: None,
        };
        let locales = vec![standing.locale];
        Ok(Viewer { standing: Some(Arc::new(standing)), locales, ..Viewer::anonymous(at) })
    }

    /// Lets a person's roles and seats be changed.
    ///
    /// # Errors
    /// A fault when there is no such person yet.
    pub fn actor(&mut self, slug: &str) -> Outcome<&mut Actor> {
        self.people.get_mut(slug).ok_or_else(|| Failure::fault(format!("the demonstration does not know {slug} yet")))
    }
}
